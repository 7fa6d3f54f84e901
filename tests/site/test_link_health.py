"""What checks found of the links is on the site: where an entry stands, and on a page of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import pathgen
from projects import content_of, edit, site_of, write

from pathgen.errors import PathgenError
from pathgen.links.history import History
from pathgen.links.verdict import Result, Verdict
from pathgen.site.build import build
from pathgen.site.render import Project, render

CATALOGUE = """\
path: {title: My path}
libraries:
  - {id: lib, name: Lib, url: "https://lib.example/"}
topics:
  - id: basics
    title: Basics
    resources:
      - {id: well, title: Well, url: "https://a.example/well"}
      - {id: dead, title: Dead, url: "https://a.example/dead", year: 2017}
      - {id: named, title: Named, url: "https://a.example/named", archived: "https://copies.example/named"}
      - {id: gone, title: Gone, url: "https://a.example/gone", status: gone 2019}
      - {id: away, title: Away, url: "https://a.example/away"}
"""
COPY = "https://web.archive.org/web/2017/https://a.example/dead"


def result(url: str, verdict: Verdict, reason: str, day: str = "2026-03-01", **more: str) -> Result:
    return Result(url, verdict, reason, 404 if reason == "not-found" else None, checked_at=f"{day}T04:00:00Z", **more)  # type: ignore[arg-type]


def remember(project: Project, *results: Result) -> None:
    with History(project.history) as history:
        for result in results:
            history.remember(result)


def dead(name: str, reason: str = "not-found", **more: str) -> Result:
    return result(f"https://a.example/{name}", Verdict.DEAD, reason, **more)


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Project:
    return write(tmp_path, {"resources.yaml": CATALOGUE})


def page(project: Project, name: str) -> str:
    """Render, and give the Markdown of a page."""
    render(project)
    return (project.build / "docs" / name / "index.md").read_text(encoding="utf-8")


def note(project: Project, entry: str) -> str:
    """Render, and give what stands where an entry does."""
    _, _, rest = page(project, "topics/basics").partition(f'id="{entry}"')
    return rest.partition("<li")[0]


def test_without_a_history_nothing_is_said_of_links(project: Project) -> None:
    assert "pg-notes" not in note(project, "dead")
    assert not (project.build / "docs" / "health").exists()
    assert "Link health" not in (project.build / "mkdocs.yml").read_text(encoding="utf-8")
    assert not project.history.exists()


def test_an_entry_known_dead_links_to_its_copy_and_says_so(project: Project) -> None:
    remember(project, dead("dead", archived=COPY))
    said = note(project, "dead")
    assert f'<a href="{COPY}" rel="noopener">Dead</a>' in said
    assert "Dead link since 2026-03-01" in said
    assert "page not found (404); the link leads to an archived copy" in said
    assert 'href="https://a.example/dead"' not in said


def test_the_copy_that_the_catalogue_names_comes_first(project: Project) -> None:
    remember(project, dead("named", archived=COPY))
    assert '<a href="https://copies.example/named" rel="noopener">Named</a>' in note(project, "named")


def test_a_dead_entry_without_a_copy_says_where_to_look(project: Project) -> None:
    remember(project, dead("dead"))
    said = note(project, "dead")
    assert '<a href="https://a.example/dead" rel="noopener">Dead</a>' in said
    assert 'href="https://web.archive.org/web/2017/https://a.example/dead"' in said


def test_a_dead_library_says_so_among_the_libraries(project: Project) -> None:
    remember(project, result("https://lib.example/", Verdict.DEAD, "parked", archived="https://copies.example/lib"))
    said = page(project, "libraries")
    assert '<a href="https://copies.example/lib" rel="noopener">Lib</a>' in said
    assert "Dead link since 2026-03-01" in said


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        (Verdict.OK, "ok"),
        (Verdict.FAILING, "timeout"),
        (Verdict.UNKNOWN, "forbidden"),
        (Verdict.DEAD, "missing-fragment"),
    ],
)
def test_a_page_that_is_not_surely_lost_keeps_its_link(project: Project, verdict: Verdict, reason: str) -> None:
    remember(project, result("https://a.example/dead", verdict, reason, archived=COPY))
    said = note(project, "dead")
    assert '<a href="https://a.example/dead" rel="noopener">Dead</a>' in said
    assert "Dead link since" not in said
    assert ("Could not be reached" in said) == (verdict is Verdict.FAILING)


def test_an_entry_says_when_it_was_last_seen_alive(project: Project) -> None:
    for name in ("dead", "away", "well"):
        remember(project, result(f"https://a.example/{name}", Verdict.OK, "ok", "2026-02-01"))
    remember(project, dead("dead", archived=COPY))
    remember(project, result("https://a.example/away", Verdict.FAILING, "timeout"))
    assert "Dead link since 2026-03-01</strong> (last worked on 2026-02-01): page not found" in note(project, "dead")
    assert "at the last check</strong> (last worked on 2026-02-01): no complete answer" in note(project, "away")
    assert "last worked" not in note(project, "well")


def test_a_page_of_its_own_tells_date_counts_and_what_has_no_living_address(project: Project) -> None:
    remember(
        project,
        result("https://a.example/well", Verdict.OK, "ok", "2026-11-20"),
        dead("dead"),
        dead("named", "no-such-name"),
        result("https://a.example/away", Verdict.FAILING, "timeout", "2026-11-19"),
        result("https://a.example/no-longer-listed", Verdict.DEAD, "not-found"),
    )
    said = page(project, "health")
    assert "last checked on 2026-11-20" in said
    assert "Of 6 addresses" in said
    counts = {line.partition("--")[2].partition('"')[0]: line for line in said.splitlines() if "pg-counts--" in line}
    assert {verdict: line.partition("<dd>")[2].partition("<")[0] for verdict, line in counts.items()} == {
        "ok": "1",
        "dead": "2",
        "failing": "1",
        "skipped": "2",
    }
    _, lost, copied, away = said.split("\n## ")
    assert [name in lost for name in ("#dead", "#gone", "#named", "#away")] == [True, True, False, False]
    assert "#named" in copied
    assert "https://copies.example/named" in copied
    assert "#away" in away
    assert "since 2026-11-19" in away


def test_what_comes_from_servers_stays_text(project: Project) -> None:
    hostile = "https://copies.example/<script>alert(1)//"
    remember(project, dead("dead", "soft-404", archived=hostile, detail="<img src=x onerror=alert(1)> **bold**"))
    said = note(project, "dead") + page(project, "health")
    assert "<script>" not in said
    assert "onerror" not in said


def test_a_new_check_renders_the_pages_that_it_concerns(project: Project) -> None:
    render(project)
    remember(project, dead("dead", archived=COPY))
    changed = render(project)[1]
    assert {"topics/basics/index.md", "health/index.md"} <= set(changed)
    assert render(project)[1] == []
    remember(project, result("https://a.example/dead", Verdict.OK, "ok", "2026-03-08"))
    assert "topics/basics/index.md" in render(project)[1]


def test_a_damaged_history_is_left_out(project: Project) -> None:
    render(project)
    project.history.write_bytes(b"SQLite format 3\0 but no more")
    edit(project, "Well", "Better")
    render(project)
    assert "Better" in (project.build / "docs" / "topics" / "basics" / "index.md").read_text(encoding="utf-8")


def test_a_page_of_that_name_is_refused(tmp_path: Path) -> None:
    project = write(tmp_path, {"resources.yaml": CATALOGUE, "content/health.md": "# Mine\n"})
    with pytest.raises(PathgenError, match="pathgen writes a page of that name"):
        render(project)


def test_the_site_is_built_with_it(project: Project, engine: str) -> None:
    remember(project, dead("dead", archived=COPY), dead("well"))
    loaded, _ = build(project, site_of(project), engine)
    assert loaded.is_valid
    entries = content_of(site_of(project) / "topics" / "basics" / "index.html")
    assert entries.xpath("//*[@id='dead']//a/@href")[0] == COPY
    health = content_of(site_of(project) / "health" / "index.html")
    assert health.xpath("string(.//h1)").startswith("Link health")
    assert health.xpath("//dl[@class='pg-counts']//dd/text()") == ["2", "4"]


def test_a_history_beside_a_catalogue_elsewhere_is_found(project: Project, tmp_path: Path) -> None:
    remember(project, dead("dead"))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = pathgen("render", str(project.catalogue), cwd=elsewhere)
    assert done.returncode == 0, done.stderr
    assert (project.build / "docs" / "health" / "index.md").is_file()
