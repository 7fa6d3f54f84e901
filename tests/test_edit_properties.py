"""Any edit of a formatted file leaves it formatted, changes nothing else, and keeps its line ends and its encoding."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathgen.catalogue.field_order import field_order
from pathgen.diagnostics import Span
from pathgen.yamldoc.decode import read
from pathgen.yamldoc.edit import AddKey, Document, Edit, InsertItems, Lines, SetValue, ToBlockStyle
from pathgen.yamldoc.format import comments, formatted
from pathgen.yamldoc.parse import Tree, content_end, span_of

UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
TEXTS = (
    st.text("ab1 ,:#[]{}'\"é😀-?&*!|>%@`\\~.", min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
    | st.sampled_from(["no", "2016", "null", "https://a.example/b,c?d=e&f#g", "x" * 70, "a: b", "a #b"])
)  # fmt: skip
BOMS = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


def quoted(value: Any) -> str:
    """Write a text, or a list of texts, in double quotes: JSON's strings are YAML's."""
    return json.dumps(value, ensure_ascii=False)


@st.composite
def entries(draw: st.DrawFn, number: int) -> list[str]:
    """Write an entry in block or flow style, with comments where a formatted file may have some."""
    fields = {"title": quoted(draw(TEXTS)), "url": quoted(draw(TEXTS))}
    if draw(st.booleans()):
        fields["creators"] = quoted(draw(st.lists(TEXTS, min_size=1, max_size=3)))
    if draw(st.booleans()):
        fields["why"] = quoted(draw(TEXTS))
    above = [f"# above {number}"] if draw(st.booleans()) else []
    behind = f"  # behind {number}" if draw(st.booleans()) else ""
    if draw(st.booleans()):
        flow = ", ".join(f"{name}: {value}" for name, value in fields.items())
        return [*above, f"- {{{flow}}}{behind}"]
    lines = [f"  {name}: {value}" for name, value in fields.items()]
    lines[0] = f"- {lines[0][2:]}{behind}"
    below = [f"  # their words: {number}"] if draw(st.booleans()) else []
    return [*above, *lines, *below, *([""] if draw(st.booleans()) else [])]


@st.composite
def files(draw: st.DrawFn) -> str:
    """Write a file that is formatted."""
    blocks = [draw(entries(number)) for number in range(draw(st.integers(0, 3)))]
    below = [f"      {line}" if line else "" for lines in blocks for line in lines]
    listed = ["    resources:", *below] if blocks else draw(st.sampled_from([[], ["    resources: []"]]))
    subtopics = ["    subtopics:", "      - id: u", "        title: U"] if draw(st.booleans()) else []
    more = ["  # of v", "  - id: v", "    title: V"] if draw(st.booleans()) else []
    tail = ["", "# the end"] if draw(st.booleans()) else []
    head = ["# of the file", "", "path:", "  title: P", "", "topics:", "  - id: t  # t", "    title: T"]
    text = "\n".join([*head, *listed, *subtopics, *more, *tail, ""])
    return formatted("x", text.encode(), field_order).decode()


def parsed(data: bytes) -> Tree:
    _, tree, found = read("x", data)
    assert tree is not None, found
    assert not found
    return tree


Changed = tuple[Edit, Any, int | None]
"""An edit, the values that the file has afterwards, and the number of the entry that it changes, if it is one's."""


class Place:
    """Where the parts of a file are written."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.values = deepcopy(tree.value)
        self.section = self.values["topics"][0]

    def span(self, *path: str | int) -> Span:
        return span_of(self.tree.source, self.tree.marks, ("topics", 0, *path))


def section_edit(draw: Callable[..., Any], place: Place, texts: list[str]) -> Changed:
    """Draw an edit of the section's lists."""
    listed = place.section.get("resources", [])
    operation = draw(st.sampled_from(["insert", "lines", "subtopics"]))
    if operation == "subtopics":
        key, after = "subtopics", None
        written: Any = [{"id": "w", "title": texts[0]}]
    elif operation == "lines":
        key, after = "resources", draw(st.none() | st.integers(0, len(listed) - 1)) if listed else None
        written = Lines((f"- title: {quoted(texts[0])}", "  url: x", "  # new"))
    else:
        key, after = "resources", draw(st.none() | st.integers(0, len(listed) - 1)) if listed else None
        written = [{"title": texts[0], "url": "https://new.example/a,b", "creators": texts}]
    edit: Edit = AddKey(place.span("title"), key, written)
    if key in place.section:
        edit = InsertItems(place.span(key), key, written, after)
    items = place.section.setdefault(key, [])
    item = {"title": texts[0], "url": "x"} if operation == "lines" else written[0]
    items.insert(len(items) if after is None else after + 1, item)
    return edit, place.values, None


def entry_edit(draw: Callable[..., Any], place: Place, texts: list[str]) -> Changed:
    """Draw an edit of an entry."""
    number = draw(st.integers(0, len(place.section["resources"]) - 1))
    path, entry = ("resources", number), place.section["resources"][number]
    operation = draw(st.sampled_from(["set", "add", "append", "block"]))
    if operation == "block" and place.tree.source.text.startswith("{", place.span(*path).start):
        return ToBlockStyle(place.span(*path)), place.values, number
    if operation == "append" and "creators" in entry:
        entry["creators"] += texts
        return InsertItems(place.span(*path, "creators"), "creators", texts), place.values, number
    if operation == "append":
        entry["creators"] = texts
        return AddKey(place.span(*path, "title"), "creators", texts), place.values, number
    if operation == "add":
        entry["archived"] = texts[0]
        return AddKey(place.span(*path, "url"), "archived", texts[0]), place.values, number
    key = draw(st.sampled_from(["title", "url"]))
    entry[key] = texts[0]
    return SetValue(place.span(*path, key), key, texts[0]), place.values, number


@given(files(), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["utf-8", "utf-8-sig", *BOMS]), st.data())
@UNHURRIED
def test_any_edit_of_a_formatted_file(text: str, line_end: str, encoding: str, data: st.DataObject) -> None:
    bom = BOMS.get(encoding, b"")
    before = bom + text.replace("\n", line_end).encode(encoding)
    tree = parsed(before)
    assert formatted("x", before, field_order) == before
    texts = data.draw(st.lists(TEXTS, min_size=1, max_size=3))
    draw_edit = data.draw(st.sampled_from([section_edit, *[entry_edit] * 2 * ("resources:\n" in text)]))
    edit, wanted, changed = draw_edit(data.draw, Place(tree), texts)

    document = Document("x", before, field_order)
    document.apply(edit)
    result = document.result()

    after = parsed(result)
    assert after.value == wanted
    assert formatted("x", result, field_order) == result, "it is still formatted"
    assert not comments(tree) - comments(after), "no comment is lost"
    assert result.startswith(bom)
    written = result.removeprefix(bom).decode(encoding)
    assert line_end == "\n" or written.count("\n") == written.count("\r\n"), "it keeps its line ends"
    assert line_end == "\r\n" or "\r" not in written
    for number, entry in enumerate(tree.value["topics"][0].get("resources", [])):
        if changed != number:
            mark = tree.marks[2]["topics"][2][2][0][2]["resources"][2][2][number]
            raw = tree.source.text[mark[0] : content_end(tree.source.text, mark)]
            assert raw in written, f"{entry} stays as it was"
    head = tree.source.text[: tree.source.text.index("title: T")]
    assert written.startswith(head), "what stands above stays"
    tail = tree.source.text.partition(f"{line_end}  # of v")[2]
    assert written.endswith(tail), "what stands below stays"
