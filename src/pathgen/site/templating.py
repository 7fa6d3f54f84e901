"""The templates: Jinja with autoescape everywhere, and the words and tests that the templates use."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined

from pathgen.catalogue.address import normalised
from pathgen.catalogue.resolve import Entry
from pathgen.site import escape, words
from pathgen.site.choices import choices


@cache
def environment(overrides: Path | None = None) -> Environment:
    """Make the Jinja environment: autoescape everywhere, and templates in ``overrides`` win over ours by name.

    One environment serves a whole run: what it has compiled is compiled again only when a template changes.
    """
    loaders = [PackageLoader("pathgen.site"), *([FileSystemLoader(overrides)] if overrides else [])]
    made = Environment(
        loader=ChoiceLoader(loaders[::-1]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=escape.one_line,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "md": escape.markdown,
        "front": escape.front_matter,
        "people": words.people,
    }
    made.tests |= {
        "outside": escape.is_outside,
        "same_address": lambda one, other: normalised(one) == normalised(other),
        "in_edition": Entry.is_in,
        "in_home": lambda concept, homes, step: homes.get(concept) == step,
        "homeless": lambda concept, homes: concept not in homes,
    }
    made.filters |= {
        "lower_first": words.lower_first,
        "upper_first": words.upper_first,
        "short": words.short,
        "library_status": words.library_status,
    }
    made.globals |= {
        "plural": words.plural,
        "total": words.total,
        "effort": words.effort,
        "facts": words.facts,
        "in_words": words.in_words,
        "choices": choices,
    }
    return made
