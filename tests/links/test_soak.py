"""A long run leaves nothing behind: no thread, no socket, no file."""

from __future__ import annotations

import gc
import sys
import threading
from ipaddress import ip_network
from pathlib import Path

import pytest
from behaviours import always, status
from zoo import Zoo, page, redirect

from pathgen.links.check import check
from pathgen.links.guard import Guard
from pathgen.links.link import Link
from pathgen.links.settings import Settings

SETTINGS = Settings(jobs=32, rate=1000, per_host=4, retries=1, timeout=5, guard=Guard((ip_network("127.0.0.0/8"),)))


def links_of(zoo: Zoo, count: int) -> list[Link]:
    servers = list(zoo.servers.values())
    return [Link(f"{servers[number % len(servers)].url}/{number}", ()) for number in range(count)]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists a process's open files in /proc")
def test_a_long_run_leaves_nothing_behind() -> None:
    def open_files() -> int:
        gc.collect()
        return len(list(Path("/proc/self/fd").iterdir()))

    def run(count: int) -> None:
        for checked in check(links_of(zoo, count), {}, SETTINGS):
            seen.update([checked.result.verdict] if checked else [])

    seen: set[str] = set()
    with Zoo() as zoo:
        closing = {"Connection": "close"}  # else the servers' own threads would wait for more
        for number in range(10):
            zoo.add(f"page {number}", always(page(Connection="close")))
            zoo.add(f"none {number}", status(404, **closing))
            zoo.add(f"moved {number}", always(redirect(301, "https://nosuch.invalid/", **closing)))
        before = (threading.active_count(), open_files())
        run(1_500)
    assert seen == {"ok", "dead"}
    assert threading.active_count() <= before[0]
    assert open_files() <= before[1] + 1
