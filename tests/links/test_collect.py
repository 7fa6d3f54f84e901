"""Every outside address is collected once, with each place where it is written."""

from __future__ import annotations

from pathlib import Path

from pathgen import load
from pathgen.links.collect import collect
from pathgen.links.link import Link

CATALOGUE = """\
path:
  title: My path
  sources: [{title: A work, url: "https://source.example/"}]
link_policy:
  - {host: walled.example, ignore: answers no robot}
libraries:
  - {id: looms, name: Looms, url: "https://looms.example/", repository: "https://code.example/looms"}
topics:
  - id: basics
    title: Basics
    resources:
      - {title: One, url: "https://a.example/one", year: 2015, archived: "https://web.archive.org/web/2015/x"}
      - {title: The same, id: same, url: "https://A.example:443/one"}
      - {title: A part, url: "https://a.example/one#part"}
      - {title: Gone, url: "https://gone.example/", status: gone 2019}
      - {title: Behind a wall, url: "https://www.walled.example/x"}
      - {ref: looms}
"""
PROSE = """\
# Words

See [one](https://a.example/one), [two](<https://b.example/two> "Two") and https://not.a.link.example/.

<https://auto.example/?a=1&b=2> and [three][3] and <a href="https://html.example/?a=1&amp;b=2">four</a>.

`[code](https://code.example/)`

```
[code](https://code.example/fenced)
```

[inside](topics/index.md) [mail](mailto:a@b.example) ![picture](https://picture.example/a.png)

[3]: https://c.example/three
"""


def collected(folder: Path, catalogue: str = CATALOGUE, prose: str = PROSE) -> dict[str, Link]:
    (folder / "content").mkdir()
    (folder / "resources.yaml").write_text(catalogue, encoding="utf-8")
    (folder / "content" / "words.md").write_text(prose, encoding="utf-8")
    loaded = load(folder / "resources.yaml")
    assert loaded.catalogue is not None
    return {link.url: link for link in collect(loaded.catalogue, folder / "content")}


def test_each_address_is_collected_once_with_all_its_uses(tmp_path: Path) -> None:
    links = collected(tmp_path)
    assert list(links) == [
        "https://source.example/",
        "https://looms.example/",
        "https://code.example/looms",
        "https://a.example/one",
        "https://web.archive.org/web/2015/x",
        "https://A.example:443/one",
        "https://a.example/one#part",
        "https://gone.example/",
        "https://www.walled.example/x",
        "https://b.example/two",
        "https://auto.example/?a=1&b=2",
        "https://c.example/three",
        "https://html.example/?a=1&b=2",
        "https://picture.example/a.png",
    ]
    assert [(use.id, use.field) for use in links["https://a.example/one"].uses] == [
        ("basics-one", "url"),
        ("content/words.md", "prose"),
    ]


def test_ways_to_write_one_address_share_their_request(tmp_path: Path) -> None:
    links = collected(tmp_path)
    requests = [
        links[f"https://{rest}"].request for rest in ("a.example/one", "A.example:443/one", "a.example/one#part")
    ]
    assert requests[0] == requests[1] != requests[2]


def test_a_use_stands_where_its_address_is_written(tmp_path: Path) -> None:
    for link in collected(tmp_path).values():
        for use in link.uses:
            written = use.span.source.text[use.span.start : use.span.end].strip('"').replace("&amp;", "&")
            assert written == link.url


def test_a_use_knows_its_title_its_year_and_its_copy(tmp_path: Path) -> None:
    use = collected(tmp_path)["https://a.example/one"].uses[0]
    assert (use.title, use.year, use.copy) == ("One", 2015, "https://web.archive.org/web/2015/x")


def test_what_the_curator_knows_to_be_gone_or_ignores_is_not_checked(tmp_path: Path) -> None:
    skipped = {link.url: (link.skipped, link.detail) for link in collected(tmp_path).values() if link.skipped}
    assert skipped == {
        "https://gone.example/": ("known-gone", ""),
        "https://www.walled.example/x": ("ignored", "answers no robot"),
    }


def test_what_one_entry_calls_gone_and_another_does_not_is_checked(tmp_path: Path) -> None:
    again = CATALOGUE + '      - {title: Still there, url: "https://gone.example/"}\n'
    assert collected(tmp_path, again)["https://gone.example/"].skipped == ""
