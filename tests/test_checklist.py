"""What needs a person, as a list to tick: where each stands, what to do, and what was ticked before."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command import pathgen

from pathgen.curation.checklist import MOST_BYTES, checklist
from pathgen.curation.stale import FEW
from pathgen.diagnostics import Diagnostic, Severity, Source, Span
from pathgen.links.history import History
from pathgen.links.verdict import Result, Verdict

TODAY = f"{datetime.now(UTC):%Y-%m-%d}"
CATALOGUE = f"""\
path: {{title: My path}}
steps:
  - id: one
    title: Step one
    resources:
      - {{id: gone, title: Gone, url: "https://example.org/gone_(1)", added: {TODAY}}}
      - {{id: kept, title: Kept, url: "https://example.org/kept", archived: "https://a.example/k", added: {TODAY}}}
      - {{id: home, title: Home, url: "https://example.org/deep", added: {TODAY}}}
      - {{id: long, title: Long ago, url: "https://example.org/long", added: 2001}}
libraries:
  - {{id: theano, name: Theano, url: "https://github.com/ada/theano", status: archived 2017, licence: GPL-3.0-only}}
  - {{id: caffe, name: Caffe, url: "https://github.com/ada/caffe", status: archived 2018, successor: theano}}
"""
SAW = "2026-11-24T00:00:00Z"
SPAN = Span(Source("a b#c.yaml", "path: {}\n"), 0, 4)


def repository(**others: object) -> dict[str, object]:
    known = {"name": "ada/theano", "archived": True, "changed": None, "licence": None, "stars": 1, "checked": SAW}
    return {**known, "etag": None, **others}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "index.md").write_text("[it](https://example.org/gone_(1))\n", encoding="utf-8")
    known = {"github.com/ada/theano": repository(licence="MIT"), "github.com/ada/caffe": repository(name="ada/caffe")}
    (tmp_path / "repositories.json").write_text(json.dumps({"schema": 1, "repositories": known}), encoding="utf-8")
    with History(tmp_path / "links.sqlite") as history:
        for url, verdict, reason in (
            ("https://example.org/gone_(1)", Verdict.DEAD, "gone"),
            ("https://example.org/kept", Verdict.DEAD, "gone"),
            ("https://example.org/deep", Verdict.MOVED, "moved-home"),
            ("https://example.org/long", Verdict.UNKNOWN, "challenge"),
        ):
            history.remember(Result(url, verdict, reason, checked_at=SAW))
    return tmp_path


def test_what_needs_a_person_is_grouped_with_its_places_and_what_to_do(project: Path) -> None:
    done = pathgen("checklist", "--shown-at", "https://git.example/a/b/blob/curate/", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    heads = [line for line in done.stdout.splitlines() if line.startswith("#")]
    assert heads == [
        *("## Dead links (1)", "## Moved links (1)", "## Ended libraries with none named to use instead (2)"),
        *("## The catalogue says otherwise (1)", f"## Not reviewed for a long time, {FEW} at a time (1)"),
    ]
    lines = done.stdout.splitlines()
    at = lines.index("## Dead links (1)") + 2
    assert lines[at].startswith("- [ ] dead link&#58; 410 Gone&#58; the page was removed permanently")
    assert lines[at].endswith("example&#46;org&#47;gone&#95;&#40;1&#41;")
    assert "(https://git.example/a/b/blob/curate/resources.yaml#L6)" in lines[at + 1]
    assert "(https://git.example/a/b/blob/curate/content/index.md#L1)" in lines[at + 1]
    assert lines[at + 1].endswith(": replace the link, or add an archived copy in &#96;archived&#96;")
    assert done.stdout.count("Theano") == 1, "it is told once that it is archived and nothing replaces it"
    assert "'Theano' has ended &#40;archived 2017&#41;, and nothing is named to use instead" in done.stdout
    assert "'Caffe' has ended &#40;archived 2018&#41;, and so have those to use instead" in done.stdout


def test_ticks_stay_where_the_line_moved_and_go_with_what_is_done(project: Path) -> None:
    first = pathgen("checklist", cwd=project).stdout
    ticked = first.replace("- [ ] dead", "- [x] dead").replace("- [ ] 'Theano", "- [X] 'Theano").replace("\n", "\r\n")
    (project / "before.md").write_bytes(f"Words.\r\n\r\n- [x] of another\r\n{ticked}\udcff".encode(errors="replace"))
    (project / "resources.yaml").write_text(f"# A line more\n{CATALOGUE}", encoding="utf-8")
    again = pathgen("checklist", "--before", "before.md", cwd=project).stdout
    assert [line[:12] for line in again.splitlines() if line.startswith("- [x]")] == ["- [x] dead l", "- [x] 'Thean"]
    assert "resources&#46;yaml&#58;7" in again
    assert "another" not in again
    (project / "resources.yaml").write_text("path: {title: My path}\n", encoding="utf-8")
    (project / "content" / "index.md").write_text("Nothing.\n", encoding="utf-8")
    assert pathgen("checklist", "--before", "before.md", cwd=project).stdout == "There is nothing to do.\n"


def test_what_hosts_said_counts_as_a_look_and_tells_of_libraries_that_rest(tmp_path: Path) -> None:
    """A host of one's own is told by --api-url, as to refresh."""
    libraries = "\n".join(
        f"  - {{id: {name}, name: {name}, url: 'https://git.example/ada/{name}'}}" for name in ("rests", "new")
    )
    (tmp_path / "resources.yaml").write_text(f"path: {{title: X}}\nlibraries:\n{libraries}\n", encoding="utf-8")
    facts = {"archived": False, "checked": f"{TODAY}T00:00:00Z"}
    known = {
        "git.example/ada/rests": repository(**facts, name="ada/rests", changed="2010-01-02"),
        "git.example/ada/new": repository(**facts, name="eve/new", changed=TODAY),
    }
    (tmp_path / "repositories.json").write_text(json.dumps({"schema": 1, "repositories": known}), encoding="utf-8")
    done = pathgen("checklist", "--api-url", "git.example=https://git.example/api/v3", cwd=tmp_path)
    heads = [line for line in done.stdout.splitlines() if line.startswith("#")]
    quiet = f"## Libraries without a change for a long time, {FEW} at a time (1)"
    assert heads == ["## Renamed repositories (1)", quiet], done.stdout
    assert "'rests' was last changed on 2010-01-02" in done.stdout


def test_without_a_check_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text("path: {title: My path}\n", encoding="utf-8")
    done = pathgen("checklist", cwd=tmp_path)
    assert done.stdout == "There is nothing to do.\n"
    assert done.stderr == "The links were never checked: run `pathgen check-links` first.\n"
    assert not (tmp_path / "links.sqlite").exists()
    done = pathgen("checklist", "--shown-at", "https://a.example/) [x](", cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    (tmp_path / "resources.yaml").write_text("path: {}\n", encoding="utf-8")
    done = pathgen("checklist", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[missing-field]" in done.stderr


def diagnostics(count: int, length: int = 40) -> list[Diagnostic]:
    return [Diagnostic("gone", Severity.ERROR, SPAN, f"{number} {'ä' * length}", "mend it") for number in range(count)]


@pytest.mark.parametrize("count", [1, 100, 5_000])
def test_a_long_list_ends_after_a_whole_item_with_how_many_more(count: int) -> None:
    text = checklist(
        {"Dead links": diagnostics(count), "Moved links": diagnostics(count, 400)}, "https://git.example", ""
    )
    assert len(text.encode()) <= MOST_BYTES
    items = [line for line in text.splitlines() if line.startswith("- [ ] ")]
    assert all(line.endswith("ä") for line in items)
    assert text.count("\n  [a b&#35;&#8203;c&#46;yaml&#58;1](https://git.example/a%20b%23c.yaml#L1): mend it\n") == len(
        items
    )
    more = [line for line in text.splitlines() if line.startswith("…")]
    assert len(items) + sum(int(line.split()[2].replace(",", "")) for line in more) == 2 * count
    assert ("## Moved links (" in text, bool(more)) == (True, count > 1)


def test_what_waits_for_years_comes_a_few_at_a_time_and_what_is_ticked_takes_no_place() -> None:
    head = f"Old, {FEW} at a time"
    first = checklist({head: diagnostics(30)}, None, "")
    assert (first.count("- [ ]"), "… and 20 more." in first) == (FEW, True)
    again = checklist({head: diagnostics(30)}, None, first.replace("- [ ]", "- [x]", 3))
    assert (again.count("- [x]"), again.count("- [ ]"), "… and 17 more." in again) == (3, FEW, True)


def test_nothing_of_a_strangers_text_means_anything() -> None:
    hostile = Diagnostic("gone", Severity.ERROR, SPAN, "<!-- @everyone\n- [x] a #1 [b](c)", "`d`")
    text = checklist({"Dead links": [hostile]}, None, "- [x] <!-- @everyone")
    assert [line[:6] for line in text.splitlines()[2:]] == ["- [ ] ", "  a b&"]
    assert not {"<", "@", "`"} & set(text)
