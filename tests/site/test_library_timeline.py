"""The timeline of the libraries draws which continued which, not which to use instead."""

from __future__ import annotations

from pathlib import Path

from pathgen.catalogue.load import load
from pathgen.site.charts.library_timeline import library_timeline

CATALOGUE = """\
path: {title: Looms}
libraries:
  - {id: hand, name: Hand, url: "https://hand.example", released: 1800, status: archived 1810, successor: mill}
  - {id: mill, name: Mill, url: "https://mill.example", released: 1805, status: active 1820}
  - {id: drum, name: Drum, url: "https://drum.example", released: 1802, status: archived 1812, use_instead: mill}
  - {id: reed, name: Reed, url: "https://reed.example", released: 1803, status: archived 1813, parent: hand}
"""


def test_only_a_successor_is_drawn_as_what_a_library_led_to(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    catalogue = load(tmp_path / "resources.yaml").catalogue
    assert catalogue
    wide = library_timeline(catalogue)[0]
    assert [heading for heading, _ in wide.groups] == ["Led to Mill", "Ended"]
    assert [bar.id for bar in wide.bars] == ["hand", "mill", "drum", "reed"]
    assert len(wide.arrows) == 1
    assert "use Mill" in wide.bars[2].words, "the advice is said in words"
    assert [label.text for label in wide.bars[2].labels] == ["Drum"]


def test_a_library_that_outlived_its_successor_has_an_arrow_from_where_that_began(tmp_path: Path) -> None:
    outlived = CATALOGUE.replace("status: active 1820", "status: archived 1807")
    (tmp_path / "resources.yaml").write_text(outlived, encoding="utf-8")
    catalogue = load(tmp_path / "resources.yaml").catalogue
    assert catalogue
    wide = library_timeline(catalogue)[0]
    bars = {bar.id: bar for bar in wide.bars}
    (arrow,) = wide.arrows
    start = float(arrow.path.removeprefix("M").partition(" ")[0])
    assert bars["mill"].x < start < bars["mill"].x + bars["mill"].width
    assert "V" in arrow.path, "straight down, not back in time"
