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


RULES: tuple[Rule, ...] = tuple(map(_rule, ()))
"""Every rule."""
