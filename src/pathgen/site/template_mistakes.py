"""What is wrong with a template, in words of ours: Jinja's are about its parser and not about what to write."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, UndefinedError, meta, nodes

from pathgen.catalogue.did_you_mean import did_you_mean
from pathgen.errors import PathgenError
from pathgen.files import read_tree
from pathgen.site.engine_settings import theme_templates

_OF_ENGINES = Environment(autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"])
"""Parses whatever an engine can, and renders nothing."""
_OF_ENGINES.filters |= dict.fromkeys(("url", "script_tag"), str)  # those of MkDocs itself; Zensical has them, too
_OURS = Path(__file__).parent / "overrides"
_OUR_TEMPLATES = Path(__file__).parent / "templates"
_OF_MKDOCS = frozenset(
    (
        "base_url",
        "build_date_utc",
        "config",
        "extra_css",
        "extra_javascript",
        "mkdocs_version",
        "nav",
        "page",
        "pages",
        "super",
    )
)
"""The values that each template of MkDocs has (its guide to themes, "Template Variables")."""
_TRANSLATING = frozenset(("gettext", "ngettext", "pgettext", "npgettext", "_"))
"""What `{% trans %}` calls."""
_ENDS = {"print statement": "}}", "statement block": "%}"}
_TAGS = (
    *("if", "elif", "else", "endif", "for", "endfor", "block", "endblock", "extends", "include", "import", "from"),
    *("macro", "endmacro", "call", "endcall", "filter", "endfilter", "set", "endset", "raw", "endraw", "with"),
    *("endwith", "autoescape", "endautoescape"),
)

Words = Callable[[re.Match[str], Environment], str]


def _never_closed(found: re.Match[str], _: Environment) -> str:
    return f"this `{{% {found[1]} %}}` is never closed; write `{{% end{found[1]} %}}` where it ends"


def _nested(found: re.Match[str], _: Environment) -> str:
    tag, open_tag = found[1], found[2]
    return (
        f"`{{% {tag} %}}` is not expected here, as `{{% {open_tag} %}}` is not closed yet; "
        f"write `{{% end{open_tag} %}}` before it"
    )


def _unknown(kind: str, word: str, known: Iterable[str]) -> str:
    return f"there is no {kind} `{word}`; {did_you_mean(word, known) or f'delete it, or write a {kind} that exists'}"


def _unknown_tag(found: re.Match[str], _: Environment) -> str:
    if found[1] in _TAGS:
        return f"`{{% {found[1]} %}}` is not expected here; write the tag that it belongs to before it"
    return _unknown("tag", found[1], _TAGS)


def _not_expected(found: re.Match[str], _: Environment) -> str:
    return f"`{found[2]}` is not expected here; write `{_ENDS[found[1]]}` before it, or what joins it to the rest"


def _missing(found: re.Match[str], _: Environment) -> str:
    return f"{'a name' if found[1] else f'`{found[2]}`'} is missing before `{_ENDS.get(found[3], found[3])}`; write it"


_WORDS: dict[str, Words] = {
    r"Unexpected end of template\..*block that needs to be closed is '(\w+)'\.": _never_closed,
    r"Encountered unknown tag '(end\w+)'\..* to be closed is '(\w+)'\.": _nested,
    r"Encountered unknown tag '(\w+)'\..*": _unknown_tag,
    r"No filter named '(.+)'\.": lambda found, jinja: _unknown("filter", found[1], jinja.filters),
    r"No test named '(.+)'\.": lambda found, jinja: _unknown("test", found[1], jinja.tests),
    r"Missing end of comment tag": lambda *_: "this `{#` is never closed; write `#}` where it ends",
    r"Missing end of raw directive": lambda *_: "this `{% raw %}` is never closed; write `{% endraw %}` where it ends",
    r"(?:Expected an expression, got|unexpected) 'end of (.*)'": lambda found, _: (
        f"write a value before `{_ENDS[found[1]]}`"
    ),
    r"expected token 'end of (.*)', got '(.*)'": _not_expected,
    r"expected token '(?:(name)|(.*))', got '(?:end of )?(.*)'": _missing,
    r"unexpected '(.*)', expected '(.*)'": lambda found, _: f"write `{found[2]}` before this `{found[1]}`",
    r"unexpected char '(.*)' at \d+": lambda found, _: (
        f"`{found[1]}` is not allowed here; delete it, or quote the text"
    ),
    r"unexpected '(.*)'": lambda found, _: (
        f"`{found[1]}` is not expected here; delete it, or write what goes before it"
    ),
    r"block '(.*)' defined twice": lambda found, _: f"there are two blocks `{found[1]}`; rename one of them",
    r"'(\w+)' is undefined": lambda found, _: f"there is no value `{found[1]}`; write one that pathgen's template uses",
    r"'(?:[\w.]+\.)?(\w+?)(?: object)?' has no (?:attribute|element) '?(\w+)'?": lambda found, _: (
        f"a value of the type {found[1]} has no `{found[2]}`; write a field that it has"
    ),
}
"""Our words by a pattern of Jinja's."""


def in_words(error: Exception, jinja: Environment = _OF_ENGINES) -> str:
    """Return in one line what is wrong with a template, and what to write."""
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start} is not UTF-8 text; save it as UTF-8"
    if isinstance(error, TemplateNotFound):
        return f"there is no template `{error.name}`; write the name of one in `templates/`, or of pathgen's"
    message = " ".join(str(getattr(error, "message", None) or error).split()) or type(error).__name__
    for pattern, words in _WORDS.items():
        found = re.fullmatch(pattern, message)
        if found:
            return words(found, jinja)
    if isinstance(error, TemplateSyntaxError):
        return f"this cannot be read as a template ({message}); compare it with pathgen's template of that name"
    return f"a value cannot be used like this ({message}); change the expression"


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
        raise PathgenError(f"{place}: {in_words(error)}") from error


def refuse_broken(theme: Path, files: Mapping[str, bytes], *, is_all_known: bool) -> None:
    """Refuse a project's own file of the theme (``{path below theme: bytes}``) that is not a valid template.

    An engine would find it only at the end, and Zensical does not say what is wrong. Pages have to keep their text.
    Filters, tests and values have to be known if they ``is_all_known``: no code of the project for MkDocs may add some.

    Raises:
        PathgenError: names the line.
    """
    for name, data in files.items():
        if not name.endswith(".html"):
            continue
        try:
            parsed = _OF_ENGINES.parse(data.decode())
            if is_all_known:
                _OF_ENGINES.compile(parsed, raw=True)
            for line, other in _templates_used(parsed):
                refuse_unknown(other, theme, f"{theme / name}:{line}")
            for line in _without_page(name, parsed):
                message = "this leaves out the text of every page; write `{{ super() }}` where it goes"
                raise PathgenError(f"{theme / name}:{line}: {message}")
            for line, value in _used_unknown(parsed, theme) if is_all_known else ():
                raise PathgenError(f"{theme / name}:{line}: there is no value `{value}`; write one of the theme's")
        except TemplateSyntaxError as error:
            raise PathgenError(f"{theme / name}:{error.lineno}: {in_words(error)}") from error
        except UnicodeDecodeError as error:
            raise PathgenError(f"{theme / name}: {in_words(error)}") from error


def refuse_unknown(name: str, theme: Path, place: str) -> None:
    """Refuse the name of a template that neither a project's own ``theme`` nor that of an engine has.

    Raises:
        PathgenError: its message starts with ``place``.
    """
    if not any((folder / name).is_file() for folder in (theme, _OURS, *theme_templates())):
        message = f"there is no template `{name}`; write the name of one in `overrides/`, or of the theme's"
        raise PathgenError(f"{place}: {message}")


def unusable(text: str, jinja: Environment, ours: Environment) -> Iterator[tuple[int, str]]:
    """Yield what a template for our pages names and nobody has: the line, and what is wrong."""
    parsed = jinja.parse(text)
    for line, name in _templates_used(parsed):
        try:
            jinja.get_template(name)
        except TemplateNotFound as error:
            yield line, in_words(error, jinja)
        except TemplateSyntaxError:
            continue  # it is reported in its file
    known = _values_of(ours) | _values_of(jinja) | jinja.globals.keys()
    for line, name in _unknown_values(parsed, known):
        yield line, in_words(UndefinedError(f"{name!r} is undefined"), jinja)


@cache
def _values_of(jinja: Environment) -> frozenset[str]:
    """Return the names of the values that our templates are given, and of what any template sets."""
    names: set[str] = set()
    for name in jinja.list_templates(["j2"]):
        assert jinja.loader is not None, "it has templates"  # noqa: S101 - for mypy
        with suppress(TemplateSyntaxError, UnicodeDecodeError):
            parsed = jinja.parse(jinja.loader.get_source(jinja, name)[0])
            file = jinja.get_template(name).filename or ""
            is_ours = Path(file).is_relative_to(_OUR_TEMPLATES)
            names |= meta.find_undeclared_variables(parsed) if is_ours else set()
            names |= _stored(parsed)
    return frozenset(names)


def _unknown_values(parsed: nodes.Template, known: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield the names that are not known, unless a template asks whether they are, each with its line."""
    asking = [node for node in parsed.find_all(nodes.Test) if node.name in ("defined", "undefined")]
    falling_back = [node for node in parsed.find_all(nodes.Filter) if node.name in ("default", "d")]
    asked = {name.name for node in (*asking, *falling_back) for name in node.find_all(nodes.Name)}
    unknown = meta.find_undeclared_variables(parsed) - asked
    for name in sorted(unknown.difference(known)):
        yield next(node.lineno for node in parsed.find_all(nodes.Name) if node.name == name), name


def _used_unknown(parsed: nodes.Template, theme: Path) -> Iterator[tuple[int, str]]:
    """Yield what a file of the theme calls or takes a part of, although neither an engine nor another file sets it.

    The engines show what has no value as nothing, and stop where it is used.
    """
    of_names = (node.find(nodes.Name) for node in parsed.find_all((nodes.Call, nodes.Getattr, nodes.Getitem)))
    used = {name.name for name in of_names if name}
    unknown = [*_unknown_values(parsed, _OF_ENGINES.globals.keys() | _OF_MKDOCS | _TRANSLATING)]
    known = _values_of_theme(theme) if unknown else frozenset()
    yield from ((line, name) for line, name in unknown if name in used and name not in known)


def _values_of_theme(theme: Path) -> frozenset[str]:
    """Return the names of the values that the files of the engine's theme use, and that a file of any theme sets."""
    files = (data for name, data in read_tree(theme).items() if name.endswith(".html"))
    return _values_of_engines() | {name for parsed in _parsed(files) for name in _names_set(parsed)}


@cache  # a project's own files change while `serve` runs
def _values_of_engines() -> frozenset[str]:
    files = (file.read_bytes() for folder in (_OURS, *theme_templates()) for file in folder.rglob("*.html"))
    return frozenset(name for parsed in _parsed(files) for name in (*_names_used(parsed), *_names_set(parsed)))


def _parsed(files: Iterable[bytes]) -> Iterator[nodes.Template]:
    for data in files:
        with suppress(TemplateSyntaxError, UnicodeDecodeError):
            yield _OF_ENGINES.parse(data.decode())


def _names_used(parsed: nodes.Template) -> Iterator[str]:
    with suppress(TemplateSyntaxError):  # one of a plug-in uses a filter of the plug-in
        yield from meta.find_undeclared_variables(parsed)


def _names_set(parsed: nodes.Template) -> set[str]:
    return _stored(parsed) | {node.target for node in parsed.find_all(nodes.Import)}


def _stored(parsed: nodes.Template) -> set[str]:
    return {node.name for node in parsed.find_all(nodes.Name) if node.ctx == "store"}


def _without_page(name: str, parsed: nodes.Template) -> Iterator[int]:
    """Yield the lines of the blocks that take the place of the page's text and do not show it."""
    for block in parsed.find_all(nodes.Block) if name == "main.html" else ():
        shows = [*block.find_all((nodes.Include, nodes.Block))]
        calls = {getattr(call.node, "name", "") for call in block.find_all(nodes.Call)}
        parts = {part.attr for part in block.find_all(nodes.Getattr)}
        if block.name in ("container", "content") and not (shows or "super" in calls or "content" in parts):
            yield block.lineno


def _templates_used(parsed: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yield the names of the templates without which one cannot be rendered, each with its line."""
    for node in parsed.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        name = getattr(getattr(node, "template", None), "value", None)  # not of an expression
        if isinstance(name, str) and not getattr(node, "ignore_missing", False):
            yield node.lineno, name


def _place_in(overrides: Path, error: Exception) -> str | None:
    """Return where in the project's templates an error arose: tracebacks show templates as if they were Python."""
    if isinstance(error, TemplateSyntaxError):
        file = error.filename or error.name or ""  # what is never closed has its file as the name
        return f"{file}:{error.lineno}" if Path(file).is_relative_to(overrides) else None
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
