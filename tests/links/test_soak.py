"""A long run leaves nothing behind, and takes no more memory than a short one."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path

import pytest
from handlers import always, status
from servers import LoopbackServers, page, redirect

from pathgen.http.network_guard import NetworkGuard
from pathgen.links.check import check
from pathgen.links.link import Link
from pathgen.links.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")
SETTINGS = Settings(
    jobs=64, rate=1000, per_host=8, retries=1, timeout=5, guard=NetworkGuard((ip_network("127.0.0.0/8"),))
)
LONG = """
import json, sys
from pathlib import Path
from test_soak import SETTINGS, check, megabytes, open_files, Link, threading
port, count = map(int, sys.argv[1:])
links = [Link(f"http://127.{n % 200 + 1}.1.1:{port}/{n}", ()) for n in range(count)]
before, memory, done = (threading.active_count(), open_files()), [], 0
for checked in check(links, {}, SETTINGS):
    if checked:
        assert checked.result.verdict == "ok", checked
        done += 1
        if done % (count // 4) == 0:
            memory.append(megabytes())
print(json.dumps([done, before, (threading.active_count(), open_files()), memory]))
"""


def open_files() -> int:
    gc.collect()
    return len(list(Path("/proc/self/fd").iterdir()))


def megabytes() -> float:
    gc.collect()
    [held] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(held.split()[1]) / 1024


def test_a_run_over_all_kinds_of_servers_leaves_nothing_behind() -> None:
    seen: set[str] = set()
    with LoopbackServers() as servers:
        closing = {"Connection": "close"}  # else the servers' own threads would wait for more
        for number in range(10):
            servers.add(f"page {number}", always(page(Connection="close")))
            servers.add(f"none {number}", status(404, **closing))
            servers.add(f"moved {number}", always(redirect(301, "https://nosuch.invalid/", **closing)))
        hosts = list(servers.by_name.values())
        before = (threading.active_count(), open_files())
        for checked in check([Link(f"{hosts[n % 30].url}/{n}", ()) for n in range(600)], {}, SETTINGS):
            seen.update([checked.result.verdict] if checked else [])
    assert seen == {"ok", "dead"}
    assert threading.active_count() <= before[0]
    assert open_files() <= before[1] + 1


@contextmanager
def small_web(root: Path) -> Iterator[int]:
    """Serve any page on any host of 127.0.0.0/8 from another process; yield its port."""
    command = [sys.executable, str(root / "benchmarks" / "web.py"), "0", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        port = process.stdout.readline()  # type: ignore[union-attr]  # it has a pipe
        try:
            yield int(port)
        finally:
            process.kill()


def test_six_thousand_links_take_no_more_memory_than_fifteen_hundred(root: Path) -> None:
    folder = Path(__file__).parent
    with small_web(root) as port:
        command = [sys.executable, "-c", LONG, str(port), "6000"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    count, before, after, memory = json.loads(done.stdout)
    assert count == 6_000
    assert after[0] <= before[0]
    assert after[1] <= before[1] + 1
    assert memory[-1] <= memory[0] * 1.1, memory
