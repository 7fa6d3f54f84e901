"""The rules, in the order they are listed: one module each, whose docstring is its documentation.

A rule's module gives ``CODE`` and a docstring: its first line says what is wrong, the rest why it matters to a learner,
with a bad and a good example. ``check(catalogue)`` yields its diagnostics; a rule without one is found by the reader
or the schema. ``SEVERITY`` is an error unless it is a matter of taste; ``FATAL`` marks what no setting can turn down,
as nothing can be read past it; ``NEEDS_ALL`` one that asks only where every file could be read, as it looks for what is
nowhere.

A package adds rules by the entry points ``pathgen.rules``: modules of this shape, each with a ``check`` and none fatal.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType

from pathgen.catalogue.resolve import Catalogue
from pathgen.catalogue.rules import (
    bad_include,
    bad_url,
    bad_value,
    concept_order,
    control_character,
    creator_hygiene,
    cycle,
    dangling_reference,
    discontinued_library,
    duplicate_id,
    duplicate_key,
    duplicate_url,
    encoding,
    missing_field,
    missing_value,
    not_a_catalogue,
    one_start,
    replaced_entry,
    title_hygiene,
    too_deep,
    too_large,
    tracking_parameters,
    unknown_field,
    unknown_value,
    unlisted_entry,
    yaml_alias,
    yaml_syntax,
    yaml_tag,
)
from pathgen.diagnostics import Diagnostic, Severity, is_sound, shorten
from pathgen.plugins import Plugin, Registry


@dataclass(frozen=True, slots=True)
class Rule:
    """What a module of this folder, or of a package that adds one, says."""

    code: str
    severity: Severity
    fatal: bool
    needs_all: bool
    doc: str
    check: Callable[[Catalogue], Iterable[Diagnostic]] | None


def _rule(module: ModuleType) -> Rule:
    return Rule(
        code=module.CODE,
        severity=getattr(module, "SEVERITY", Severity.ERROR),
        fatal=getattr(module, "FATAL", False),
        needs_all=getattr(module, "NEEDS_ALL", False),
        doc=inspect.cleandoc(module.__doc__ or ""),
        check=getattr(module, "check", None),
    )


OWN: tuple[Rule, ...] = tuple(
    map(
        _rule,
        (
            encoding,
            too_large,
            control_character,
            yaml_syntax,
            too_deep,
            yaml_alias,
            yaml_tag,
            not_a_catalogue,
            bad_include,
            duplicate_key,
            unknown_field,
            missing_field,
            missing_value,
            unknown_value,
            bad_value,
            bad_url,
            tracking_parameters,
            duplicate_id,
            duplicate_url,
            dangling_reference,
            cycle,
            concept_order,
            one_start,
            discontinued_library,
            replaced_entry,
            unlisted_entry,
            title_hygiene,
            creator_hygiene,
        ),
    )
)
"""Our rules: first what stops the reader, then the schema, addresses, names, order, advice and style."""


def _added(plugin: Plugin) -> Rule:
    """Make a rule of what a package adds, and trust neither its shape nor what it finds."""
    module, code = plugin.load(), plugin.entry.name
    severity, doc, check = getattr(module, "SEVERITY", Severity.ERROR), module.__doc__, getattr(module, "check", None)
    if getattr(module, "CODE", None) != code:
        raise plugin.fault(f"its CODE has to be the name of the entry point, {code!r}")
    if not isinstance(doc, str) or not doc.strip():
        raise plugin.fault("it has no docstring, which is the documentation of a rule")
    if not isinstance(severity, Severity):
        raise plugin.fault("its SEVERITY is none of pathgen.Severity")
    if not callable(check):
        raise plugin.fault("it has no function `check`")

    def guarded(catalogue: Catalogue) -> Iterator[Diagnostic]:
        with plugin.guard(f"set `rules: {{{code}: off}}` in the catalogue to go on without it"):
            for found in check(catalogue):
                if not is_sound(found) or found.code != code:
                    raise TypeError(f"it gave {shorten(repr(found))}, and should give diagnostics with its CODE")
                yield found

    return Rule(code, severity, fatal=False, needs_all=False, doc=inspect.cleandoc(doc), check=guarded)


RULES: Collection[Rule] = Registry("pathgen.rules", {rule.code: rule for rule in OWN}, _added).values()
"""Every rule: ours in their order, then those that packages add, whose code is imported when they are gone through."""
