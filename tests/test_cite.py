"""A citation says what the catalogue knows, and a strict parser of BibTeX reads all of it as text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Entry as Record
from pybtex.database import parse_string

from pathgen.catalogue.citation import as_bibtex, as_sentence, is_citable
from pathgen.catalogue.load import load
from pathgen.catalogue.resolve import Catalogue, Entry
from pathgen.escape import bibtex

HOSTILE = [
    "} @book{taken, title = {x",
    "{unbalanced",
    "a \\} b \\{ c \\",
    '"quoted" and # joined # with strings, 100 % $5 & a_b ~ c ^ d',
    "\\input{/etc/passwd} \\write18{ls} $x^2$",
    "@comment{ % not one",
    "Gödel, Łukasz, 機械学習, עברית <b>&amp;</b> |",
    "}}}}}}{{{{",
]
_SIGNS = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~"}
_SIGNS |= {"textasciicircum": "^", "textless": "<", "textgreater": ">", "textbar": "|"}


def as_text(value: str) -> str:
    """Read what TeX would set: the named signs, those behind a backslash, and nothing of braces that only group."""
    value = re.sub(r"\{\\(text\w+)\}", lambda name: f"\0{ord(_SIGNS[name[1]])};", value)
    value = re.sub(r"\\([#$%&_])", r"\1", value)
    assert "\\" not in value
    return re.sub(r"\0(\d+);", lambda sign: chr(int(sign[1])), value.replace("{", "").replace("}", ""))


def catalogue(folder: Path, **fields: object) -> Catalogue:
    entry = {"title": "A title", "url": "https://example.org/a", "kind": "book", "id": "a", **fields}
    written = {"path": {"title": "P"}, "topics": [{"id": "t", "title": "T", "resources": [entry]}]}
    (folder / "resources.yaml").write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    found = load(folder / "resources.yaml").catalogue
    assert found
    return found


def only(folder: Path, **fields: object) -> Entry:
    return catalogue(folder, **fields).entries[0]


def record(entry: Entry) -> Record:
    """Parse a record, the only one of its text."""
    found = parse_string("\n".join(as_bibtex(entry)), "bibtex").entries
    assert list(found) == [entry.id]
    return found[entry.id]


def test_a_book_says_who_wrote_it_and_when(tmp_path: Path) -> None:
    book = only(tmp_path, creators=["Ian Goodfellow", "Yoshua Bengio"], year=2016, title="Deep Learning")
    assert as_bibtex(book) == [
        "@book{a,",
        "  author = {Ian Goodfellow and Yoshua Bengio},",
        "  title = {{Deep Learning}},",
        "  year = {2016},",
        "  url = {https://example.org/a},",
        "}",
    ]
    assert as_sentence(book) == "Ian Goodfellow, Yoshua Bengio (2016): Deep Learning. https://example.org/a"


def test_a_doi_beside_the_address_is_cited_and_makes_an_entry_of_no_kind_citable(tmp_path: Path) -> None:
    doi = "https://doi.org/10.1038/nature14539"
    paper = only(tmp_path, kind="paper", also={"doi": doi})
    assert record(paper).fields["doi"] == "10.1038/nature14539"
    written = {"title": "A", "url": "https://example.org/a", "id": "a"}
    for also, is_cited in (({"doi": doi}, True), ({"code": "https://example.org/c"}, False)):
        entry = {**written, "also": also}
        text = yaml.safe_dump({"path": {"title": "P"}, "topics": [{"id": "t", "title": "T", "resources": [entry]}]})
        (tmp_path / "resources.yaml").write_text(text, encoding="utf-8")
        found = load(tmp_path / "resources.yaml").catalogue
        assert found
        assert is_citable(found.entries[0]) is is_cited


def test_what_the_catalogue_does_not_know_is_left_out(tmp_path: Path) -> None:
    paper = only(tmp_path, kind="paper", title="Why?")
    assert record(paper).type == "misc"
    assert set(record(paper).fields) == {"title", "url"}
    assert as_sentence(paper) == "Why? https://example.org/a"


@pytest.mark.parametrize(
    ("url", "fields"),
    [
        ("https://arxiv.org/abs/1706.03762", {"eprint": "1706.03762", "archiveprefix": "arXiv"}),
        ("https://arxiv.org/pdf/1512.03385v1.pdf", {"eprint": "1512.03385", "archiveprefix": "arXiv"}),
        ("https://arxiv.org/abs/cs.LG/0102030", {"eprint": "cs.LG/0102030", "archiveprefix": "arXiv"}),
        ("https://doi.org/10.1038/nature14539", {"doi": "10.1038/nature14539"}),
        ("https://arxiv.org/list/cs.LG/recent", {}),
        ("https://example.org/10.1038/nature14539", {}),
    ],
)
def test_an_address_tells_the_number_of_a_paper(tmp_path: Path, url: str, fields: dict[str, str]) -> None:
    found = dict(record(only(tmp_path, kind="paper", url=url)).fields.items())
    assert {name: text for name, text in found.items() if name not in ("title", "url")} == fields
    assert found["url"] == url


def test_an_author_stays_one_author(tmp_path: Path) -> None:
    names = ["LISA lab, Université de Montréal", "Simon and Schuster", "others", "Kyunghyun Cho and others"]
    authors = record(only(tmp_path, creators=names)).persons["author"]
    assert [as_text(str(author)) for author in authors[:3]] == names[:3]
    assert [str(author) for author in authors[3:]] == ["Cho, Kyunghyun", "others"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_leaves_its_field(tmp_path: Path, text: str) -> None:
    entry = only(tmp_path, title=text, creators=[text, "Ada B."], year=2016, url=f"https://example.org/{text}#%7E_")
    found = record(entry)
    assert set(found.fields) == {"title", "year", "url"}
    assert as_text(found.fields["title"]) == text
    assert len(found.persons["author"]) == 2
    assert not re.search(r"[\s{}\\]", found.fields["url"])


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1))
def test_any_text_is_read_back(text: str) -> None:
    found = parse_string(f"@misc{{key, title = {{{{{bibtex(text)}}}}}}}", "bibtex").entries
    assert as_text(found["key"].fields["title"]) == " ".join(text.split())


def test_all_that_the_flagship_cites_is_read(root: Path) -> None:
    found = load(root / "resources.yaml").catalogue
    assert found
    cited = {entry.id: entry for entry in found.entries if is_citable(entry)}
    together = parse_string("\n\n".join("\n".join(as_bibtex(entry)) for entry in cited.values()), "bibtex").entries
    assert together.keys() == cited.keys()
    for key, entry in cited.items():
        assert as_text(together[key].fields["title"]) == entry.title
