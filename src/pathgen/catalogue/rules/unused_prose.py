"""A Markdown page below `content/steps/` or `content/topics/` belongs to no step or topic, so no reader sees it.

It belongs to the step or topic that names it as its `prose`, or else to the one whose id, or former id, is its name:
`content/steps/dough.md` to the step `dough`. A page is easily left behind when an id changes, or its name misspelt.

Bad, with the files `content/steps/dought.md` and `content/topics/rye/index.md`:

    steps:
      - {id: dough, title: Dough}
    topics:
      - {id: rye, title: Rye}

Good:

    steps:
      - {id: dough, title: Dough, prose: steps/dought.md}
    topics:
      - {id: rye, title: Rye, prose: topics/rye/index.md}
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pathgen.catalogue.did_you_mean import nearest
from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Diagnostic, Location, Severity, quote

CODE = "unused-prose"
SEVERITY = Severity.WARNING
NEEDS_ALL = True


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the pages that no step or topic uses."""
    shown = {top.page: top.prose_among(catalogue.prose) for top in catalogue.tops}
    without = [page.removesuffix(".md").partition("/") for page, prose in shown.items() if prose is None]
    waiting = {name: kind for kind, _, name in without}
    below = {section.part.id for top in catalogue.topics for section in top.walk() if section is not top}
    content = Path(catalogue.sources[0].file).parent / "content"
    for page in sorted(catalogue.prose - {prose for prose in shown.values() if prose}):
        kind, _, name = page.removesuffix(".md").partition("/")
        if kind not in ("steps", "topics"):
            continue
        close = nearest(name, (id_ for id_, folder in waiting.items() if folder == kind))
        if close:
            wanted = f"content/{kind}/{close[0]}.md"
            help_ = f"did you mean `{wanted}`? Rename it, or write `prose: {page}` in that {kind[:-1]}"
        elif name in below:
            help_ = f"{quote(name)} is a subtopic: write its text in the page of its topic"
        else:
            help_ = f"name it after the id of its {kind[:-1]}, or write `prose: {page}` there"
        place = Location((content / page).as_posix(), 1, 1, 1, 1)
        yield Diagnostic(CODE, SEVERITY, place, f"no {kind[:-1]} uses this page, so no reader sees it", help_)
