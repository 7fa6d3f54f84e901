"""Looking into the history, and joining what shards found."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from command import pathgen
from handlers import always, status
from servers import LoopbackServers, Response, page
from test_scenarios import OPEN, QUICK, checked, write


@pytest.fixture(name="servers")
def _servers() -> Iterator[LoopbackServers]:
    with LoopbackServers() as servers:
        yield servers


def test_the_history_lists_what_is_not_ok_and_since_when(tmp_path: Path, servers: LoopbackServers) -> None:
    bad, good = servers.add("bad", status(404)), servers.add("good", always(page()))
    write(tmp_path, f"{bad.url}/a", good.url)
    day = next(iter(checked(tmp_path, *OPEN).values()))["checked_at"][:10]
    assert pathgen("links", cwd=tmp_path).stdout == (f"dead: 1\n  {bad.url}/a (since {day}: 404 Not Found)\nok: 1\n")


def test_all_periods_of_a_link_are_shown(tmp_path: Path, servers: LoopbackServers) -> None:
    server = servers.add("a", lambda request: page() if request.number == 0 else Response(404))
    write(tmp_path, f"{server.url}/a")
    for _ in range(3):
        checked(tmp_path, *OPEN, "--max-age", "0")
        sleep(1.01)  # periods are in whole seconds: of two results within one, the later counts
    lines = pathgen("links", "show", f"{server.url}/a", cwd=tmp_path).stdout.splitlines()
    assert [line.partition(": ")[2] for line in lines] == ["ok (ok 200)", "dead (not-found 404)"]
    assert ", 2 times:" in lines[1]


@pytest.mark.parametrize("arguments", [(), ("show", "https://a.example/")])
def test_where_there_is_no_history_none_is_made(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = pathgen("links", *arguments, cwd=tmp_path)
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    assert "there is no history links.sqlite yet" in done.stderr


def test_the_reports_and_histories_of_shards_are_joined(tmp_path: Path, servers: LoopbackServers) -> None:
    hosts = [servers.add(str(number), status(404) if number % 3 == 0 else always(page())) for number in range(9)]
    write(tmp_path, *(f"{server.url}/a" for server in hosts))
    whole = checked(tmp_path, *OPEN, *QUICK, "--no-history")
    parts = []
    for number in "12":
        options = ("--shard", f"{number}/2", "--history", f"{number}.sqlite", "--format", f"json:{number}.json")
        pathgen("check-links", *OPEN, *QUICK, *options, cwd=tmp_path)
        parts += [f"{number}.json", f"{number}.sqlite"]
    done = pathgen("merge-reports", *parts, "--history", "all.sqlite", "--format", "json", cwd=tmp_path)
    assert done.returncode == 1
    compared = ("url", "verdict", "reason", "status", "uses")
    joined = [[link[name] for name in compared] for link in json.loads(done.stdout)["links"]]
    assert joined == [[link[name] for name in compared] for link in whole.values()]
    assert pathgen("links", "--history", "all.sqlite", cwd=tmp_path).stdout.startswith("dead: 3\n")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no json",
        b"[]",
        b'{"schema": 1}',
        b'{"schema": 2, "links": []}',
        b"[" * 100_000,
        b'{"schema": 1, "links": [{"url": 5}]}',
        b'{"schema": 1, "links": 7}',
        b"\xff\xfe",
    ],
)
def test_what_is_not_a_report_is_refused_and_nothing_is_written(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "r.json").write_bytes(data)
    done = pathgen("merge-reports", "r.json", "--format", "json:out.json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("pathgen: r.json is ")
    assert not (tmp_path / "out.json").exists()


def link(**changes: object) -> dict[str, object]:
    """Make what a report says of a link."""
    texts = {"url": "https://a.example/", "verdict": "ok", "reason": "ok", "detail": "", "notice": ""}
    unknown = dict.fromkeys(("final_url", "checked_at", "archived", "suggestion", "status"))
    rest = {"redirects": [], "attempts": 1, "seconds": 0.1, "from_history": False, "uses": []}
    return {**texts, **unknown, **rest, **changes}


def use(file: str, line: int, column: int) -> dict[str, object]:
    """Make a place that a report names."""
    return {"id": "a", "field": "url", "file": file, "line": line, "column": column}


def merged(folder: Path, link: dict[str, object], *options: str) -> Any:
    (folder / "r.json").write_text(json.dumps({"schema": 1, "links": [link]}), encoding="utf-8")
    return pathgen("merge-reports", "r.json", *options, cwd=folder)


@pytest.mark.parametrize(
    "wrong",
    [link(status=float("inf")), link(uses=[use("a", 0, 1)]), link(uses=[use("a", 1, -1)])],
    ids=["no number", "no line", "no column"],
)
def test_a_report_with_a_number_that_cannot_be_is_refused(tmp_path: Path, wrong: dict[str, object]) -> None:
    done = merged(tmp_path, wrong)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "pathgen: r.json is not a JSON report of pathgen check-links\n"


def test_places_are_merged_as_they_are_however_far_down_a_file(tmp_path: Path) -> None:
    uses = [use("a", line, 10**9) for line in range(1, 100)] + [use(str(number), 10**9, 1) for number in range(100)]
    done = merged(tmp_path, link(uses=uses), "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["links"][0]["uses"] == uses


def test_a_merged_report_shows_places_without_lines_that_nobody_wrote(tmp_path: Path) -> None:
    dead = link(verdict="dead", reason="gone", uses=[use("resources.yaml", 7, 12)])
    first, second, *_ = merged(tmp_path, dead).stdout.splitlines()
    assert first.startswith("resources.yaml:7:12: error[gone] ")
    assert second.startswith("  help: ")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes of this kind")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "resources.yaml").write_text("path: {title: T}\n")
    for command in (["merge-reports", "pipe"], ["add", "--from-issue-form", "pipe"]):
        done = pathgen(*command, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (2, "pathgen: cannot read pipe: it is not a file\n")


@pytest.mark.parametrize("is_withheld", [False, True])
def test_a_new_address_that_shards_offer_twice_is_offered_by_neither(tmp_path: Path, *, is_withheld: bool) -> None:
    new, other = "https://b.example/guide", "https://c.example/guide"
    for number, target in enumerate([new, new, other]):
        offered = None if is_withheld and number == 1 else target  # its shard saw it only once
        moved = link(url=f"https://a{number}.example/", verdict="moved", reason="moved", final_url=target)
        report = {"schema": 1, "links": [{**moved, "suggestion": offered, "uses": [use("a", number + 1, 1)]}]}
        (tmp_path / f"{number}.json").write_text(json.dumps(report), encoding="utf-8")
    done = pathgen("merge-reports", "0.json", "1.json", "2.json", "--format", "json", cwd=tmp_path)
    found = [known["suggestion"] for known in json.loads(done.stdout)["links"]]
    assert found == [None, None, other]
