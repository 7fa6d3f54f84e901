"""``llms.txt``: the path in short, for language models that look a site up (https://llmstxt.org)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pathgen.catalogue.model import Step
from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.escape import plain_markdown
from pathgen.i18n.messages import messages_of
from pathgen.site.data import catalogue_json, changes_feed, feed, opml
from pathgen.site.page_urls import page_of, place

FILE = "llms.txt"
_WHAT = {catalogue_json.FILE: "data", feed.FILE: "feed", changes_feed.FILE: "changes_feed", opml.FILE: "blog_list"}


def llms(catalogue: Catalogue, site_url: str, written: Collection[str]) -> bytes:
    """Return the file; its links are full addresses where the site's is known, else relative to the file.

    ``written`` names the other files for programs.
    """
    path, say = catalogue.path, messages_of(catalogue.path.language)
    base = site_url or "./"
    parts = [f"# {plain_markdown(path.title)}"]
    if path.summary:
        parts.append(f"> {plain_markdown(path.summary)}")
    if path.audience:
        parts.append(plain_markdown(path.audience))
    if path.assumes:
        parts.append("\n".join(f"- {plain_markdown(need)}" for need in path.assumes))

    def section(title: str, lines: list[str]) -> None:
        if lines:
            parts.append(f"## {title}\n\n" + "\n".join(lines))

    section(
        say("machines.paths"),
        [
            _line(other.path.title, f"{base}{folder}/{FILE}", other.path.summary or "")
            for folder, other in catalogue.paths.items()
        ],
    )
    section(say("machines.steps_in_order"), [_section(stage, catalogue, base) for stage in catalogue.stages])
    section(say("machines.topics"), [_section(topic, catalogue, base) for topic in catalogue.topics])
    section(say("libraries.title"), list(_libraries(catalogue, base)))
    # The section of that name contains what readers with little room can leave out.
    others = [_line(name, base + name, say(f"machines.{_WHAT[name]}")) for name in _WHAT if name in written]
    section("Optional", others)
    return ("\n\n".join(parts) + "\n").encode()


def _section(section: Section, catalogue: Catalogue, base: str) -> str:
    part = section.part
    title = f"{section.number}. {part.title}" if section.number else part.title
    summary = part.summary or ("; ".join(goal.text for goal in part.goals) if isinstance(part, Step) else "")
    return _line(title, base + place(page_of(catalogue, section)), summary)


def _libraries(catalogue: Catalogue, base: str) -> Iterator[str]:
    for library in catalogue.libraries:
        yield _line(library.name, base + place("libraries.md", library.id), library.why or "")


def _line(title: str, url: str, summary: str) -> str:
    return f"- [{plain_markdown(title)}]({url})" + (f": {plain_markdown(summary)}" if summary else "")
