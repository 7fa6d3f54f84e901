"""Edits replace some characters and leave every other byte as it was."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathgen.api import PathgenError
from pathgen.catalogue.edit import add_field, add_items, edited, set_value
from pathgen.catalogue.load import parse
from pathgen.catalogue.model import Step
from pathgen.catalogue.resolve import Catalogue
from pathgen.yamldoc.edit import ToMapping

NEW = "https://new.example/a?b=c&d=e#f"
COPY = "https://web.archive.org/web/2016/http://a.example/"


def catalogue(data: bytes) -> Catalogue:
    loaded = parse("resources.yaml", data)
    assert loaded.is_valid, loaded.diagnostics
    assert loaded.catalogue
    return loaded.catalogue


def catalogue_with(entry: str) -> bytes:
    return f"path: {{title: T}}\ntopics:\n  - id: t\n    title: T\n    resources:\n{entry}".encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "      - title: A\n        url: https://a.example/  # why\n",
            f"      - title: A\n        url: {NEW}  # why\n",
        ),
        ("      - title: A\n        url: 'https://a.example/'\n", f"      - title: A\n        url: '{NEW}'\n"),
        ('      - {title: A, url: "https://a.example/"}\n', f'      - {{title: A, url: "{NEW}"}}\n'),
        ("      - {title: A, url: https://a.example/}\n", f"      - {{title: A, url: {NEW}}}\n"),
        ("      - url: https://a.example/\n        title: A", f"      - url: {NEW}\n        title: A"),
        (
            "      - title: A\n        url: >-\n          https://a.example/\n        year: 2016\n",
            f"      - title: A\n        url: {NEW}\n        year: 2016\n",
        ),
        (
            "      - title: A\n        url:\n          https://a.example/\n",
            f"      - title: A\n        url:\n          {NEW}\n",
        ),
    ],
)
def test_a_value_is_replaced_in_the_style_it_had(before: str, after: str) -> None:
    data = catalogue_with(before)
    [entry] = catalogue(data).entries
    assert edited("x", data, [set_value(entry.target, "url", NEW)]) == catalogue_with(after)


def test_a_sign_that_cannot_be_shown_is_escaped_wherever_it_stands_in_unicode() -> None:
    data = catalogue_with("      - {title: A, url: https://a.example/}\n")
    [entry] = catalogue(data).entries
    result = edited("x", data, [set_value(entry.target, "title", "A \U000f0000 sign")])
    assert b'title: "A \\U000f0000 sign"' in result


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "      - title: A\n        url: https://a.example/ # why\n        year: 2016\n",
            f"      - title: A\n        url: https://a.example/ # why\n        archived: {COPY}\n        year: 2016\n",
        ),
        (  # a formatted file stays formatted: fields in the order of the schema
            "      - title: A\n        url: https://a.example/  # why\n        year: 2016\n",
            f"      - title: A\n        url: https://a.example/  # why\n        year: 2016\n        archived: {COPY}\n",
        ),
        (
            "      - url: 'https://a.example/'\n        title: A\n",
            f"      - url: 'https://a.example/'\n        archived: '{COPY}'\n        title: A\n",
        ),
        (
            '      - {title: A, url: "https://a.example/"}\n',
            f'      - {{title: A, url: "https://a.example/", archived: "{COPY}"}}\n',
        ),
        (
            "      - title: A\n        url: https://a.example/",
            f"      - title: A\n        url: https://a.example/\n        archived: {COPY}",
        ),
        (
            "      -   title: A\n          url:   https://a.example/\n",
            f"      -   title: A\n          url:   https://a.example/\n          archived: {COPY}\n",
        ),
    ],
)
def test_a_field_is_added_as_its_neighbours_are_written(before: str, after: str) -> None:
    data = catalogue_with(before)
    [entry] = catalogue(data).entries
    splice = add_field(entry.target, "url", "archived", COPY)
    assert edited("x", data, [splice]) == catalogue_with(after)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encoding_and_line_ends_stay(encoding: str, line_end: str) -> None:
    def written(url: str, more: str = "") -> bytes:
        text = catalogue_with(f"      - title: Ä 中 😀\n        url: {url}\n{more}        year: 2016 # é\n").decode()
        mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
        return mark + text.replace("\n", line_end).encode(encoding)

    data = written("https://a.example/")
    [entry] = catalogue(data).entries
    added = add_field(entry.target, "url", "archived", COPY)
    splices = [set_value(entry.target, "url", NEW), added]
    assert edited("x", data, splices) == written(NEW, f"        archived: {COPY}\n")


def test_an_edit_that_makes_the_file_wrong_is_refused() -> None:
    data = catalogue_with(
        '      - {title: A, url: "https://a.example/"}\n      - {title: B, url: "https://b.example/"}\n'
    )
    first, _ = catalogue(data).entries
    with pytest.raises(PathgenError, match=r"^the edit would make x:\d+:\d+ wrong: "):
        edited("x", data, [set_value(first.target, "url", "https://b.example/")])


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40).map(
        "https://a.example/{}".format
    )
)
def test_any_address_is_written_so_that_it_reads_back(url: str) -> None:
    for before in (
        "      - title: A\n        url: https://b.example/\n",
        "      - {title: A, url: 'https://b.example/'}\n",
    ):
        data = b"rules: {bad-url: 'off', tracking-parameters: 'off'}\n" + catalogue_with(before)
        [entry] = catalogue(data).entries
        try:
            result = edited("x", data, [set_value(entry.target, "url", url)])
        except PathgenError:
            continue  # what no catalogue may hold
        assert catalogue(result).entries[0].url == url


def test_every_address_of_the_flagship_can_be_changed_and_changed_back(root: Path) -> None:
    path = root / "resources.yaml"
    data = path.read_bytes()
    prose = frozenset(file.relative_to(root / "content").as_posix() for file in (root / "content").rglob("*.md"))

    def changed(data: bytes, old: str, new: str) -> bytes:
        loaded = parse("x", data, prose)
        assert loaded.catalogue
        parts = [entry.target for entry in loaded.catalogue.entries if not entry.is_reference]
        return edited("x", data, [set_value(part, "url", part.url.replace(old, new, 1)) for part in parts], prose)

    other = changed(data, "://", "://changed.")
    assert other != data
    assert changed(other, "://changed.", "://") == data


STEP = "path: {title: T}\nsteps:\n  - id: s\n    title: S\n    self_check:"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\n      - Why?\n      - How?\n", "\n      - question: Why?\n        aliases: s/01234567\n      - How?\n"),
        ("\n      - Why? # so\n", "\n      - question: Why? # so\n        aliases: s/01234567\n"),
        ("\n      - 'Why: so?'", "\n      - question: 'Why: so?'\n        aliases: s/01234567"),
        ("\n    -   Why?\r\n", "\n    -   question: Why?\r\n        aliases: s/01234567\r\n"),
        (" [Why?, How?]\n", " [{question: Why?, aliases: s/01234567}, How?]\n"),
    ],
)
def test_an_item_becomes_a_mapping_with_its_text_as_one_value(before: str, after: str) -> None:
    data = (STEP + before).encode()
    part = catalogue(data).steps[0].part
    assert isinstance(part, Step)
    edit = ToMapping(part.self_check[0].span(), "question", {"aliases": "s/01234567"})
    assert edited("x", data, [edit]) == (STEP + after).encode()


def test_an_item_on_several_lines_is_left_to_a_person() -> None:
    data = (STEP + "\n      - Why\n        so?\n").encode()
    part = catalogue(data).steps[0].part
    assert isinstance(part, Step)
    with pytest.raises(PathgenError, match="edit it by hand"):
        edited("x", data, [ToMapping(part.self_check[0].span(), "question", {"aliases": "s/01234567"})])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("      - {title: A, url: https://a.example/, aliases: a}\n", "aliases: [a, b]}\n"),
        ("      - title: A\n        url: https://a.example/\n        aliases: 'a' # was\n", "aliases: [a, b] # was\n"),
        (
            "      - title: A\n        url: https://a.example/\n        aliases:\n          - a\n",
            "- a\n          - b\n",
        ),
    ],
)
def test_an_item_is_added_to_a_list_and_to_a_text_in_its_place(before: str, after: str) -> None:
    data = catalogue_with(before)
    [entry] = catalogue(data).entries
    result = edited("x", data, [add_items(entry.target, "aliases", ["b"])]).decode()
    assert result.endswith(after)
    assert [item.aliases for _, item in catalogue(result.encode()).written] == [("a", "b")]
