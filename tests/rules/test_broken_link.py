"""Links in prose that lead nowhere, beside those that look alike and lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from pathgen.catalogue.load import load
from pathgen.site.check_project import project_problems

CATALOGUE = """\
path: {title: A path, show_rules: yes}
steps:
  - id: first
    title: First
    resources:
      - {title: A page, url: "https://example.org/a", id: a-page, teaches: yeast}
      - {title: Other, url: "https://example.org/b"}
concepts: [{id: yeast, title: Yeast}]
"""


def problems(folder: Path, text: str, name: str = "index.md") -> list[str]:
    (folder / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    for file, data in {
        "about.md": "# About us\n\n## Who we are\n",
        "guide/index.md": "# A guide\n",
        "steps/first.md": "Some prose.\n\n## Some more\n",
        "steps/net.png": "",
        name: text,
    }.items():
        path = folder / "content" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if file == name else data, encoding="utf-8")
    catalogue = folder / "resources.yaml"
    found = project_problems(catalogue, load(catalogue))
    return [
        f"{Path(str(p.span.file)).relative_to(folder).as_posix()}:{p.span.line}:{p.span.column} {p.message}; {p.help}"
        for p in found
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Start\nwith [it](steps/frist.md).",
            "2:11 the site has no page 'steps/frist.md'; did you mean `steps/first.md`?",
        ),
        ("[x]\n\n[x]: steps/frist.md", "3:6 the site has no page 'steps/frist.md'; did you mean `steps/first.md`?"),
        ("![x](steps/nett.png)", "1:6 there is no picture content/steps/nett.png; did you mean `steps/net.png`?"),
        ("[x](about.md#who-we-ar)", "1:5 about.md has no heading 'who-we-ar'; did you mean `who-we-are`?"),
        ("[x](steps/first.md#a-pge)", "1:5 steps/first.md has no heading or entry 'a-pge'; did you mean `a-page`?"),
        ("[x](rules.md#duplicate-ids)", "1:5 rules.md has no heading or entry 'duplicate-ids'; did you mean"),
        ("[x](#nothing-of-the-kind)", "1:5 index.md has no heading or entry 'nothing-of-the-kind'"),
        ("[x](libraries.md)", "1:5 the site has no page 'libraries.md'"),
        ("[x](topics/index.md)", "1:5 the site has no page 'topics/index.md'"),
        ("!!! note\n\n    [x](nowhere/at/all.md)", "3:9 the site has no page 'nowhere/at/all.md'"),
    ],
)
def test_a_link_that_leads_nowhere_is_reported_where_it_is_written(tmp_path: Path, text: str, message: str) -> None:
    [found] = problems(tmp_path, text)
    assert found.startswith(f"content/index.md:{message}")


@pytest.mark.parametrize(
    "text",
    [
        "[x](steps/first.md), [x](concepts.md#yeast), [x](about.md#who-we-are), [x](guide/index.md), [x](#top)",
        "![x](steps/net.png) [x](https://example.org/steps/frist.md) [x](mailto:ada@example.org)",
        "```\n[x](steps/frist.md)\n```",
        "    [x](steps/frist.md)",
        "Write `[x](steps/frist.md)`.",
        "<!-- [x](steps/frist.md) -->",
        "[x](catalogue.json) [x](assets/ours.png)",
        "[x](steps/first.md?a=b)",
        "[x](steps/first.md#a-page) [x](steps/first.md#first-other) [x](steps/first.md#some-more)",
        "[x](steps/first.md#resources)",
        "## Here\n\n[x](#here) [x](rules.md#duplicate-id) [x](health.md) [x](changes.md#all) [x](progress.md)",
    ],
)
def test_a_link_that_leads_somewhere_is_fine(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text) == []


def test_a_link_is_seen_from_its_own_file(tmp_path: Path) -> None:
    assert problems(tmp_path, "![x](net.png) [x](../about.md)", "steps/first.md") == []
    [found] = problems(tmp_path, "[x](about.md)", "steps/first.md")
    assert found.startswith("content/steps/first.md:1:5 the site has no page 'steps/about.md'")


def test_a_place_on_a_page_of_the_projects_own_templates_is_not_known(tmp_path: Path) -> None:
    """Templates are code, and ``validate`` runs none; nothing else of the page is known without them."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/step.md.j2").write_text("{{ 1 / 0 }}", encoding="utf-8")
    assert problems(tmp_path, "[x](steps/first.md#mine)") == []
