"""Problems that a comment ignores, and comments that are wrong or no longer needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import pathgen

from pathgen.catalogue.field_order import field_order
from pathgen.catalogue.load import load, parse
from pathgen.yamldoc.format import formatted

LOUD = "HOW TO TRAIN A NETWORK"


def catalogue(title: str, above: str = "", url: str = "https://example.org/a") -> str:
    return f"""\
path: {{title: My path}}
topics:
  - id: basics
    title: Basics
    resources:
{above}      - title: {title}
        url: {url}
"""


def problems(text: str) -> list[tuple[str, str]]:
    return [(found.code, found.message) for found in parse("resources.yaml", text.encode()).diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        catalogue(f"{LOUD}  # pathgen: ignore[title-hygiene] its authors call it that"),
        catalogue(LOUD, "      # pathgen: ignore[title-hygiene] its authors call it that\n"),
        catalogue(LOUD, "      # pathgen: ignore[title-hygiene] they do\n      # Ask them.\n"),
        catalogue(f"{LOUD}  # pathgen:ignore[ title-hygiene ]they do").replace("\n", "\r\n"),
    ],
)
def test_a_comment_ignores_a_rule_on_its_line(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (catalogue(LOUD), ["capitals"]),
        (catalogue(f"{LOUD}  # pathgen: ignore[title-hygiene]"), ["capitals", "says no reason"]),
        (catalogue(f"{LOUD}  # pathgen: ignore they do"), ["capitals", "names no rule"]),
        (catalogue("A page  # pathgen: ignore[title-hygiene] they do"), ["is not found on this line"]),
        (catalogue("A page  # pathgen: ignore[titel-hygiene] they do"), ["there is no rule 'titel-hygiene'"]),
        (catalogue("A page  # pathgen: ignore[bad-ignore] no"), ["'bad-ignore' cannot be ignored"]),
        (
            catalogue("A page", url="x  # pathgen: ignore[bad-url] no"),
            ["does not start", "'bad-url' cannot be ignored"],
        ),
        (catalogue('"A page # pathgen: ignore[nothing] in a text"'), []),
        (
            catalogue(LOUD, "      # pathgen: ignore[title-hygiene, unknown-field] why\n"),
            ["'unknown-field' is not found"],
        ),
    ],
)
def test_a_comment_that_is_wrong_is_reported(text: str, messages: list[str]) -> None:
    found = problems(text)
    assert len(found) == len(messages), found
    assert all(any(message in shown for _, shown in found) for message in messages), found


def test_the_report_of_such_comments_can_be_turned_off() -> None:
    text = catalogue("A page  # pathgen: ignore[title-hygiene] they do")
    assert problems(f"{text}rules: {{bad-ignore: off}}\n") == []


def test_the_formatter_keeps_a_comment_at_its_line() -> None:
    text = catalogue(f"'{LOUD}'   # pathgen: ignore[title-hygiene] they do")
    text = text.replace("        url", "        # pathgen: ignore[tracking-parameters] it needs it\n        url")
    text = text.replace("example.org/a", "example.org/a?utm_source=x")
    assert problems(text) == []
    after = formatted("resources.yaml", text.encode(), field_order).decode()
    assert after != text
    assert problems(after) == []


def test_an_included_file_has_its_comments(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text("path: {title: My path}\ninclude: more.yaml\n", encoding="utf-8")
    more = catalogue(f"{LOUD}  # pathgen: ignore[title-hygiene] they do").partition("\n")[2]
    (tmp_path / "more.yaml").write_text(more, encoding="utf-8")
    assert load(tmp_path / "resources.yaml").diagnostics == ()


def test_prose_has_comments_of_html(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(catalogue("A page"), encoding="utf-8")
    page = tmp_path / "content" / "topics" / "draft.md"
    page.parent.mkdir(parents=True)
    page.write_text("# A draft\n", encoding="utf-8")
    assert "unused-prose" in pathgen("validate", cwd=tmp_path).stdout
    page.write_text("<!-- pathgen: ignore[unused-prose] not ready -->\n\n# A draft\n", encoding="utf-8")
    assert pathgen("validate", cwd=tmp_path).stdout == "resources.yaml: no problems\n"
    page.write_text("<!-- pathgen: ignore[unused-prose] -->\n\n# A draft\n", encoding="utf-8")
    shown = pathgen("validate", cwd=tmp_path).stdout
    assert "unused-prose" in shown
    assert "says no reason" in shown
    page.rename(page.with_name("basics.md"))
    page.with_name("basics.md").write_text("<!-- pathgen: ignore[unused-prose] not ready -->\n", encoding="utf-8")
    assert "'unused-prose' is not found" in pathgen("validate", cwd=tmp_path).stdout
