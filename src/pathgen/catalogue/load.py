"""Load a catalogue and find everything that is wrong with it, in one run.

A file with mistakes still becomes a catalogue: what cannot be read is left out or replaced, so that the rules can
report on the rest at the same time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pathgen import files
from pathgen.catalogue.did_you_mean import did_you_mean
from pathgen.catalogue.ignored import without_ignored
from pathgen.catalogue.includes import Opened, include, patterns_of
from pathgen.catalogue.misplaced import put_in_place
from pathgen.catalogue.model import File
from pathgen.catalogue.recovery import make_title, remove_invalid, rename
from pathgen.catalogue.resolve import Catalogue, resolve
from pathgen.catalogue.rules import BUILT_IN, RULES, Rule
from pathgen.catalogue.shared_entries import SharedEntries, add_shared_entries, shared_entries_above, shared_entries_of
from pathgen.catalogue.validation_errors import diagnose, path_of, renamed, titles_with_address
from pathgen.catalogue.values import AddedKind, Setting, Validation
from pathgen.diagnostics import Diagnostic, Severity, Span, quote
from pathgen.today import latest_today
from pathgen.yamldoc import past_slips
from pathgen.yamldoc.known import Known
from pathgen.yamldoc.parse import MAX_SAME, Tree, key_span_of

ROUNDS = 20
"""How often a file is repaired and validated again: each round gets past at least one level of nesting."""

_BY_COMMANDS = frozenset({"lost-id", "lost-in-merge"})
"""Rules of which a command finds the problems later."""
_FATAL = frozenset(rule.code for rule in BUILT_IN if rule.fatal)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A catalogue, and what is wrong with its files, sorted by place.

    ``catalogue`` is ``None`` where the file could not be read at all. Where there are errors it contains what could be
    made of the file: good enough for looking, not for publishing.
    """

    catalogue: Catalogue | None
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[str, ...] = ()
    """The files that it was read from: its own, and those that it includes."""
    patterns: tuple[str, ...] = ()
    """The patterns by which it includes them, seen from its folder."""
    paths: Mapping[str, Loaded] = field(default_factory=dict)
    """The other paths of its site, by their folders; what is wrong with them, and their files, count above, too."""
    tree: Tree | None = field(default=None, repr=False)
    """What was read of its own file, where nothing was put in from others."""

    @property
    def is_valid(self) -> bool:
        """Whether no diagnostic is an error."""
        return all(found.severity is not Severity.ERROR for found in self.diagnostics)

    def with_more(self, found: Iterable[Diagnostic]) -> Loaded:
        """Return the same with more diagnostics, each in its place."""
        return replace(self, diagnostics=_in_order([*self.diagnostics, *found]))

    def as_set(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Yield what was found beside the catalogue as its ``rules`` set it: not at all, or with another severity."""
        settings = {code: str(setting) for code, setting in self.catalogue.rules.items()} if self.catalogue else {}
        return (kept for each in found if (kept := _as_set(each, settings)) is not None)


def _in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.place))


def load(
    path: str | Path, known: Known | None = None, *, today: date | None = None, before: Catalogue | None = None
) -> Loaded:
    """Read, validate and check the catalogue at ``path``; ``known`` shortens reading it again after an edit.

    Dates are compared with ``today`` (default: the clock's). ``before`` is the catalogue at an earlier revision, with
    which rules see what is new.

    Raises:
        PathgenError: the file cannot be opened, or a rule that a package adds does not work.
    """
    path = Path(path)
    return parse(
        str(path),
        files.read_bytes(path),
        prose_files(path.parent),
        known,
        shelf=shared_entries_above(path),
        today=today,
        before=before,
    )


def parse(
    file: str,
    data: bytes,
    prose: frozenset[str] = frozenset(),
    known: Known | None = None,
    *,
    rules: Iterable[Rule] = RULES,
    instead: Mapping[Path, bytes] | None = None,
    shelf: SharedEntries | None = None,
    today: date | None = None,
    before: Catalogue | None = None,
) -> Loaded:
    """Do what ``load`` does, from bytes.

    ``prose`` names the Markdown files below ``content/``, ``rules`` are the rules to run. ``instead`` has the future
    bytes of some of the included files, by their resolved paths. ``shelf`` has the entries that the site above it
    shares.
    """
    with _no_collection():
        read = past_slips.read(file, data, known)
        loaded = _Parser(known, instead or {}, rules, today or latest_today(), before).parse(read, prose, shelf)
    if known:
        known.forget_the_rest()
    return loaded


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pause the search for reference cycles: reading makes none, and the search takes half of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Parser:
    """Makes catalogues of what was read: of a file, and of each path that it includes."""

    known: Known | None
    instead: Mapping[Path, bytes]
    rules: Iterable[Rule]
    today: date
    before: Catalogue | None

    def parse(
        self, read: Opened, prose: frozenset[str], shelf: SharedEntries | None, *, is_within: bool = False
    ) -> Loaded:
        """Return what a file says; ``shelf`` is what its site shares; ``is_within``: that site is being read."""
        source, tree, found = read
        if tree is None:
            return Loaded(None, tuple(found), (source.file,))
        has_slips = any(problem.code in _FATAL for problem in found)
        half_read, slips = past_slips.half_read(tree, found), [*found]
        patterns = [pattern for _, pattern in patterns_of(tree.value)]
        included = include(tree, self.known, self.instead, may_hold_paths=not is_within)
        sources = tuple(included.sources)
        found += included.diagnostics
        shared = shared_entries_of(tree, sources) if included.paths else None
        borrowed = add_shared_entries(tree, shelf) if shelf else ()
        if not tree.is_whole and "path" not in tree.value:
            remove_invalid(tree, ("path",), required=True)
        model, problems = _validate(tree, found)
        found += problems
        paths = {folder: self._path(folder, opened, shared) for folder, opened in included.paths.items()}
        is_whole = tree.is_whole and not problems and not included.diagnostics
        is_whole = is_whole and all(path.is_valid for path in paths.values())
        catalogue = None
        if model is not None:
            found += _first(_unknown_rules(tree, model))
            below = {folder: path.catalogue for folder, path in paths.items() if path.catalogue}
            catalogue = replace(
                resolve(model, (*sources, *borrowed), prose), paths=below, today=self.today, before=self.before
            )
            for rule in self.rules:
                if rule.needs_all and not is_whole:
                    continue
                if rule.check is not None and model.rules.get(rule.code) is not Setting.OFF:
                    found += _first(rule.check(catalogue))
        if half_read:
            found = [problem for problem in found if problem in slips or not _is_within(problem, half_read)]
        settings = _settings(tree.value)
        ran = {rule.code for rule in self.rules if catalogue and (is_whole or not rule.needs_all)} - _BY_COMMANDS
        found = [*without_ignored(found, sources, ran)]
        found = [kept for diagnostic in found if (kept := _as_set(diagnostic, settings)) is not None]
        files = [source.file for source in sources]
        for folder, path in paths.items():
            found += path.diagnostics
            files += path.files
            patterns += (f"{folder}/{pattern}" for pattern in path.patterns)
        # A mistake in a shared entry is reported once.
        in_order = _in_order(dict.fromkeys(found))
        own_tree = None if patterns or borrowed or has_slips else tree
        return Loaded(None if has_slips else catalogue, in_order, tuple(files), tuple(patterns), paths, own_tree)

    def _path(self, folder: str, read: Opened, shelf: SharedEntries | None) -> Loaded:
        below = replace(self, before=self.before.paths.get(folder) if self.before else None)
        return below.parse(read, prose_files(Path(read[0].file).parent), shelf, is_within=True)


def _is_within(found: Diagnostic, places: Iterable[Span]) -> bool:
    span = found.span
    return isinstance(span, Span) and any(
        span.source is place.source and place.start <= span.start < place.end for place in places
    )


def _first(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return as many of a kind as anyone fixes by hand; the last one says that there are more."""
    shown = list(islice(found, MAX_SAME + 1))
    if len(shown) > MAX_SAME:
        message = f"… and more like this: only the first {MAX_SAME:,} are shown"
        shown[-1] = replace(shown[-1], message=message, help="fix those first", related=())
    return shown


def prose_files(project: Path) -> frozenset[str]:
    """Name the Markdown files below ``content/``, as they are named there.

    Raises:
        PathgenError: the folder cannot be read, or is a link that leads out of the project.
    """
    return frozenset(name for name in files.names_below(files.part_of(project, "content")) if name.endswith(".md"))


def _settings(value: dict[str, Any]) -> dict[str, str]:
    """Return the settings of the rules, even if other parts of the file are invalid."""
    rules = value.get("rules")
    return {code: word for code, word in rules.items() if isinstance(word, str)} if isinstance(rules, dict) else {}


def _unknown_rules(tree: Tree, model: File) -> Iterator[Diagnostic]:
    """Find settings of rules that do not exist or cannot be set: here, as a rule does not know of the others."""
    settable = [rule.code for rule in RULES if not rule.fatal]
    for code in model.rules:
        if code in settable:
            continue
        span = key_span_of(tree.source, tree.marks, ("rules", code))
        if code in _FATAL:
            message = f"the rule {quote(code)} cannot be set, as nothing can be read past it"
            yield Diagnostic("bad-value", Severity.ERROR, span, message, "delete the line")
        else:
            help_ = did_you_mean(code, settable) or "`pathgen rules` lists the rules"
            yield Diagnostic("dangling-reference", Severity.ERROR, span, f"there is no rule {quote(code)}", help_)


def _as_set(found: Diagnostic, settings: dict[str, str]) -> Diagnostic | None:
    """Return a diagnostic with the severity that the catalogue sets; what stops the reader cannot be turned down."""
    wanted = settings.get(found.code)
    if wanted not in set(Setting) or found.code in _FATAL:
        return found
    return None if wanted == Setting.OFF else replace(found, severity=Severity(wanted))


def _kinds(value: dict[str, Any]) -> dict[str, AddedKind]:
    """Return the kinds that a catalogue adds, the first of each id, even if other parts of the file are invalid."""
    items = value.get("kinds")
    named = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return {
        id_: AddedKind(id_, title if isinstance(title, str) else id_)
        for id_, title in ((item.get("id"), item.get("title")) for item in reversed(named))
        if isinstance(id_, str)
    }


def _validate(tree: Tree, slips: list[Diagnostic]) -> tuple[File | None, list[Diagnostic]]:
    """Validate the plain values; take out or replace what is wrong until the rest is a catalogue.

    Of ``slips``, those are removed for which it finds a better explanation.
    """
    found: list[Diagnostic] = []
    kinds: dict[str, AddedKind] = {}  # also those that a round takes out, as entries name them still
    for _ in range(ROUNDS):
        kinds |= _kinds(tree.value)
        try:
            model = File.model_validate(tree.value, context=Validation(MAX_SAME, kinds))
        except ValidationError as invalid:
            errors = invalid.errors(include_url=False, include_context=False)  # of 200,000 it takes 80 MB
        else:
            model.place(tree.source, tree.marks)
            return model, found
        misplaced = put_in_place(tree, errors) if len(errors) <= MAX_SAME else []
        if misplaced:
            places = {str(diagnostic.span) for diagnostic in misplaced}
            slips[:] = [slip for slip in slips if str(slip.span) not in places]
            found += misplaced
            continue
        meant = renamed(tree, errors) if len(errors) <= MAX_SAME else {}
        titles = titles_with_address(errors) if len(errors) <= MAX_SAME else set()
        added = {(*path[:-1], name) for path, name in meant.items()}
        added |= {(*path[:-1], name) for path in titles for name in ("title", "url")}
        found += _first(
            diagnose(tree, error)
            for error in errors
            if error["type"] != "missing" or path_of(error["loc"]) not in added
        )
        if len(errors) > MAX_SAME:
            break
        # From the back, so that taking an item out of a list does not move those still to be repaired.
        for error in reversed(errors):
            path = path_of(error["loc"])
            if path in meant:
                rename(tree, path, meant[path])
            elif path in titles:
                make_title(tree, path)
            elif path not in added:
                remove_invalid(tree, path, required=error["type"] != "extra_forbidden")
    return None, found
