from __future__ import annotations

from datetime import date

import pytest

from pathgen.catalogue.json_schema import json_schema
from pathgen.catalogue.load import parse

TODAY = date(2026, 11, 30)


def dated() -> list[tuple[str, str, str]]:
    """List every field of the schema with a date or year: its part, its name, and what is written before the date."""
    return [
        (part, name, f"{field['examples'][0]} " if "examples" in field else "")
        for part, described in json_schema()["$defs"].items()
        for name, field in described.get("properties", {}).items()
        if "-31" in field.get("pattern", "") or field.get("maximum") == 2100
    ]


def warnings(part: str, name: str, value: str, today: date = TODAY) -> list[str]:
    """Return the warnings for a catalogue with one such field."""
    address = "url: 'https://b.example'"
    text = {
        "Credit": f"path: {{title: P, sources: [{{title: B, {name}: {value}}}]}}",
        "Topic": "path: {title: P}\ntopics: [{id: a, title: A, resources: [{title: B, "
        f"{address}}}], {name}: {value}}}]",
        "Library": f"path: {{title: P}}\nlibraries: [{{id: b, name: B, {address}, {name}: {value}}}]",
        "Resource": "path: {title: P}\ntopics: [{id: a, title: A, resources: [{title: B, "
        f"{address}, {name}: {value}}}]}}]",
    }[part]
    found = parse("resources.yaml", text.encode(), today=today).diagnostics
    assert {(problem.code, problem.severity) for problem in found} <= {("future-date", "warning")}
    assert all(text[problem.span.start : problem.span.end].endswith(value.rpartition(" ")[2]) for problem in found)
    return [problem.message for problem in found]


@pytest.mark.parametrize(("part", "name", "word"), dated())
def test_a_date_after_today_is_reported_in_every_field(part: str, name: str, word: str) -> None:
    is_year = name in ("year", "released")
    for value in ("2027",) if is_year else ("2027", "2026-12", "2026-12-01", "9999-12-31"):
        assert warnings(part, name, word + value) == [
            f"`{name}` {value} is later than today (2026-11-30 where the day starts first)"
        ]


@pytest.mark.parametrize(("part", "name", "word"), dated())
def test_a_date_up_to_today_is_not(part: str, name: str, word: str) -> None:
    is_year = name in ("year", "released")
    for value in ("2026", "1998") if is_year else ("2026", "2026-11", "2026-11-30", "1998-12-31"):
        assert warnings(part, name, word + value) == []


def test_today_is_not_the_newest_date_that_is_written() -> None:
    text = """path: {title: P}
topics:
  - id: a
    title: A
    resources:
      - {title: B, url: "https://b.example", added: 2096-01-05}
      - {title: C, url: "https://c.example", added: 2095-01-05}
"""
    loaded = parse("resources.yaml", text.encode(), today=TODAY)
    assert [found.span.line for found in loaded.diagnostics] == [6, 7]
    assert loaded.catalogue
    assert loaded.catalogue.today == TODAY


def test_it_is_compared_with_the_clock_if_no_day_is_given() -> None:
    text = "path: {title: P, sources: [{title: B, year: 2100}]}"
    assert [found.code for found in parse("resources.yaml", text.encode()).diagnostics] == ["future-date"]
