"""A path in other forms, to take away: one file a format, each a function from what a project holds to bytes."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pathgen.catalogue.load import Loaded, load
from pathgen.catalogue.suggest import did_you_mean
from pathgen.errors import PathgenError
from pathgen.exchange import epub
from pathgen.site import files
from pathgen.site.chosen import editions_of
from pathgen.site.health import health_of
from pathgen.site.paper import Selection
from pathgen.site.render import Project, content_of
from pathgen.site.templating import environment, telling_mistakes

FORMATS = {"epub": epub.book}


def export(project: Project, form: str, output: Path, edition: str | None = None, track: str | None = None) -> Loaded:
    """Write what a reader of an edition and a track takes, in another form; nothing where the catalogue has errors.

    Raises:
        PathgenError: there is no such edition or track, a file cannot be read or written, or a template is wrong.
    """
    loaded = load(project.catalogue)
    catalogue = loaded.catalogue
    if catalogue is None or not loaded.is_valid:
        return loaded
    _check("edition", edition, [one.id for one in catalogue.editions])
    _check("track", track, [one.id for one in catalogue.tracks])
    selection = Selection(catalogue, (edition or editions_of(catalogue)[0],), track or "")
    content = content_of(project.content)
    templates = project.templates if project.templates.is_dir() else None
    with telling_mistakes(templates):
        jinja = environment(templates, catalogue.path.language)
        made = FORMATS[form](selection, health_of(catalogue, project.history), content, jinja)
    files.write(output, made)
    return loaded


def _check(what: str, asked: str | None, known: Collection[str]) -> None:
    if asked is not None and asked not in known:
        hint = did_you_mean(asked, known) or (f"there are {', '.join(known)}" if known else "the catalogue has none")
        raise PathgenError(f"there is no {what} {asked!r}; {hint}")
