"""The rules, in the order they are listed: one module each, whose docstring is its documentation.

A rule's module gives ``CODE`` and a docstring: its first line says what is wrong, the rest why it matters to a learner,
with a bad and a good example. ``check(catalogue)`` yields its diagnostics; a rule without one is found by the reader
or the schema. ``SEVERITY`` is an error unless it is a matter of taste; ``FATAL`` marks what no setting can turn down,
as nothing can be read past it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
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
from pathgen.diagnostics import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """What a module of this folder says."""

    code: str
    severity: Severity
    fatal: bool
    doc: str
    check: Callable[[Catalogue], Iterable[Diagnostic]] | None


def _rule(module: ModuleType) -> Rule:
    return Rule(
        code=module.CODE,
        severity=getattr(module, "SEVERITY", Severity.ERROR),
        fatal=getattr(module, "FATAL", False),
        doc=inspect.cleandoc(module.__doc__ or ""),
        check=getattr(module, "check", None),
    )


RULES: tuple[Rule, ...] = tuple(
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
"""Every rule: first what stops the reader, then the schema, addresses, names, order, advice and style."""
