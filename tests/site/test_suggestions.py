"""Pages and entries lead to where a change is suggested, on the host that the settings name, and show dates."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from lxml import html
from projects import write

from pathgen.errors import PathgenError
from pathgen.links.history import History
from pathgen.links.verdict import Result, Verdict
from pathgen.site.render import Project, render
from pathgen.site.suggestions import FORM

CATALOGUE = """\
path: {title: Bread}
topics:
  - id: flour
    title: Flour
    resources:
      - {id: wheat, title: Wheat, url: "https://a.example/wheat", reviewed: 2026-03-01}
      - {id: rye, title: Rye, url: "https://a.example/rye", reviewed: 2025-12}
"""
FORM_FILE = f".github/ISSUE_TEMPLATE/{FORM}"
GITHUB = "https://github.com/ada/bread"


def project_at(folder: Path, settings: str, **files: str) -> Project:
    """Return a project in the folder ``paths/bread`` of a checkout."""
    (folder / ".git").mkdir(parents=True)
    below = {f"paths/bread/{name}": text for name, text in files.items()}
    write(folder, {"paths/bread/resources.yaml": CATALOGUE, "paths/bread/mkdocs.yml": settings, **below})
    return Project(folder / "paths/bread/resources.yaml")


def page(project: Project, name: str) -> html.HtmlElement:
    render(project)
    return html.fromstring((project.build / "docs" / name).read_text(encoding="utf-8"))


def leads(part: html.HtmlElement, start: str = "") -> list[str]:
    """Return where the links below "Suggest a change" lead, of the page or of its entries."""
    return [str(link) for link in part.xpath(f"{start}//p[contains(@class, 'pg-source')]/a/@href")]


@pytest.mark.parametrize(
    ("repository", "folder"),
    [
        (f"{GITHUB}.git", f"{GITHUB}/blob/HEAD/"),
        ("https://gitlab.com/group/sub/bread/", "https://gitlab.com/group/sub/bread/-/blob/HEAD/"),
        ("https://gitlab.example.org/bread", "https://gitlab.example.org/bread/-/blob/HEAD/"),
        ("https://codeberg.org/ada/bread", "https://codeberg.org/ada/bread/src/branch/HEAD/"),
    ],
)
def test_an_entry_leads_to_its_line_on_the_host(tmp_path: Path, repository: str, folder: str) -> None:
    project = project_at(tmp_path, f"repo_url: {repository}\n", **{"content/topics/flour.md": "Prose."})
    topic = page(project, "topics/flour/index.md")
    file = f"{folder}paths/bread/resources.yaml"
    assert leads(topic) == [f"{file}#L6", f"{file}#L7", f"{folder}paths/bread/content/topics/flour.md"]
    assert leads(page(project, "credits/index.md")) == [f"{file}#L1"]


def test_an_unknown_host_leads_to_the_repository(tmp_path: Path) -> None:
    repository = "https://code.example.org/bread"
    topic = page(project_at(tmp_path, f"repo_url: {repository}\n"), "topics/flour/index.md")
    assert set(leads(topic)) == {repository}


def test_the_form_about_an_entry_is_filled_in(tmp_path: Path) -> None:
    write(tmp_path, {FORM_FILE: "name: Broken\n"})
    topic = page(project_at(tmp_path, f"repo_url: {GITHUB}\n"), "topics/flour/index.md")
    form = f"{GITHUB}/issues/new?template=broken-entry.yml"
    assert leads(topic)[:2] == [
        f"{form}&title=Entry%3A%20wheat&entry=wheat",
        f"{form}&title=Entry%3A%20rye&entry=rye",
    ]


def test_the_form_of_new_projects_asks_for_the_entry() -> None:
    form = (resources.files("pathgen.scaffold") / "hosts/github/github/ISSUE_TEMPLATE" / FORM).read_text("utf-8")
    assert "id: entry\n" in form


@pytest.mark.parametrize(
    "settings",
    [
        "site_name: Bread\n",
        "repo_url:\n",
        "repo_url: !ENV [PATHGEN_NOT_SET, '']\n",
        "repo_url: https://ada:token@github.com/ada/bread\n",
    ],
)
def test_nothing_is_offered_without_an_address_for_browsers(tmp_path: Path, settings: str) -> None:
    topic = page(project_at(tmp_path, settings), "topics/flour/index.md")
    assert leads(topic) == []


@pytest.mark.parametrize("address", ["javascript:alert(1)", "git@github.com:ada/bread.git"])
def test_an_address_that_is_not_for_browsers_is_refused(tmp_path: Path, address: str) -> None:
    project = project_at(tmp_path, f"repo_url: {address}\n")
    with pytest.raises(PathgenError, match="an address that starts with `https://` is expected"):
        render(project)


def test_the_repository_may_be_named_by_a_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATHGEN_TEST_REPOSITORY", GITHUB)
    project = project_at(tmp_path, "repo_url: !ENV PATHGEN_TEST_REPOSITORY\n")
    assert leads(page(project, "index.md")) == [f"{GITHUB}/blob/HEAD/paths/bread/resources.yaml#L1"]


def test_dates_of_review_and_of_the_check_are_shown(tmp_path: Path) -> None:
    project = project_at(tmp_path, "")
    with History(project.history) as history:
        history.remember(Result("https://a.example/rye", Verdict.OK, "ok", 200, checked_at="2026-03-02T04:00:00Z"))
    topic = page(project, "topics/flour/index.md")
    wheat, rye, foot = (part.text_content().strip() for part in topic.xpath("//p[contains(@class, 'pg-source')]"))
    assert (wheat, rye) == ("Reviewed: 2026-03-01", "Reviewed: 2025-12 · Links checked: 2026-03-02")
    assert foot == "Reviewed: 2025-12 to 2026-03-01 · Links checked: 2026-03-02"
