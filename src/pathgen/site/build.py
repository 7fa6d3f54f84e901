"""`pathgen build`: render, run the engine, check what came out, and only then publish it."""

from __future__ import annotations

from pathlib import Path

from pathgen.catalogue.load import Loaded
from pathgen.errors import PathgenError
from pathgen.site import files
from pathgen.site.check import check_site, reading_ahead
from pathgen.site.engine import started_engine
from pathgen.site.render import Project, refuse_included, render

MARK = ".pathgen-site"
"""An empty file that says that a folder was made by pathgen, so that it may delete what is stale there."""


def build(project: Project, output: Path, engine: str) -> tuple[Loaded, list[str]]:
    """Build the site into ``output``; give what was loaded and the files of the site that changed.

    ``output`` is touched only at the end, file by file, so a build that fails leaves the last site whole. Nothing is
    built where the catalogue has errors.

    Raises:
        PathgenError: the engine fails, a link of the site leads nowhere, or ``output`` holds something else.
    """
    refuse_foreign(output, project)
    with started_engine(engine, project.build) as run:
        loaded, _ = render(project)
        if loaded.catalogue is None or not loaded.is_valid:
            return loaded, []
        refuse_included(output, loaded)
        with reading_ahead(project.build / "site"):
            site = run(loaded.catalogue.latest_date)
        tree = files.read_tree(site)
    faults = check_site(tree)
    if faults:
        raise PathgenError("the site is not published, as not all of it leads somewhere:\n  " + "\n  ".join(faults))
    files.write(output / MARK, b"")  # first, so that a build that is cut off is known as ours
    return loaded, files.sync(output, {**tree, MARK: b""})


def refuse_foreign(output: Path, project: Project) -> None:
    """Refuse to build into a folder whose files were not made by a build, as what is not the site's is deleted.

    Raises:
        PathgenError: says why.
    """
    if output.exists() and not output.is_dir():
        raise PathgenError(f"{output} is a file, not a folder")
    place = output.resolve()
    if project.folder.resolve().is_relative_to(place):
        raise PathgenError(f"{output} holds the project itself; choose another folder")
    if any(place.is_relative_to(part.resolve()) for part in (project.build, *project.inputs)):
        raise PathgenError(f"{output} is part of the project; choose another folder")
    if output.is_dir() and any(output.iterdir()) and not (output / MARK).is_file():
        raise PathgenError(f"{output} holds files that pathgen did not make; choose an empty or new folder")
