from __future__ import annotations

import pytest
from snippets import diagnose, messages

ANCHOR = "is an anchor that the page has already"
FOLDER = "is a name that no folder has on Windows"
PARTS = {
    "step": "steps: [{{id: {}, title: A}}]",
    "topic": "topics: [{{id: {}, title: A}}]",
    "entry": 'topics: [{{id: t, title: T, resources: [{{id: {}, title: A, url: "https://example.org/a"}}]}}]',
    "library": 'libraries: [{{id: {}, name: A, url: "https://example.org/a"}}]',
    "concept": "concepts: [{{id: {}, title: A}}]",
}


@pytest.mark.parametrize(
    ("part", "id_", "why"),
    [
        *((part, "top", ANCHOR) for part in PARTS),
        *((part, id_, FOLDER) for part in ("step", "topic") for id_ in ("con", "aux", "nul", "com1", "lpt9", "prn.2")),
        *(("entry", id_, ANCHOR) for id_ in ("resources", "self-check")),
        *(("library", id_, ANCHOR) for id_ in ("lives", "compare", "lives-title-wide")),
        *(("concept", id_, ANCHOR) for id_ in ("map-title", "step-one", "sources", "pg-ready")),
    ],
)
def test_an_id_that_cannot_be_used_is_reported(part: str, id_: str, why: str) -> None:
    [found] = diagnose("reserved-id", PARTS[part].format(id_) + "\n")
    assert (found.message, found.help) == (f"the id {id_!r} {why}", "write a different id")


@pytest.mark.parametrize("id_", ["stop", "con1", "console", "aux-2", "lives-on", "compared", "map", "index"])
@pytest.mark.parametrize("part", PARTS)
def test_ids_that_look_alike_are_fine(part: str, id_: str) -> None:
    assert not diagnose("reserved-id", PARTS[part].format(id_) + "\n")


def test_what_is_no_folder_may_be_called_so() -> None:
    for part in ("entry", "library", "concept"):
        assert not diagnose("reserved-id", PARTS[part].format("con") + "\n")


def test_former_ids_derived_ids_and_editions_count() -> None:
    assert messages(
        "reserved-id",
        """
        editions: [{id: today, title: Today}]
        steps:
          - id: edition
            title: Self
            aliases: [nul]
            resources:
              - {title: Today, url: "https://example.org/a", aliases: [top, edition-2016]}
        """,
    ) == [
        f"5:15 the id 'nul' {FOLDER}",
        f"7:17 the id 'edition-today', made from the title, {ANCHOR}",
        f"7:64 the id 'top' {ANCHOR}",
    ]
