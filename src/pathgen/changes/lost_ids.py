"""What readers lose where an id changes: their ticks and links, unless the former id is among the aliases."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from pathgen.catalogue.edit import add_items, edited
from pathgen.catalogue.ids import check_id
from pathgen.catalogue.ignored import without_ignored
from pathgen.catalogue.load import Loaded
from pathgen.catalogue.model import Concept, Library, Resource, SelfCheck, Step, Topic
from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.catalogue.rules.lost_id import CODE, SEVERITY
from pathgen.catalogue.values import Setting
from pathgen.changes.diff import Changes, compare
from pathgen.changes.match import Matches
from pathgen.diagnostics import Diagnostic, Severity, Span, quote
from pathgen.errors import PathgenError
from pathgen.files import FileChange, read_bytes
from pathgen.yamldoc.edit import Edit, ToMapping

LOST = "Readers lose their ticks and links, unless these lines are added (--keep-ids writes them):"
"""The heading of a list of lost ids."""

Named = Step | Topic | Resource | Library | Concept | SelfCheck
"""What has an id and aliases."""


class LostId(NamedTuple):
    """Something whose former ids lead nowhere now; ``is_sure``: it is the same thing and not one that is like it.

    A step that became a topic, or a topic a step, with the same id has lost that, as its page is in another folder.
    """

    kind: str
    id: str
    former: tuple[str, ...]
    part: Named
    is_sure: bool

    @property
    def title(self) -> str:
        """What readers call it."""
        match self.part:
            case Library():
                return self.part.name
            case SelfCheck():
                return self.part.question
        return self.part.title

    @property
    def line(self) -> str:
        """The line with all its aliases, to be written below its id or title."""
        line = f"aliases: {_in_brackets([*self.part.aliases, *self.former])}"
        return f"{{question: …, {line}}}" if self._is_plain_question else line

    @property
    def span(self) -> Span:
        """Where its id is written, or that from which its id is made."""
        return self.part.span(self._field) if self._field in self.part.model_fields_set else self.part.span()

    @property
    def _is_plain_question(self) -> bool:
        return isinstance(self.part, SelfCheck) and self.part.span("question") == self.part.span()

    @property
    def _field(self) -> str:
        fields = self.part.model_fields_set
        return next((name for name in ("id", "title", "question") if name in fields), "name")

    @property
    def edit(self) -> Edit:
        """The edit that writes the line."""
        if self._is_plain_question:
            aliases = self.former[0] if len(self.former) == 1 else [*self.former]
            return ToMapping(self.part.span(), "question", {"aliases": aliases})
        return add_items(self.part, "aliases", [*self.former], behind=self._field)

    def had(self, shown: Callable[[str], str] = str) -> str:
        """Return what it had before, in words; ``shown`` quotes an id."""
        if self.id in self.former:
            return f"had another address under the id {shown(self.id)}"
        return f"had the id {' and '.join(map(shown, self.former))}"

    @property
    def diagnostic(self) -> Diagnostic:
        """What ``validate`` says of it."""
        if not self.is_sure:
            message = f"this may be the {self.kind} that {self.had(quote)}; if so, readers lose their ticks and links"
            return Diagnostic(CODE, Severity.NOTICE, self.span, message, f"if it is the same, write `{self.line}`")
        message = f"this {self.kind} {self.had(quote)}, so readers lose their ticks and links"
        help_ = f"write `{self.line}` here, or run `pathgen diff REV --keep-ids`"
        return Diagnostic(CODE, SEVERITY, self.span, message, help_)


def lost_ids(changes: Changes) -> list[LostId]:
    """Return what lost an id on a site, in the order of its files; the lines of the sure ones keep all of these."""
    found = [*_lost(changes.before, changes.now)] if changes.before else []
    found += chain.from_iterable(map(lost_ids, changes.paths.values()))
    once = {(lost.span, lost.former): lost for lost in found}  # paths share entries
    return sorted(once.values(), key=lambda lost: (lost.span.file, lost.span.start))


def _lost(before: Catalogue, now: Catalogue) -> Iterator[LostId]:
    matches = Matches(before, now)
    guesses: dict[str, dict[str, str]] = {}
    for guess in matches.guesses():
        guesses.setdefault(guess.kind, {})[guess.before] = guess.now
    then, today = _sections(before), _sections(now)
    taken = _names(today) | _names(_things(now))
    sections = [*_of(then, today, matches.sections, taken)]
    yield from sections
    yield from _of(then, today, guesses.get("section", {}), taken, is_sure=False)
    then, today = _concepts(before), _concepts(now)
    yield from _of(then, today, matches.concepts, _names(today))
    yield from _of(then, today, guesses.get("concept", {}), _names(today), is_sure=False)
    kept = _with_aliases(now, {lost.id: lost.former for lost in sections})
    then, today = _things(before), _things(kept)
    taken |= _names(today) | _names(_sections(kept))
    yield from _of(then, today, matches.libraries | matches.resources | matches.checks, taken)
    for kind in ("library", "entry", "question"):
        yield from _of(then, today, guesses.get(kind, {}), taken, is_sure=False)


class _Thing(NamedTuple):
    """Something with its former ids, and the page that it is the subject of, if any."""

    kind: str
    part: Named
    former: Sequence[str]
    page: str = ""


def _names(things: Mapping[str, _Thing]) -> set[str]:
    return {name for id_, thing in things.items() for name in (id_, *thing.former)}


def _of(
    before: Mapping[str, _Thing],
    now: Mapping[str, _Thing],
    same: Mapping[str, str],
    taken: Container[str],
    *,
    is_sure: bool = True,
) -> Iterator[LostId]:
    """Yield the things of which a former id leads nowhere now; one that is taken leads to something else."""
    for old, new in same.items():
        if old in before and new in now:
            page = before[old].page
            is_elsewhere = old == new and page not in ("", now[new].page) and old not in now[new].former
            names = tuple(name for name in before[old].former if name not in taken)
            names = (old, *names) if is_elsewhere or old not in taken else names
            if names:
                yield LostId(now[new].kind, new, names, now[new].part, is_sure)


def _in_brackets(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"


def _sections(catalogue: Catalogue) -> dict[str, _Thing]:
    """Return the steps, topics and subtopics; these have no page."""
    found = {}
    for top in catalogue.tops:
        for section in top.walk():
            kind = "step" if isinstance(section.part, Step) else "topic"
            page = top.page if section is top else ""
            found[section.part.id] = _Thing(kind, section.part, section.part.aliases, page)
    return found


def _concepts(catalogue: Catalogue) -> dict[str, _Thing]:
    return {concept.id: _Thing("concept", concept, concept.aliases) for concept in catalogue.concepts}


def _things(catalogue: Catalogue) -> dict[str, _Thing]:
    """Return what has ticks, and the other libraries."""
    former = catalogue.former_ids
    parts: dict[str, tuple[str, Named]] = {library.id: ("library", library) for library in catalogue.libraries}
    parts |= {entry_id: ("entry", resource) for entry_id, resource in catalogue.written}
    steps = [section.part for section in catalogue.stages if isinstance(section.part, Step)]
    parts |= {check_id(step.id, check.question): ("question", check) for step in steps for check in step.self_check}
    return {id_: _Thing(kind, part, former.get(id_, ())) for id_, (kind, part) in parts.items()}


def _with_aliases(catalogue: Catalogue, more: Mapping[str, Iterable[str]]) -> Catalogue:
    """Return a catalogue whose steps and topics have more aliases; only for its ids, not for its places."""
    if not more:
        return catalogue

    def grown(section: Section) -> Section:
        aliases = (*section.part.aliases, *more.get(section.part.id, ()))
        part: Any = section.part.model_copy(update={"aliases": aliases})
        return replace(section, part=part, sections=tuple(map(grown, section.sections)))

    return replace(
        catalogue,
        preparation=grown(catalogue.preparation) if catalogue.preparation else None,
        steps=tuple(map(grown, catalogue.steps)),
        topics=tuple(map(grown, catalogue.topics)),
    )


def with_lost_ids(loaded: Loaded) -> Loaded:
    """Return a catalogue that knows what was before, with what it lost among its diagnostics."""
    now = loaded.catalogue
    if now is None or now.before is None or now.rules.get(CODE) is Setting.OFF:
        return loaded
    found = [lost.diagnostic for lost in lost_ids(compare(now.before, now))]
    if CODE in now.rules:
        severity = Severity(now.rules[CODE])
        found = [replace(lost, severity=severity) if lost.severity is SEVERITY else lost for lost in found]
    return loaded.with_more(without_ignored(found, now.sources))


def in_words(found: Iterable[LostId], shown: Callable[[str], str]) -> Iterator[str]:
    """Yield a line for each: where it is, what it was called and what to write; ``shown`` escapes a text."""
    for lost in found:
        had = f"{lost.kind} {quote(shown(lost.title))} {lost.had()}"
        advice = "" if lost.is_sure else " (unsure: only if it is the same)"
        yield f"{shown(lost.span.file)}:{lost.span.line}: {had}; write {shown(lost.line)}{advice}"


def keep_ids(loaded: Loaded, found: Iterable[LostId]) -> tuple[dict[Path, FileChange], list[str]]:
    """Return the files with the lines that keep the ids, and what a person has to look at.

    Raises:
        PathgenError: a file cannot be read.
    """
    changed: dict[Path, FileChange] = {}
    left: list[str] = []
    by_file: dict[str, list[LostId]] = {}
    for lost in found:
        if lost.is_sure:
            by_file.setdefault(lost.span.file, []).append(lost)
        else:
            left.append(f"{lost.span}: this may be what had the id {' and '.join(lost.former)}; if so, {lost.line}")
    prose = loaded.catalogue.prose if loaded.catalogue else frozenset()
    for file, several in by_file.items():
        data = read_bytes(Path(file))
        possible = []
        for lost in several:
            try:
                edited(file, data, [lost.edit], prose, loaded.files[0])
            except PathgenError as error:
                left.append(f"{lost.span}: write {lost.line} by hand: {error}")
            else:
                possible.append(lost.edit)
        if possible:
            changed[Path(file)] = FileChange(data, edited(file, data, possible, prose, loaded.files[0]))
    return changed, left
