"""How prose is read as Markdown: with our extensions and the project's own, the same for everyone who reads it.

The engines read both lists from ``build/mkdocs.yml``. The print page, books and the check of links read them here.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib import import_module
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

import yaml
from markdown import Markdown
from yaml_env_tag import construct_env_tag

from pathgen.diagnostics import shorten
from pathgen.errors import PathgenError
from pathgen.files import read_bytes
from pathgen.plugins import LONGEST_REASON
from pathgen.yamldoc.past_slips import why_not_yaml

EXTENSIONS = "markdown_extensions"
"""The setting that lists the extensions."""
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<settings>(?:[^\n]*\n)*?)---[ \t]*(?:\r?\n|\Z)")
_FIRST_KEY = re.compile(r"[\w-]+:\s")
_BUILT_IN = ("toc", "tables", "fenced_code")
"""The extensions that MkDocs loads before those of the settings."""
_MOST_BYTES = 1024 * 1024
"""The largest settings read."""
_MOST_TEXTS = 500
"""How many texts a reader keeps as HTML; the flagship has 40."""
_SAFE_FUNCTIONS = ("material.extensions.", "pymdownx.", "zensical.extensions.")
"""Where the functions are defined that settings may name when the project is not trusted."""


def our_settings() -> dict[str, Any]:
    """Return pathgen's own settings for the engines, as new values each time."""
    text = package_files("pathgen").joinpath("site/mkdocs.yml").read_text(encoding="utf-8")
    settings: dict[str, Any] = yaml.safe_load(text)
    return settings


def project_settings(file: Path) -> yaml.MappingNode | None:
    """Parse a project's ``mkdocs.yml`` without resolving its tags; return ``None`` if it sets nothing.

    Raises:
        PathgenError: the file cannot be read, or is not a YAML mapping.
    """
    data = read_bytes(file, _MOST_BYTES)
    if len(data) > _MOST_BYTES:
        raise PathgenError(f"{file}: larger than {_MOST_BYTES // 2**20} MB")
    with settings_errors(file):
        node = yaml.compose(data.decode("utf-8"), Loader=yaml.SafeLoader)
    if node is None or isinstance(node, yaml.MappingNode):
        return node
    raise PathgenError(f"{file}: a mapping of settings is expected, such as `site_name: My path`")


@contextmanager
def settings_errors(file: Path) -> Iterator[None]:
    """Turn what YAML raises about a project's settings into a PathgenError with its line and column."""
    try:
        yield
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            text = None
        raise PathgenError(why_not_yaml(str(file), text, error)) from error


def join_lists(ours: list[Any], theirs: Any) -> list[Any]:
    """Return our items of a setting followed by the project's, which replace those of ours that have the same name.

    ``theirs`` is a node or, for a mapping, also a ``dict``. MkDocs allows a mapping of extensions: it counts as a list.
    """
    if isinstance(theirs, dict):
        added: list[Any] = [{name: options} for name, options in theirs.items()]
    elif isinstance(theirs, yaml.MappingNode):
        added = [yaml.MappingNode(theirs.tag, [pair]) for pair in theirs.value]
    elif isinstance(theirs, yaml.SequenceNode):
        added = theirs.value
    else:
        return ours
    names = {_name(item) for item in added}
    return [*(item for item in ours if _name(item) not in names), *added]


def _name(item: Any) -> str:
    """Name an item of a list of settings: ``toc``, ``toc: {…}`` and ``path: a.js`` are toc, toc and a.js."""
    if isinstance(item, yaml.MappingNode):
        item = {str(key.value): value.value for key, value in item.value}
    elif isinstance(item, yaml.Node):
        item = item.value
    return str(item.get("path") or next(iter(item), "") if isinstance(item, dict) else item)


def _with_options(items: list[Any]) -> dict[str, dict[str, Any]]:
    """Return the options of each extension of a list, after those that MkDocs loads first.

    Raises:
        TypeError: an item is neither a name nor a name with options.
    """
    listed: dict[str, dict[str, Any]] = {name: {} for name in _BUILT_IN}
    for item in items:
        for name, options in (item if isinstance(item, dict) else {item: None}).items():
            if not isinstance(name, str) or not isinstance(options, dict | None):
                raise TypeError
            listed[name] = options or {}
    return listed


class MarkdownReader:
    """Converts Markdown with the extensions in force: ``{name: options}``, in the order of the settings.

    A text is converted once, though pages, paper and the search read it: it takes a third of the time of a render.
    """

    def __init__(self, extensions: Mapping[str, dict[str, Any]]) -> None:
        self.extensions = extensions
        self._html = lru_cache(maxsize=_MOST_TEXTS)(self._convert)

    def to_html(self, text: str, name: str) -> str:
        """Return the HTML of a Markdown text, without its front matter.

        Raises:
            PathgenError: an extension fails, or the text is nested too deeply, or its front matter cannot be read; the
                message starts with ``name``.
        """
        _, text = split_front_matter(text, name)
        try:
            return self._html(text)
        except Exception as error:
            raise PathgenError(f"{name}: cannot be converted from Markdown: {_reason(error)}") from error

    def _convert(self, text: str) -> str:
        return Markdown(extensions=[*self.extensions], extension_configs=self.extensions).convert(text)


@cache
def our_reader() -> MarkdownReader:
    """Return the reader with our extensions alone, whose HTML depends on nothing but the text: it may be kept."""
    return MarkdownReader(_with_options(our_settings()[EXTENSIONS]))


def split_front_matter(text: str, name: str) -> tuple[dict[str, Any], str]:
    """Return the front matter that a page starts with, and its Markdown; ``name`` is that of its file.

    What is between two lines of ``---`` is front matter if it is a mapping, as for MkDocs; else they are rules.

    Raises:
        PathgenError: it is not YAML; the message starts with the file and line.
    """
    found = _FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    settings = f"\n{found['settings']}"  # an empty line instead of the first rule keeps the places of errors
    try:
        front = yaml.safe_load(settings)
    except (yaml.YAMLError, RecursionError) as error:
        if not _FIRST_KEY.match(found["settings"]):
            return {}, text
        raise PathgenError(why_not_yaml(name, settings, error)) from error
    except ValueError as error:
        raise PathgenError(f"{name}: a date in its front matter does not exist: {error}") from error
    if not isinstance(front, dict | None):
        return {}, text
    return {str(key): value for key, value in (front or {}).items()}, text[found.end() :]


def markdown_reader(settings: Path, *, is_trusted: bool) -> MarkdownReader:
    """Return the reader for a project whose ``mkdocs.yml`` is ``settings``, which may be missing.

    A trusted project is about to be built, so its code runs anyway: modules that PYTHONPATH leads to, any function that
    the settings name, environment variables. The links of a stranger's pull request are collected without any of these:
    only installed extensions are imported, and their options cannot name other code, read a variable, or download.

    Raises:
        PathgenError: the settings cannot be read, or an extension cannot be used.
    """
    node = project_settings(settings) if settings.exists() else None
    theirs = {key.value: value for key, value in node.value if isinstance(key.value, str)} if node else {}
    if EXTENSIONS not in theirs:
        return our_reader()
    loader = (_TrustedLoader if is_trusted else _UntrustedLoader)("")
    loader.name = str(settings)
    items = join_lists(our_settings()[EXTENSIONS], theirs[EXTENSIONS])
    with _import_path(settings.parent, is_trusted=is_trusted), settings_errors(settings):
        values = [loader.construct_object(item, deep=True) if isinstance(item, yaml.Node) else item for item in items]
        try:
            extensions = _with_options(values)
        except TypeError as error:
            raise PathgenError(
                f"{settings}: {EXTENSIONS}: names are expected, each with its options or none"
            ) from error
        snippets = extensions.get("pymdownx.snippets", {})
        if not is_trusted and snippets.get("url_download"):
            snippets |= {"url_download": False, "check_paths": False}  # nor is what it would load missing
        _load(extensions, settings)
    return MarkdownReader(extensions)


def _load(extensions: Mapping[str, dict[str, Any]], settings: Path) -> None:
    """Import the extensions and try their options.

    Raises:
        PathgenError: one of them cannot be used.
    """
    markdown = Markdown()
    for name, options in extensions.items():
        try:
            markdown.registerExtensions([name], {name: options})
        except ImportError as error:
            raise PathgenError(
                f"{settings}: the Markdown extension {name!r} cannot be imported: {_reason(error)}; "
                "install the package that has it beside pathgen"
            ) from error
        except (Exception, SystemExit) as error:
            raise PathgenError(
                f"{settings}: the Markdown extension {name!r} cannot be used: {_reason(error)}"
            ) from error


def _reason(error: BaseException) -> str:
    return shorten(" ".join(f"{type(error).__name__}: {error}".split()), LONGEST_REASON)


@contextmanager
def _import_path(folder: Path, *, is_trusted: bool) -> Iterator[None]:
    """Import as the engines do; or, untrusted, not from the current folder nor from the project's."""
    before = sys.path[:]
    closed = {Path.cwd(), folder.resolve()}
    installed = [entry for entry in before if entry and Path(entry).resolve() not in closed]
    sys.path[:] = before if is_trusted else installed
    try:
        yield
    finally:
        sys.path[:] = before


class _UntrustedLoader(yaml.SafeLoader):
    """Builds the options of extensions, with the tags that MkDocs knows; ``name`` is the path of the settings."""

    def function(self, name: str, node: yaml.Node) -> Any:
        """Return the function that ``!!python/name:`` names."""
        self.check(name, node)
        module, _, attribute = name.rpartition(".")
        try:
            found = getattr(import_module(module), attribute)
        except Exception as error:
            raise self.refused(node, f"{name} cannot be imported: {_reason(error)}") from error
        self.check(f"{getattr(found, '__module__', '')}.", node)
        return found

    def check(self, name: str, node: yaml.Node) -> None:
        """Refuse a function that may do anything."""
        if not name.startswith(_SAFE_FUNCTIONS):
            reason = "only functions of pymdownx and of the theme's extensions are called when links are collected"
            raise self.refused(node, reason)

    def result(self, name: str, node: yaml.Node) -> Any:
        """Return what the function that ``!!python/object/apply:`` names makes of the arguments written there."""
        function = self.function(name, node)
        given = self.construct_mapping(node, deep=True) if isinstance(node, yaml.MappingNode) else {}
        arguments = self.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else given.get("args", ())
        try:
            return function(*arguments, **given.get("kwds", {}))
        except Exception as error:
            raise self.refused(node, f"{name} fails: {_reason(error)}") from error

    def variable(self, node: yaml.Node) -> Any:
        """Return the default of ``!ENV``: a link could carry the value of a variable to its server."""
        has_default = isinstance(node, yaml.SequenceNode) and len(node.value) > 1
        return self.construct_object(node.value[-1]) if has_default else None

    def relative(self, node: yaml.Node) -> str:
        """Return the path that ``!relative`` means; the settings of the engines are in ``build/``."""
        prefix, _, rest = str(node.value).partition("/")
        return os.path.normpath(Path(self.name).parent / ("build" if prefix == "$config_dir" else "content") / rest)

    def refused(self, node: yaml.Node, reason: str) -> PathgenError:
        """Return the error that says where the settings cannot be used, and why."""
        mark = node.start_mark
        return PathgenError(f"{self.name}:{mark.line + 1}:{mark.column + 1}: {reason}")


class _TrustedLoader(_UntrustedLoader):
    """Builds the options as the engines do."""

    def check(self, name: str, node: yaml.Node) -> None:
        """Accept any function."""


_UntrustedLoader.add_constructor("!ENV", _UntrustedLoader.variable)
_UntrustedLoader.add_constructor("!relative", _UntrustedLoader.relative)
_UntrustedLoader.add_multi_constructor("tag:yaml.org,2002:python/name:", _UntrustedLoader.function)
_UntrustedLoader.add_multi_constructor("tag:yaml.org,2002:python/object/apply:", _UntrustedLoader.result)
_TrustedLoader.add_constructor("!ENV", construct_env_tag)
