"""What has another id is still found by its former one: pages lead on, and anchors stay, with either engine."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from projects import parsed, site_of, write

from pathgen.catalogue.ids import check_id
from pathgen.catalogue.load import parse
from pathgen.errors import PathgenError
from pathgen.learner.progress import Progress, Said, Tick
from pathgen.site.build import build
from pathgen.site.render import render

ASKED, ANSWERED = check_id("paste", "Why?"), check_id("paste", "How?")
RENAMED = """\
path: {title: Bread}
concepts:
  - {id: rest, title: Resting, aliases: waiting}
steps:
  - id: paste
    title: Paste & water
    aliases: [dough, index, paste]
    self_check:
      - Why?
      - {question: How?, aliases: dough/01234567}
    resources:
      - {title: Flour, url: "https://example.org/f", teaches: rest, aliases: [dough-meal]}
      - {ref: oven}
libraries:
  - {id: oven, aliases: stove, name: Oven, url: "https://example.org/oven"}
topics:
  - id: breads
    title: Breads
    aliases: loaves
    subtopics:
      - id: rye
        title: Rye
        aliases: [dark, rye]
        resources:
          - {title: Pumpernickel, url: "https://example.org/p"}
"""
MOVED = {
    "steps/dough/index.html": "../../steps/paste/",
    "steps/index/index.html": "../../steps/paste/",
    "topics/dough/index.html": "../../steps/paste/",  # a step may have been a topic
    "topics/paste/index.html": "../../steps/paste/",  # also under the same id
    "topics/rye/index.html": "../../topics/breads/#rye",  # and a subtopic a topic
    "topics/dark/index.html": "../../topics/breads/#rye",
    "steps/dark/index.html": "../../topics/breads/#rye",
    "topics/loaves/index.html": "../../topics/breads/",
}
ANCHORS = {
    "steps/paste/index.html": {"dough-flour", "index-flour", "dough-meal", "index-meal", "stove"}
    | {check_id("dough", "Why?"), check_id("index", "Why?"), check_id("dough", "How?"), "dough/01234567"},
    "libraries/index.html": {"stove"},
    "concepts/index.html": {"waiting", "step-dough", "step-index"},
    "print/index.html": {"step-dough", "step-index"},
    "topics/breads/index.html": {"dark", "loaves-pumpernickel"},
}


def test_old_addresses_lead_on_and_old_anchors_are_where_it_is_now(tmp_path: Path, engine: str) -> None:
    settings = "site_url: https://bread.example/path/\n"
    project = write(tmp_path, {"resources.yaml": RENAMED, "mkdocs.yml": settings})
    loaded, _ = build(project, site_of(project), engine)
    assert loaded.diagnostics == ()
    site = site_of(project)
    for name, target in MOVED.items():
        page = parsed(site / name)
        assert page.xpath("//noscript/meta[@http-equiv='refresh']/@content") == [f"0; url={target}"]
        assert page.xpath("//script/@data-to | //body//a/@href") == [target, target]
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        now = target.replace("../", "").partition("#")[0]
        assert page.xpath("//link[@rel='canonical']/@href") == [f"https://bread.example/path/{now}"]
    for name, anchors in ANCHORS.items():
        found = parsed(site / name).xpath("//*[@class='pg-formerly']/@id")
        assert anchors <= set(found)
        assert len(found) == len(set(found))
    for name in ("assets/search.json", "sitemap.xml"):
        text = (site / name).read_text(encoding="utf-8")
        assert "steps/paste/" in text
        assert not any(name.removesuffix("index.html") in text for name in MOVED)


def test_progress_follows_the_aliases_of_a_step(tmp_path: Path) -> None:
    project = write(tmp_path, {"resources.yaml": RENAMED})
    render(project)
    renamed = json.loads((project.build / "docs/assets/path.json").read_text(encoding="utf-8"))["renamed"]
    assert renamed["dough-flour"] == renamed["dough-meal"] == renamed["index-meal"] == "paste-flour"
    assert renamed["loaves-pumpernickel"] == "breads-pumpernickel"
    assert renamed[check_id("dough", "Why?")] == ASKED
    assert renamed["dough/01234567"] == renamed[check_id("dough", "How?")] == ANSWERED
    assert renamed["stove"] == "oven"


@pytest.mark.parametrize("former", ["dough-flour", "index-flour", "dough-meal"])
def test_what_was_ticked_under_a_former_id_is_done(former: str) -> None:
    catalogue = parse("resources.yaml", RENAMED.encode()).catalogue
    assert catalogue
    tick = Tick(datetime(2026, 1, 1, tzinfo=UTC), Said.DONE)
    assert Progress(catalogue, {former: tick}).is_done("paste-flour")
    assert not Progress(catalogue, {former: tick}).is_done("oven")
    for id_ in (check_id("dough", "How?"), "dough/01234567"):
        assert Progress(catalogue, {id_: tick}).is_done(ANSWERED)
        assert not Progress(catalogue, {id_: tick}).is_done(ASKED)


def test_without_a_known_address_the_page_names_the_new_one_seen_from_itself(tmp_path: Path) -> None:
    project = write(tmp_path, {"resources.yaml": RENAMED})
    render(project)
    page = parsed(project.build / "docs/topics/dark/index.html")
    assert page.xpath("//link[@rel='canonical']/@href") == ["../../topics/breads/"]
    assert page.xpath("//title/text()") == ["Rye"]


def test_an_id_of_today_and_one_that_is_written_win_over_one_that_follows_from_a_step() -> None:
    text = """\
path: {title: Bread}
steps:
  - id: paste
    title: Paste
    aliases: dough
    resources:
      - {title: Flour, url: "https://example.org/1"}
      - {title: Meal, url: "https://example.org/2"}
      - {title: Salt, url: "https://example.org/3"}
topics:
  - id: more
    title: More
    resources:
      - {id: dough-flour, title: Another, url: "https://example.org/4"}
      - {id: other, aliases: dough-meal, title: Other, url: "https://example.org/5"}
"""
    catalogue = parse("resources.yaml", text.encode()).catalogue
    assert catalogue
    assert catalogue.former_ids == {"other": ("dough-meal",), "paste-salt": ("dough-salt",)}


def test_an_entry_with_an_id_of_its_own_had_none_that_was_made_from_a_step() -> None:
    text = RENAMED.replace("title: Flour,", "id: flour, title: Flour,")
    catalogue = parse("resources.yaml", text.encode()).catalogue
    assert catalogue
    assert catalogue.former_ids["flour"] == ("dough-meal", "index-meal")


@pytest.mark.parametrize("name", ["topics/dark/index.html", "steps/dough/index.html"])
def test_a_file_of_the_project_at_such_an_address_is_not_overwritten(tmp_path: Path, name: str) -> None:
    project = write(tmp_path, {"resources.yaml": RENAMED, f"content/{name}": "<p>Mine"})
    with pytest.raises(PathgenError, match=f"content/{name}: pathgen has a file of that name"):
        render(project)


def test_a_renamed_step_keeps_its_prose(tmp_path: Path) -> None:
    project = write(tmp_path, {"resources.yaml": RENAMED, "content/steps/dough.md": "Knead it."})
    loaded, _ = render(project)
    assert loaded.diagnostics == ()
    assert "Knead it." in (project.build / "docs/steps/paste/index.md").read_text(encoding="utf-8")
    write(tmp_path, {"content/steps/paste.md": "Stir it."})
    render(project)
    assert "Stir it." in (project.build / "docs/steps/paste/index.md").read_text(encoding="utf-8")


def test_a_heading_of_the_prose_wins_over_a_former_id(tmp_path: Path, engine: str) -> None:
    prose = "## Dough flour\n\nKnead it.\n\n## Index {: #stove }\n"
    project = write(tmp_path, {"resources.yaml": RENAMED, "content/steps/paste.md": prose})
    build(project, site_of(project), engine)
    page = parsed(site_of(project) / "steps/paste/index.html")
    assert [element.tag for element in page.xpath("//*[@id='dough-flour' or @id='stove']")] == ["h2", "h2"]
    assert len(page.xpath("//span[@id='index-flour']")) == 1
