"""Plug-ins: the rules and formats that other packages add, found by the entry points of installed packages.

See https://packaging.python.org/en/latest/specifications/entry-points/. Their authors may not know this version of
pathgen, so an error in a plug-in is reported with the name of its package.
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
"""The most characters shown of an exception's text."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Plugin:
    """One thing that a package adds, not imported yet."""

    entry: EntryPoint

    @property
    def package(self) -> str:
        """The name by which the package is installed."""
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
            PathgenError: that fails, or it is not a function.
        """
        function = self.load()
        if not callable(function):
            raise self.fault(f"it is of the type {type(function).__name__}, and should be a function")
        return function  # type: ignore[no-any-return]

    @contextmanager
    def guard(self, way_out: str = "choose another format") -> Iterator[None]:
        """Report an exception in the package's code as a fault of the package; a PathgenError passes unchanged."""
        try:
            yield
        except PathgenError:
            raise
        except (Exception, SystemExit) as error:
            reason = shorten(" ".join(f"{type(error).__name__}: {error}".split()), LONGEST_REASON)
            raise self.fault(f"it failed with {reason}{self._line_of(error)}", way_out) from error

    def fault(self, problem: str, way_out: str = "") -> PathgenError:
        """Return the error that says what is wrong with the plug-in, and what to do."""
        version = f" {self.entry.dist.version}" if self.entry.dist else ""
        ways = [*filter(None, [way_out]), f"report it to its authors (`pip show {self.package}` shows who they are)"]
        return PathgenError(
            f"the package {self.package}{version} adds something that does not work: {problem}\n"
            f"  entry point: {self.entry.name} = {self.entry.value} (in {self.entry.group})\n"
            f"  help: {'; '.join(ways)}"
        )

    def _line_of(self, error: BaseException) -> str:
        """Return the last of the package's own lines that led to an error, or an empty text."""
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
    """The built-in members of one kind by name, then those that packages add.

    Listing the names imports nothing; a package's code is imported when its member is looked up, also by ``in``.
    ``take`` makes a member of what a package adds.

    Raises:
        PathgenError: a package adds a name that is taken or invalid, or its member cannot be used.
    """

    def __init__(self, group: str, builtin: Mapping[str, T], take: Callable[[Plugin], T]) -> None:
        self._group, self._builtin, self._take = group, builtin, take

    @cached_property
    def _added(self) -> dict[str, Plugin]:
        added: dict[str, Plugin] = {}
        # An aborted update can leave the same entry point twice.
        for plugin in map(Plugin, sorted(set(_installed().select(group=self._group)))):
            name, other = plugin.entry.name, f"uninstall it (`pip uninstall {plugin.package}`)"
            if not _NAME.fullmatch(name):
                raise plugin.fault(
                    f"{name!r} is not a valid name: use small letters and digits, with `-` between", other
                )
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
    """Return the entry points of all installed packages; cached. The type differs before Python 3.12."""
    return entry_points()


def returning(kind: type) -> Callable[[Plugin], Callable[..., Any]]:
    """Return a loader of plug-ins that are functions whose results must have one type."""

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
