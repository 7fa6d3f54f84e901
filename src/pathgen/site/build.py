"""`pathgen build`: render, run the engine, check the result, and only then publish it."""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

from pathgen import files
from pathgen.catalogue.load import Loaded, load
from pathgen.errors import PathgenError
from pathgen.publish import publish
from pathgen.site.check_pages import NOT_FOUND_PAGE, check_site
from pathgen.site.engine import started_engine
from pathgen.site.engine_settings import refuse_for
from pathgen.site.offline import with_files
from pathgen.site.render import Project, refuse_included, sole_builder, write_pages
from pathgen.site.security_headers import with_hashes
from pathgen.today import given_time

MARK = ".pathgen-site"
"""An empty file that marks a folder as written by pathgen, so that a build may delete old files in it."""


SITEMAP = "sitemap.xml"
PACKED_SITEMAP = f"{SITEMAP}.gz"
_LAST_CHANGED = re.compile(rb"\s*<lastmod>[^<]*</lastmod>")
_URL = re.compile(rb"<url>.*?</url>", re.DOTALL)


def build(project: Project, output: Path, engine: str) -> tuple[Loaded, list[str]]:
    """Build the site into ``output``; return what was loaded and the files of the site that changed.

    ``output`` is replaced only at the end, in one step, so a build that fails or is killed leaves the last site as it
    was. Nothing is built where the catalogue has errors. Another build of the same project waits.

    Raises:
        PathgenError: the engine fails, a link of the site leads nowhere, or ``output`` contains something else.
    """
    refuse_foreign(output, project)
    refuse_for(engine, project.config)
    with started_engine(engine, project.build) as run:
        loaded = load(project.catalogue)
        if loaded.catalogue is None or not loaded.is_valid:
            return loaded, []
        refuse_included(output, loaded)
        paths = sorted(project.paths(loaded), key=lambda pair: pair[0].address)  # a path within another comes after it
        for path, _ in paths:
            refuse_foreign(output, path)
        with sole_builder(project, loaded):
            write_pages(project, loaded)
            tree = _read_site(run())
            for path, below in paths:
                if below.catalogue:
                    with started_engine(engine, path.build) as run_below:
                        _put(tree, path.address, _read_site(run_below()))
    faults = check_site(tree)
    if faults:
        raise PathgenError("the site was not published because of these errors:\n  " + "\n  ".join(faults))
    refuse_foreign(output, project)  # once more: the engine took a while
    return loaded, publish(output, {MARK: b"", **tree, **with_hashes(tree), **with_files(tree)})


def _read_site(folder: Path) -> dict[str, bytes]:
    """Return what an engine built, without the days of the pages, which MkDocs makes up, in the sitemap."""
    tree = files.read_tree(folder)
    if SITEMAP in tree and given_time() is None:
        tree[SITEMAP] = _LAST_CHANGED.sub(b"", tree[SITEMAP])
        if PACKED_SITEMAP in tree:
            tree[PACKED_SITEMAP] = _packed(tree[SITEMAP])
    return tree


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)  # 0: no time is known (RFC 1952 §2.3.1)


def _put(tree: dict[str, bytes], address: str, part: dict[str, bytes]) -> None:
    """Put a path's part into a site; servers send only the 404 page at the root."""
    taken = next((name for name in tree if name.startswith(address)), None)
    if taken:
        raise PathgenError(f"{address}: the site has {taken} already; rename the folder of the path")
    tree |= {address + name: data for name, data in part.items() if name != NOT_FOUND_PAGE}
    if SITEMAP in tree and SITEMAP in part:  # search engines read the site's, the theme the path's own
        added = b"\n".join(_URL.findall(part[SITEMAP]))
        tree[SITEMAP] = tree[SITEMAP].replace(b"</urlset>", added + b"\n</urlset>")
        tree[PACKED_SITEMAP] = _packed(tree[SITEMAP])


def refuse_foreign(output: Path, project: Project) -> None:
    """Refuse to build into a folder whose files were not made by a build, as what is not the site's is deleted.

    Raises:
        PathgenError: says why.
    """
    if output.exists() and not output.is_dir():
        raise PathgenError(f"{output} is a file, not a folder")
    place, named = output.resolve(), Path(os.path.normpath(output.absolute()))
    if named.is_relative_to(project.folder.absolute()) and not place.is_relative_to(project.folder.resolve()):
        raise PathgenError(f"{output} leads out of the project through a link; name the folder that it leads to")
    if project.folder.resolve().is_relative_to(place):
        raise PathgenError(f"{output} contains the project itself; choose another folder")
    if any(place.is_relative_to(part.resolve()) for part in (project.build, *project.inputs)):
        raise PathgenError(f"{output} is part of the project; choose another folder")
    if output.is_dir() and any(output.iterdir()) and not (output / MARK).is_file():
        raise PathgenError(f"{output} contains files that pathgen did not write; choose an empty or new folder")
