"""The rules, in the order in which they are listed: one module each, whose docstring is its documentation.

A rule's module has ``CODE`` and a docstring: the first line says what is wrong, the rest why it matters to a learner,
with a bad and a good example. ``check(catalogue)`` yields its diagnostics; a rule without ``check`` is reported by the
parser, the schema or a command. ``SEVERITY`` is an error, or a warning for a question of style. ``FATAL`` marks a rule
that cannot be turned off, as the value cannot be used. ``NEEDS_ALL`` marks a rule that runs only if everything could be
read and is valid, as it looks for what is missing everywhere.

A package adds rules with entry points in the group ``pathgen.rules``: modules like these, each with a ``check``, and
none of them fatal.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType

from pathgen.catalogue.resolve import Catalogue
from pathgen.catalogue.rules import (
    bad_ignore,
    bad_include,
    bad_site_file,
    bad_url,
    bad_value,
    broken_link,
    concept_order,
    control_character,
    creator_hygiene,
    cut_off_value,
    cycle,
    dangling_reference,
    discontinued_library,
    duplicate_id,
    duplicate_key,
    duplicate_url,
    empty_section,
    encoding,
    future_date,
    late_start,
    lost_id,
    lost_in_merge,
    markdown_as_text,
    merge_conflict,
    missing_field,
    missing_value,
    not_a_catalogue,
    one_start,
    placeholder,
    replaced_entry,
    reserved_id,
    similar_tags,
    taken_anchor,
    title_hygiene,
    too_deep,
    too_large,
    tracking_parameters,
    unknown_field,
    unknown_value,
    unlisted_entry,
    untaught_concept,
    unused_prose,
    yaml_alias,
    yaml_syntax,
    yaml_tag,
)
from pathgen.diagnostics import Diagnostic, Severity, is_sound, shorten
from pathgen.plugins import Plugin, Registry


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, from a module of this folder or of another package."""

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


BUILT_IN: tuple[Rule, ...] = tuple(
    map(
        _rule,
        (
            encoding,
            too_large,
            control_character,
            merge_conflict,
            yaml_syntax,
            too_deep,
            yaml_alias,
            yaml_tag,
            cut_off_value,
            not_a_catalogue,
            bad_include,
            bad_site_file,
            broken_link,
            taken_anchor,
            duplicate_key,
            unknown_field,
            missing_field,
            missing_value,
            unknown_value,
            bad_value,
            future_date,
            bad_url,
            tracking_parameters,
            duplicate_id,
            reserved_id,
            similar_tags,
            duplicate_url,
            lost_id,
            lost_in_merge,
            dangling_reference,
            cycle,
            concept_order,
            untaught_concept,
            one_start,
            late_start,
            empty_section,
            discontinued_library,
            replaced_entry,
            unlisted_entry,
            unused_prose,
            placeholder,
            title_hygiene,
            markdown_as_text,
            creator_hygiene,
            bad_ignore,
        ),
    )
)
"""The rules of pathgen: first those that stop the parser, then schema, addresses, names, order, advice and style."""


def _added(plugin: Plugin) -> Rule:
    """Return the rule that a package adds; neither its module nor its diagnostics are trusted."""
    module, code = plugin.load(), plugin.entry.name
    severity, doc, check = getattr(module, "SEVERITY", Severity.ERROR), module.__doc__, getattr(module, "check", None)
    if getattr(module, "CODE", None) != code:
        raise plugin.fault(f"its CODE must be the name of the entry point, {code!r}")
    if not isinstance(doc, str) or not doc.strip():
        raise plugin.fault("it has no docstring, which is the documentation of a rule")
    if not isinstance(severity, Severity):
        raise plugin.fault("its SEVERITY is not a pathgen.api.Severity")
    if not callable(check):
        raise plugin.fault("it has no function `check`")

    def guarded(catalogue: Catalogue) -> Iterator[Diagnostic]:
        with plugin.guard(f"set `rules: {{{code}: off}}` in the catalogue to run without it"):
            for found in check(catalogue):
                if not is_sound(found) or found.code != code:
                    raise TypeError(f"it yielded {shorten(repr(found))} instead of a diagnostic with its CODE")
                yield found

    return Rule(code, severity, fatal=False, needs_all=False, doc=inspect.cleandoc(doc), check=guarded)


RULES: Collection[Rule] = Registry("pathgen.rules", {rule.code: rule for rule in BUILT_IN}, _added).values()
"""Every rule: ours in their order, then those of other packages, which are imported only when they are needed."""
