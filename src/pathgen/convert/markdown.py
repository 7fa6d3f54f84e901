"""The path as one page of plain Markdown for people to read: the facts of each entry in words, and the questions."""

from __future__ import annotations

from collections.abc import Iterator

from pathgen.catalogue.model import SelfCheck, Step, is_for
from pathgen.catalogue.resolve import Entry
from pathgen.catalogue.values import AddedKind
from pathgen.convert.export_context import ExportContext
from pathgen.convert.import_list import DEEPEST
from pathgen.escape import markdown_url, plain_markdown


def write(given: ExportContext) -> bytes:
    """Return a page with a heading for each step, topic and subtopic, and a list item for each entry."""
    path = given.catalogue.path
    lines = [f"# {plain_markdown(path.title)}", ""]
    lines += [plain_markdown(text) + "\n" for text in (path.summary, path.audience) if text]
    for section, titles in given.sections():
        number = f"{section.number}. " if section.number else ""
        lines += [f"{'#' * min(len(titles) + 1, DEEPEST)} {number}{plain_markdown(section.part.title)}", ""]
        lines += [plain_markdown(section.part.summary), ""] if section.part.summary else []
        step = section.part if isinstance(section.part, Step) else None
        goals = [goal for goal in step.goals if is_for(goal, given.edition)] if step else []
        lines += [*(f"- {plain_markdown(goal.text)}" for goal in goals), ""] if goals else []
        items = [item for entry in given.entries(section) for item in _item(entry)]
        lines += [*items, ""] if items else []
        asked = [check for check in step.self_check if is_for(check, given.edition)] if step else []
        checks = [text for check in asked for text in _check(check)]
        lines += ["**Check yourself:**", "", *checks, ""] if checks else []
    return ("\n".join(lines).rstrip() + "\n").encode()


def _check(check: SelfCheck) -> Iterator[str]:
    yield f"1. {plain_markdown(check.question)}"
    if check.answer:
        yield f"   Answer: {plain_markdown(check.answer)}"


def _item(entry: Entry) -> Iterator[str]:
    kind = entry.kind.label if isinstance(entry.kind, AddedKind) else str(entry.kind or "")
    known = [", ".join(entry.creators), str(entry.year or ""), kind, str(entry.level or "")]
    if entry.minutes:
        low, high = entry.minutes
        known.append(f"{low} min" if low == high else f"{low}-{high} min")
    known += [entry.part or "", str(entry.status) if entry.status and entry.status.state != "active" else ""]
    facts = ", ".join(filter(None, known))
    yield f"1. {link(entry.title, entry.url)}" + (f" ({plain_markdown(facts)})" if facts else "")
    if entry.why:
        yield f"   {plain_markdown(entry.why)}"


def link(title: str, url: str) -> str:
    """Return a link in Markdown."""
    return f"[{plain_markdown(title)}]({markdown_url(url)})"
