"""What other packages add: rules and formats, found by the entry points of what is installed.

https://packaging.python.org/en/latest/specifications/entry-points/ says how a package names them. It is code of people
who do not know this version of pathgen, so whatever goes wrong in it is told with the package that it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import EntryPoint, entry_points
from traceback import walk_tb
from typing import Any, TypeVar

from pathgen.diagnostics import shorten
from pathgen.errors import PathgenError

T = TypeVar("T")
LONGEST_REASON = 300
"""The most characters of an exception's text that are told."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Plugin:
    """One thing that a package adds, not imported yet."""

    entry: EntryPoint

    @property
    def package(self) -> str:
        """The name of the package, as it is installed by."""
        return self.entry.dist.name if self.entry.dist else "?"

    def load(self) -> Any:
        """Import what the entry point names.

        Raises:
            PathgenError: that fails.
        """
        with self.guard(f"update it, or uninstall it (`pip uninstall {self.package}`)"):
            return self.entry.load()

    def function(self) -> Callable[..., Any]:
        """Import what the entry point names, which has to be a function.

        Raises:
            PathgenError: that fails, or it is none.
        """
        function = self.load()
        if not callable(function):
            raise self.fault(f"it is of the type {type(function).__name__}, and should be a function")
        return function  # type: ignore[no-any-return]

    @contextmanager
    def guard(self, way_out: str = "choose another format") -> Iterator[None]:
        """Tell what goes wrong in the package's code as its fault; a PathgenError is its own way to say something."""
        try:
            yield
        except PathgenError:
            raise
        except (Exception, SystemExit) as error:
            reason = shorten(" ".join(f"{type(error).__name__}: {error}".split()), LONGEST_REASON)
            raise self.fault(f"it failed with {reason}{self._line_of(error)}", way_out) from error

    def fault(self, problem: str, way_out: str = "") -> PathgenError:
        """Make the error that says what is wrong with it, and what to do."""
        version = f" {self.entry.dist.version}" if self.entry.dist else ""
        ways = [*filter(None, [way_out]), f"report it to its authors (`pip show {self.package}` tells who they are)"]
        return PathgenError(
            f"the package {self.package}{version} adds something that does not work: {problem}\n"
            f"  entry point: {self.entry.name} = {self.entry.value} (in {self.entry.group})\n"
            f"  help: {'; '.join(ways)}"
        )

    def _line_of(self, error: BaseException) -> str:
        """Name the last of the package's own lines that led to an error."""
        package = _top(self.entry.value)
        lines = [
            f", at {frame.f_code.co_filename}:{line}"
            for frame, line in walk_tb(error.__traceback__)
            if _top(str(frame.f_globals.get("__name__"))) == package
        ]
        return lines[-1] if lines else ""


def _top(name: str) -> str:
    return re.split("[.:]", name, maxsplit=1)[0].strip()


class Registry(Mapping[str, T]):
    """Our own members of a kind, then those that packages add, by name.

    To name them all imports none of them; a package's code is imported when its member is asked for, also by ``in``.
    ``take`` makes a member of what a package adds.

    Raises:
        PathgenError: a package adds a name that is taken or is none, or its member cannot be used.
    """

    def __init__(self, group: str, builtin: Mapping[str, T], take: Callable[[Plugin], T]) -> None:
        self._group, self._builtin, self._take = group, builtin, take

    @cached_property
    def _added(self) -> dict[str, Plugin]:
        added: dict[str, Plugin] = {}
        # Equal ones, as an aborted update leaves behind, are one and the same.
        for plugin in map(Plugin, sorted(set(_installed().select(group=self._group)))):
            name, other = plugin.entry.name, f"uninstall it (`pip uninstall {plugin.package}`)"
            if not _NAME.fullmatch(name):
                raise plugin.fault(f"{name!r} is no name: small letters and digits are, with `-` between them", other)
            if name in self._builtin:
                raise plugin.fault(f"pathgen itself has the name {name}", other)
            if name in added:
                raise plugin.fault(f"the package {added[name].package} has the name {name}, too", f"{other} or that")
            added[name] = plugin
        return added

    def __getitem__(self, name: str) -> T:
        return self._builtin[name] if name in self._builtin else self._take(self._added[name])

    def __iter__(self) -> Iterator[str]:
        yield from self._builtin
        yield from self._added

    def __len__(self) -> int:
        return len(self._builtin) + len(self._added)


@cache
def _installed() -> Any:
    """Look once through all that is installed: it takes milliseconds. The type is another before Python 3.12."""
    return entry_points()


def returning(kind: type) -> Callable[[Plugin], Callable[..., Any]]:
    """Take what packages add as functions that return values of one kind."""

    def take(plugin: Plugin) -> Callable[..., Any]:
        function = plugin.function()

        def guarded(*given: Any) -> Any:
            with plugin.guard():
                value = function(*given)
            if not isinstance(value, kind):
                raise plugin.fault(f"it returned {type(value).__name__}, and should return {kind.__name__}")
            return value

        return guarded

    return take
