"""The map of concepts: how titles are broken into lines, and on which side it starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from projects import write

from pathgen.site.render import render

CATALOGUE = """\
path: {title: Map, language: LANGUAGE}
concepts: [{id: first, title: TITLE, step: a}, {id: last, title: Last, step: b, requires: first}]
steps: [{id: a, title: A}, {id: b, title: B}]
"""


def drawn(folder: Path, title: str, language: str = "en") -> html.HtmlElement:
    catalogue = CATALOGUE.replace("TITLE", title).replace("LANGUAGE", language)
    project = write(folder, {"resources.yaml": catalogue})
    loaded, _ = render(project)
    assert loaded.is_valid, loaded.diagnostics
    return html.fromstring((project.build / "docs/concepts/index.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Gradient  descent and friends", ["Gradient", "descent and", "friends"]),
        ("反向传播算法与自动微分的计算图", ["反向传播算法与自", "动微分的计算图"]),
        ("反向传播与自动微、分计算图", ["反向传播与自动", "微、分计算图"]),
        ("反向传播算法与「自动」", ["反向传播算法与", "「自动」"]),
        ("ニューラルネットワークの学習 with PyTorch", ["ニューラルネット", "ワークの学習", "with PyTorch"]),
    ],
)
def test_a_title_is_broken_as_its_script_allows(tmp_path: Path, title: str, lines: list[str]) -> None:
    found = drawn(tmp_path, title).xpath("//*[@data-node = 'first']//text")
    assert [line.text for line in found] == lines


def test_the_map_starts_where_the_language_does(tmp_path: Path) -> None:
    places = {}
    for language in ("en", "ar"):
        nodes = drawn(tmp_path / language, "First", language).xpath("//*[@data-node]/rect/@x")
        places[language] = [float(x) for x in nodes]
    assert places["en"][0] < places["en"][1]
    assert places["ar"][0] > places["ar"][1] > 0
