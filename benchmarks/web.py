"""Loopback servers for the benchmark of links: every 127.x.y.z is a host, with a seeded latency for each page.

``python web.py MEDIAN_SECONDS HANGING`` prints its port and serves until it is killed. The latency of a page is
log-normal around the median, as in a wide-area network; the share ``HANGING`` of all pages never answers. Each page has
an ETag. One address returns how many bytes were sent.
"""

from __future__ import annotations

import asyncio
import math
import random
import sys
from collections import Counter
from contextlib import suppress

SENT = "/-/sent"
"""The path that returns the number of bytes sent so far."""
SIGMA = 0.8
"""The spread of the logarithm: a tenth of the pages take 2.8 times the median or more."""
PAGE = b"<!doctype html><title>A page</title><h1>A page</h1><p>" + b"Words that a page may have. " * 60


def latency(host: str, target: str, median: float, hanging: float) -> float | None:
    """Return the seconds that a page takes; ``None`` for one that never answers."""
    generator = random.Random(f"{host}{target}")  # noqa: S311 - a seed, not a secret
    if generator.random() < hanging:
        return None
    return generator.lognormvariate(math.log(median), SIGMA) if median else 0.0


async def _serve(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, median: float, hanging: float, sent: Counter[str]
) -> None:
    with suppress(ConnectionError, asyncio.IncompleteReadError):
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            lines = head.split("\r\n")
            target = lines[0].split(" ")[1]
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            if target == SENT:
                count = str(sent.total()).encode()
                writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + count)
                break
            wait = latency(headers["host"].partition(":")[0], target, median, hanging)
            if wait is None:
                await asyncio.sleep(3600)
            await asyncio.sleep(wait or 0)
            answer = _answer(target, headers.get("if-none-match", ""))
            sent["bytes"] += len(answer)
            writer.write(answer)
            await writer.drain()
    writer.close()


def _answer(target: str, known: str) -> bytes:
    tag = f'"{target}"'
    if known == tag:
        return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: {tag}\r\nContent-Length: {len(PAGE)}\r\n\r\n"
    return head.encode() + PAGE


async def _main(median: float, hanging: float) -> None:
    sent: Counter[str] = Counter()
    server = await asyncio.start_server(
        lambda reader, writer: _serve(reader, writer, median, hanging, sent),
        "0.0.0.0",  # noqa: S104 - every 127.x.y.z has to answer
        0,
        backlog=4096,
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(float(sys.argv[1]), float(sys.argv[2])))
