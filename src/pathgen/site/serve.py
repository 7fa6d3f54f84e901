"""`pathgen serve`: the site on a local address, rebuilt at each save; its pages reload by themselves."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from secrets import token_hex
from time import monotonic

from watchfiles import watch

from pathgen.catalogue.includes import is_named
from pathgen.catalogue.load import Loaded
from pathgen.catalogue.shared_entries import site_above
from pathgen.errors import PathgenError
from pathgen.files import read_bytes
from pathgen.site.build import build, refuse_foreign
from pathgen.site.render import Project
from pathgen.site.site_server import site_server

_GLANCE_MILLISECONDS = 100
"""How long to look for saves before going on."""


def serve(
    project: Project,
    output: Path,
    engine: str,
    address: tuple[str, int],
    *,
    report: Callable[[str], None],
    show: Callable[[Loaded], None],
    stop: threading.Event,
) -> None:
    """Build and serve until ``stop`` is set or an interrupt is raised, which may be at any moment.

    ``report`` receives lines to print, ``show`` each catalogue loaded.

    Raises:
        PathgenError: the catalogue cannot be opened, ``output`` contains something else, or the address is taken.
    """
    read_bytes(project.catalogue)
    refuse_foreign(output, project)
    run, builds = token_hex(4), count(1)
    version = f"{run}-0"
    included = WatchedFiles(project)

    def follow(loaded: Loaded) -> None:
        included.follow(loaded)
        show(loaded)

    def rebuild() -> None:
        nonlocal version
        if _build(project, output, engine, report, follow):
            version = f"{run}-{next(builds)}"

    with site_server(output, *address, lambda: version) as start:
        saves = _saves(project, stop, included)
        next(saves, None)  # from now on no save is missed
        rebuild()
        report(f"Serving {project.catalogue} at {start()} (stop with Ctrl+C)")
        for saved in saves:
            if saved:
                rebuild()


def _build(
    project: Project, output: Path, engine: str, report: Callable[[str], None], show: Callable[[Loaded], None]
) -> bool:
    """Build once and report the result; return whether the site changed."""
    start = monotonic()
    try:
        loaded, changed = build(project, output, engine)
    except PathgenError as error:
        report(str(error))
        return False
    except OSError as error:  # a file that vanished, or may not be read, meanwhile
        report(f"cannot build: {error.filename or output}: {(error.strerror or str(error)).lower()}")
        return False
    show(loaded)
    if not loaded.is_valid:
        report("Not built; the last good site stays up.")
        return False
    report(f"Built in {monotonic() - start:.1f} s, {len(changed)} files changed.")
    return bool(changed)


class WatchedFiles:
    """What the catalogue included when it was last read: files, what its paths are made from, and patterns."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.files: set[Path] = set()
        self.inputs: list[Path] = []
        self.patterns: list[str] = []

    def follow(self, loaded: Loaded) -> None:
        """Watch the files that were read; nothing changes where the catalogue itself could not be read."""
        if loaded.catalogue:
            shared = (source.file for source in loaded.catalogue.sources)
            self.files = {Path(file).resolve() for file in (*loaded.files, *shared)}
            self.inputs = [item.resolve() for path, _ in self.project.paths(loaded) for item in path.inputs]
            self.patterns = [*loaded.patterns]

    def has(self, path: Path, folder: Path) -> bool:
        """Whether a file is, or may become, part of the catalogue in ``folder``."""
        if path in self.files or any(item == path or item in path.parents for item in self.inputs):
            return True
        return path.is_relative_to(folder) and is_named(path.relative_to(folder).as_posix(), self.patterns)


def _saves(project: Project, stop: threading.Event, included: WatchedFiles) -> Iterator[bool]:
    """Yield every moment whether something that the site is made from was saved, once for each burst of saves.

    A path is made from files of its site, too.
    """
    folder = project.folder.resolve()
    inputs = [path.resolve() for path in project.inputs]

    def concerns_us(_: object, name: str) -> bool:
        path = Path(name)
        return any(path == item or item in path.parents for item in inputs) or included.has(path, folder)

    changes = watch(
        (site_above(project.catalogue) or folder).resolve(),
        watch_filter=concerns_us,
        stop_event=stop,
        rust_timeout=_GLANCE_MILLISECONDS,
        yield_on_timeout=True,
        raise_interrupt=True,
        ignore_permission_denied=True,  # of a folder that the site is not made from, or a build reports it
    )
    try:
        yield from map(bool, changes)
    except (OSError, RuntimeError) as error:  # such as too many folders for the system
        raise PathgenError(f"cannot watch {folder}: {str(error).lower()}") from error
