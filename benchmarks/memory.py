"""Measure the memory of one long run of the link checker, with a history, on loopback servers without latency.

Run it as ``.venv/bin/python benchmarks/memory.py 100000``. It prints the most memory used so far after each tenth of
the links. A catalogue of so many links is larger than pathgen reads as one file, so the links are made here.
"""

from __future__ import annotations

import ipaddress
import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from links import urls, web

from pathgen.diagnostics import Location
from pathgen.http.network_guard import NetworkGuard
from pathgen.links.history import History
from pathgen.links.link import Link, Occurrence
from pathgen.links.run import RunProgress, run
from pathgen.links.select import LinkSelection
from pathgen.links.settings import Settings

PAGES_A_HOST = 5


def main(count: int) -> None:
    """Check so many links, and print what it takes."""
    settings = Settings(jobs=128, retries=0, rate=1000, guard=NetworkGuard((ipaddress.ip_network("127.0.0.0/8"),)))
    start, shown = perf_counter(), 0

    def show(progress: RunProgress) -> None:
        nonlocal shown
        if len(progress.results) >= shown + count // 10:
            shown = len(progress.results)
            megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{shown:9,} links {megabytes:6.0f} MB {perf_counter() - start:6.0f} s", flush=True)

    with TemporaryDirectory() as folder, web(0.0, 0.0) as port, History(Path(folder, "links.sqlite")) as history:
        links = [
            Link(url, (Occurrence(f"page-{n}", "url", Location("resources.yaml", n + 1, 1, n + 1, 2)),), request=url)
            for n, url in enumerate(urls(count, count // PAGES_A_HOST, port))
        ]
        found = run(links, LinkSelection(), settings, history, is_offline=False, show=show)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(found.results):,} links in one run: {megabytes:.0f} MB, {perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]))
