"""Whatever two sides do to a catalogue: nothing is lost, and only a field that both changed is a conflict."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from pathgen.catalogue.field_order import field_order
from pathgen.catalogue.names_of_items import names_of_item
from pathgen.yamldoc.decode import read
from pathgen.yamldoc.format import lines_of
from pathgen.yamldoc.three_way import CannotMergeError, FileVersions, MergedFile, merge

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)
FIELDS = ("title", "kind", "minutes", "why")

Catalogue = dict[str, dict[str, dict[str, str]]]
"""The entries of each step by their addresses: ``{step: {address: fields}}``."""

values = st.sampled_from(["one", "two", "x: y", "#3", "it's"])
addresses = st.sampled_from([f"https://example.org/{letter}" for letter in "abcdef"])
entries = st.dictionaries(st.sampled_from(FIELDS), values, min_size=1)
drawn = st.fixed_dictionaries({step: st.dictionaries(addresses, entries, max_size=3) for step in ("s", "t")})
bases = drawn.map(
    lambda base: {
        step: {
            url: apart(fields, f"{step}{url[-1]}")
            for url, fields in section.items()
            if step == "s" or url not in base["s"]
        }
        for step, section in base.items()
    }
)
actions = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from("st"), st.integers(0, 3), entries),
        st.tuples(st.just("set"), st.sampled_from("st"), st.integers(0, 3), st.sampled_from(FIELDS), values),
        st.tuples(st.just("delete"), st.sampled_from("st"), st.integers(0, 3)),
        st.tuples(st.just("move"), st.sampled_from("st"), st.integers(0, 3), st.integers(0, 3)),
    ),
    max_size=4,
)


def apart(fields: dict[str, str], mark: str) -> dict[str, str]:
    """Return values that no other entry has: of two entries with one title, the second may be the first renamed."""
    return {name: f"{value} {mark}" for name, value in fields.items()}


def edited(base: Catalogue, edits: list[tuple[Any, ...]], side: str) -> Catalogue:
    result = copy.deepcopy(base)
    for number, (action, step, place, *rest) in enumerate(edits):
        section = result[step]
        names = [*section]
        if action == "add":
            names.insert(place, f"https://example.org/{side}/{number}")
            section = {**section, names[min(place, len(section))]: apart(rest[0], f"{side}{number}")}
            result[step] = {name: section[name] for name in names}
        elif place < len(names) and action == "set":
            section[names[place]][rest[0]] = f"{rest[1]} {step}{names[place][-1]}"
        elif place < len(names) and action == "delete":
            del section[names[place]]
        elif place < len(names):
            names.insert(rest[0], names.pop(place))
            result[step] = {name: section[name] for name in names}
    return result


def written(catalogue: Catalogue, remark: str) -> bytes:
    steps: list[dict[str, Any]] = []
    for step, section in catalogue.items():
        resources = [{"url": url, **fields} for url, fields in section.items()]
        steps.append({"id": step, "resources": resources} if resources else {"id": step})
    lines = lines_of({"path": {"title": "A path"}, "steps": steps})
    return f"# A remark of {remark}\n\n{chr(10).join(lines)}\n".encode()


def read_back(data: bytes) -> Iterator[tuple[str, str, dict[str, str]]]:
    _, tree, found = read("resources.yaml", data)
    assert tree is not None
    assert not found
    for step in tree.value["steps"]:
        for entry in step.get("resources", ()):
            yield step["id"], entry["url"], {name: text for name, text in entry.items() if name != "url"}


def merged(base: bytes, ours: bytes, theirs: bytes) -> MergedFile:
    return merge("resources.yaml", FileVersions(base, ours, theirs), names_of_item, field_order)


def sides_of(data: bytes) -> tuple[bytes, bytes]:
    sides: tuple[list[str], list[str]] = ([], [])
    wanted = (0, 1)
    for line in data.decode().splitlines():
        if line.startswith("<<<<<<<"):
            wanted = (0,)
        elif line == "=======":
            wanted = (1,)
        elif line.startswith(">>>>>>>"):
            wanted = (0, 1)
        else:
            for side in wanted:
                sides[side].append(line)
    return "\n".join([*sides[0], ""]).encode(), "\n".join([*sides[1], ""]).encode()


@UNHURRIED
@given(bases, actions, actions)
@example(
    {"s": {}, "t": {"https://example.org/a": {"title": "one"}}},
    [("set", "t", 0, "title", "two")],
    [("delete", "t", 0)],
)  # of the list of ``t``, one side leaves nothing
def test_every_field_of_both_sides_is_in_the_result(
    base: Catalogue, of_ours: list[tuple[Any, ...]], of_theirs: list[tuple[Any, ...]]
) -> None:
    ours, theirs = edited(base, of_ours, "ours"), edited(base, of_theirs, "theirs")
    done = merged(written(base, "all"), written(ours, "all"), written(theirs, "all"))
    event(f"conflicts: {min(done.conflicts, 3)}")
    results = [{(step, url): fields for step, url, fields in read_back(side)} for side in sides_of(done.data)]
    conflicts = 0
    for step in base:
        for url in dict.fromkeys([*base[step], *ours[step], *theirs[step]]):
            old, left, right = (version[step].get(url) for version in (base, ours, theirs))
            if left is None or right is None:
                kept = left if right is None else right
                is_deleted = old is not None
                if is_deleted and (kept is None or kept == old):
                    assert all((step, url) not in result for result in results)
                elif kept is not None:
                    assert any(result.get((step, url)) == kept for result in results)
                conflicts += is_deleted and kept not in (None, old)
                continue
            for name in FIELDS:
                before, mine, yours = ((version or {}).get(name) for version in (old, left, right))
                found = {result[step, url].get(name) for result in results}
                if yours in (mine, before):
                    assert found == {mine}
                elif mine == before:
                    assert found == {yours}
                else:
                    conflicts += 1
                    assert found == {mine, yours}
    assert done.conflicts <= conflicts
    if not conflicts:
        assert done.conflicts == 0


@UNHURRIED
@given(bases, actions)
def test_a_side_that_changed_nothing_changes_nothing(base: Catalogue, edits: list[tuple[Any, ...]]) -> None:
    old, new = written(base, "all"), written(edited(base, edits, "ours"), "all")
    assert merged(old, new, old) == (new, 0)
    assert merged(old, old, new) == (new, 0)
    assert merged(old, new, new) == (new, 0)


@UNHURRIED
@given(bases, actions, actions)
def test_both_sides_are_the_same_whichever_is_ours(
    base: Catalogue, of_ours: list[tuple[Any, ...]], of_theirs: list[tuple[Any, ...]]
) -> None:
    sides = [written(edited(base, edits, side), "all") for edits, side in ((of_ours, "ours"), (of_theirs, "theirs"))]
    one_way, other_way = merged(written(base, "all"), *sides), merged(written(base, "all"), *reversed(sides))
    assert one_way.conflicts == other_way.conflicts


HEAD = b"path: {title: Bread}\n"


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "result"),
    [
        pytest.param(
            b"steps:\n- id: a\n  title: A\n",
            b"steps:\n- id: a\n  title: A\n- id: b\n  title: B\n",
            b"steps:\n  -   id: a\n      title: A\n  -   id: c\n      title: C\n",
            b"steps:\n-   id: a\n    title: A\n- id: b\n  title: B\n-   id: c\n    title: C\n",
            id="other columns",
        ),
        pytest.param(
            b"topics:\n  - id: a\n    title: A\n",
            b"topics:\n  - id: a\n    title: A\n    summary: >-\n      Several\n      lines\n",
            b"topics:\n  - id: a  # ours\n    title: A\n  # the end\n",
            b"topics:\n  - id: a  # ours\n    title: A\n    summary: >-\n      Several\n      lines\n  # the end\n",
            id="a text of several lines",
        ),
        pytest.param(
            b"# One.\n\npath: {title: A}\n",
            b"# One.\n# Two.\n\npath: {title: A}\n",
            b"# One.\n# Three.\n\npath: {title: A}\ntopics: []\n",
            b"# One.\n# Two.\n\n# Three.\npath: {title: A}\ntopics: []\n",
            id="remarks at the top",
        ),
        pytest.param(
            b"",
            b"topics:\n  - id: a\n    title: A\n",
            b"topics:\n  - id: b\n    title: B\n",
            b"topics:\n  - id: a\n    title: A\n  - id: b\n    title: B\n",
            id="a file that both added",
        ),
        pytest.param(
            b"steps:\n  - id: a\n    title: A\n    goals: [x]\n",
            b"steps:\n  - id: b\n    title: A\n    goals: [x, y]\n",
            b"steps:\n  - id: a\n    title: A\n    goals: [x, z]\n",
            b"steps:\n  - id: b\n    title: A\n    goals: [x, y, z]\n",
            id="an id that was renamed",
        ),
    ],
)
def test_layout_and_comments_are_kept(base: bytes, ours: bytes, theirs: bytes, result: bytes) -> None:
    assert merged(base, ours, theirs) == (result, 0)


def test_two_entries_of_one_id_that_both_added_are_both_kept() -> None:
    base = b"topics:\n  - url: https://example.org/a\n    title: A\n"
    ours = base + b"  - id: n\n    url: https://example.org/b\n"
    theirs = base + b"  - id: n\n    url: https://example.org/c\n"
    assert merged(base, ours, theirs).data == ours + theirs.removeprefix(base)


@pytest.mark.parametrize(
    ("ours", "reason"),
    [
        (b"path: [", "ours is not valid YAML: line 1"),
        (b"{path: x}\n", "not written line by line"),
        (b"\xff\xfe\xff", "ours is not valid YAML"),
        (b"path: a\npath: b\n", "ours is not valid YAML: line 2: the key `path` is already used"),
        (b"", "a side is empty"),
    ],
)
def test_what_cannot_be_merged_says_why(ours: bytes, reason: str) -> None:
    with pytest.raises(CannotMergeError, match=reason):
        merged(HEAD, ours, b"path: {title: Cake}\n")
