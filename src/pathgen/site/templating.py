"""The templates: Jinja with autoescape everywhere, and the functions, filters and tests that the templates use."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
)

from pathgen import escape
from pathgen.catalogue.citation import as_bibtex, as_sentence, is_citable
from pathgen.catalogue.ids import check_id
from pathgen.catalogue.resolve import Entry
from pathgen.i18n import labels
from pathgen.i18n.labels import labels_of
from pathgen.learner.alternatives import alternative_groups, on_track
from pathgen.learner.route import route, time_of_path
from pathgen.site.code_digest import code_digest
from pathgen.site.facets import facets, facets_of
from pathgen.site.variants import by_choice, editions_of, editions_with, taught_in
from pathgen.urls import normalised


def environment(overrides: Path | None = None, language: str = "en") -> Environment:
    """Return the Jinja environment: autoescape everywhere, and templates in ``overrides`` replace ours by name.

    One environment serves a whole run: what it has compiled is compiled again only when a template changes.
    """
    return _environment(overrides, labels_of(language))


@cache
def _environment(overrides: Path | None, say: labels.Labels) -> Environment:
    loaders = [PackageLoader("pathgen.site"), *([FileSystemLoader(overrides)] if overrides else [])]
    jinja = Environment(
        loader=ChoiceLoader(loaders[::-1]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=escape.one_line,
        bytecode_cache=_bytecode_cache(),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    jinja.filters |= {
        "md": escape.markdown,
        "front": escape.front_matter,
        "people": say.people,
    }
    jinja.tests |= {
        "citable": is_citable,
        "outside": escape.is_outside,
        "same_address": lambda url, other: normalised(url) == normalised(other),
        "in_edition": Entry.is_in,
        "in_home": lambda concept, homes, step: homes.get(concept) == step,
        "in_print": lambda part, selection: selection.has(part),
        "homeless": lambda concept, homes: concept not in homes,
    }
    jinja.filters |= {
        "lower_first": labels.lower_first,
        "upper_first": labels.upper_first,
        "short": labels.short,
        "library_status": say.library_status,
    }
    jinja.globals |= {
        "t": say.say,
        "plural": labels.plural,
        "total": say.total,
        "effort": say.effort,
        "facts": say.facts,
        "as_bibtex": as_bibtex,
        "as_sentence": as_sentence,
        "facets": facets,
        "facets_of": facets_of,
        "in_words": say.in_words,
        "choices": alternative_groups,
        "on_track": on_track,
        "route": route,
        "time_of_path": partial(time_of_path, words=say),
        "by_choice": by_choice,
        "editions_of": editions_of,
        "editions_with": editions_with,
        "taught_in": taught_in,
        "check_id": check_id,
    }
    return jinja


def _bytecode_cache() -> FileSystemBytecodeCache | None:
    """Return where compiled templates are kept, as compiling them takes as long as rendering the pages.

    Bytecode is executed, so it is read only from Jinja's folder for temporary files, which Jinja refuses unless it
    belongs to this user and nobody else can write to it; never from a project. The digest in the names of the files
    keeps apart what environments of other versions compiled.
    """
    try:
        return FileSystemBytecodeCache(pattern=f"pathgen-{code_digest()}-%s.cache")
    except (OSError, RuntimeError):
        return None
