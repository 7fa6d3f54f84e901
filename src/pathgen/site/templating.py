"""The templates: Jinja with autoescape everywhere, and the functions, filters and tests that the templates use."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateSyntaxError,
)

from pathgen import escape
from pathgen.catalogue.citation import as_bibtex, as_sentence, is_citable
from pathgen.catalogue.ids import check_id
from pathgen.catalogue.resolve import Entry
from pathgen.errors import PathgenError
from pathgen.i18n import labels
from pathgen.i18n.labels import labels_of
from pathgen.learner.alternatives import alternative_groups, on_track
from pathgen.learner.route import route, time_of_path
from pathgen.site.code_digest import code_digest
from pathgen.site.facets import facets, facets_of
from pathgen.site.variants import by_choice, editions_of, taught_in
from pathgen.urls import normalised

_OF_ENGINES = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"])
"""Parses whatever an engine can, and renders nothing."""


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


@contextmanager
def telling_mistakes(overrides: Path | None) -> Iterator[None]:
    """Report a mistake in a project's own template in one line with its place; one in ours is a bug and is raised.

    Raises:
        PathgenError: a template of the project is wrong.
    """
    try:
        yield
    except PathgenError:
        raise
    except Exception as error:
        place = _place_in(overrides, error) if overrides else None
        if place is None:
            raise
        message = " ".join(str(error).split()) or type(error).__name__
        raise PathgenError(f"{place}: {message}") from error


def refuse_broken(theme: Path, files: Mapping[str, bytes]) -> None:
    """Refuse a project's own file of the theme (``{path below theme: bytes}``) that is not a valid template.

    An engine would find it only at the end, and Zensical does not say what is wrong.

    Raises:
        PathgenError: names the line.
    """
    for name, data in files.items():
        if not name.endswith(".html"):
            continue
        try:
            _OF_ENGINES.parse(data.decode())
        except TemplateSyntaxError as error:
            raise PathgenError(f"{theme / name}:{error.lineno}: {error.message}") from error
        except UnicodeDecodeError as error:
            raise PathgenError(f"{theme / name}: byte {error.start} is not UTF-8 text; save it as UTF-8") from error


def _place_in(overrides: Path, error: Exception) -> str | None:
    """Return where in the project's templates an error arose: tracebacks show templates as if they were Python."""
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}"
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).is_relative_to(overrides):
            return f"{frame.filename}:{frame.lineno}"
    if isinstance(error, UnicodeDecodeError):
        return next((str(path) for path in sorted(overrides.rglob("*")) if path.is_file() and not _is_text(path)), None)
    return None


def _is_text(path: Path) -> bool:
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True
