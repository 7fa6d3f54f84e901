"""`pathgen render`: a project's catalogue, prose and templates to the tree that an engine builds."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.resources import files as package_files
from pathlib import Path

from rjsmin import jsmin

from pathgen import files
from pathgen.catalogue.load import Loaded, load
from pathgen.catalogue.resolve import Catalogue
from pathgen.catalogue.shared_entries import beside
from pathgen.errors import PathgenError
from pathgen.files import MAX_BYTES
from pathgen.forges import store
from pathgen.i18n.messages import use_overrides
from pathgen.i18n.overrides import read_overrides
from pathgen.links.history import FILE
from pathgen.lock import locked
from pathgen.markdown import markdown_reader
from pathgen.site import client_data, offline, search_records, variants
from pathgen.site.changes_page import newest_changes
from pathgen.site.config import (
    GENERATED,
    SiteFolders,
    engine_config,
    favicon,
    is_kept_offline,
    named_files,
    refuse_settings,
    repository_address,
    site_address,
)
from pathgen.site.data import cards, changes_feed
from pathgen.site.data.beside import for_programs
from pathgen.site.data.heads import heads
from pathgen.site.engine_settings import may_run_code
from pathgen.site.link_health import health_of
from pathgen.site.moved_pages import moved_pages
from pathgen.site.pages import pages
from pathgen.site.suggestions import suggestions
from pathgen.site.template_mistakes import refuse_broken, telling_mistakes
from pathgen.site.templating import environment
from pathgen.site.translations import translations
from pathgen.today import day_of_build
from pathgen.yamldoc.conflicts import conflicts_in_prose, explain

MARK = ".pathgen-build"
"""An empty file that marks the folder of a build as written by pathgen; a build locks it."""
_ASSETS = "assets/"


@dataclass(frozen=True, slots=True)
class Project:
    """Where a project's parts are: all below the folder of its catalogue.

    A path of a site has its own catalogue and prose, and uses its site's parts where it does not have its own.
    """

    catalogue: Path
    site: Project | None = None
    """The project of the site that it is a path of."""
    address: str = ""
    """The address of a path below that of its site, with a ``/`` at the end."""

    def paths(self, loaded: Loaded) -> list[tuple[Project, Loaded]]:
        """Return the paths that a site was loaded with."""
        return [(Project(Path(path.files[0]), self, f"{folder}/"), path) for folder, path in loaded.paths.items()]

    def _shared(self, name: str) -> Path:
        """Return what is beside the catalogue or, for a path without one, beside its site's."""
        if not self.site:
            return beside(self.catalogue, name)
        path = files.part_of(self.folder, name)
        return path if path.exists() else files.part_of(self.site.folder, name)

    @property
    def folder(self) -> Path:
        """The project's folder."""
        return self.catalogue.parent

    @property
    def content(self) -> Path:
        """The prose, and the pictures that it shows."""
        return files.part_of(self.folder, "content")

    @property
    def templates(self) -> Path:
        """The project's own versions of our templates."""
        return self._shared("templates")

    @property
    def overrides(self) -> Path:
        """The project's own versions of the theme's files and of our assets."""
        return self._shared("overrides")

    @property
    def languages(self) -> Path:
        """The project's own words."""
        return self._shared("languages")

    @property
    def config(self) -> Path:
        """The project's own settings for the engine."""
        return self._shared("mkdocs.yml")

    @property
    def place(self) -> str:
        """Its address below that of its settings, with a ``/`` at the end; the settings may be its site's."""
        below = Path(os.path.relpath(self.folder, self.config.parent)).as_posix()
        return self.address or ("" if below == "." else f"{below}/")

    @property
    def history(self) -> Path:
        """What checks of the links found."""
        return self._shared(FILE)

    @property
    def repositories(self) -> Path:
        """What the hosts of repositories said."""
        return self._shared(store.FILE)

    @property
    def build(self) -> Path:
        """What is made on the way to the site: nobody edits it, and it is safe to delete."""
        if not self.site:
            return self.folder / "build"
        return self.site.build / "paths" / self.address.rstrip("/").replace("/", "_")  # no id has a ``_``

    @property
    def inputs(self) -> list[Path]:
        """What a site is made from."""
        looks = [self.templates, self.overrides, self.languages]
        return [self.catalogue, self.content, *looks, self.config, self.history, self.repositories]


def render(project: Project) -> tuple[Loaded, list[str]]:
    """Write ``build/``: the pages, the theme's overrides and the engine's settings; only what changed.

    The other paths of a site get the same in ``build/paths/``. Nothing is written where the catalogue has errors.
    Return what was loaded, and the files that changed.

    Raises:
        PathgenError: a file cannot be read, or a template is wrong.
    """
    loaded = load(project.catalogue)
    if loaded.catalogue is None or not loaded.is_valid:
        return loaded, []
    with sole_builder(project, loaded):
        return loaded, write_pages(project, loaded)


@contextmanager
def sole_builder(project: Project, loaded: Loaded) -> Iterator[None]:
    """Have other builds in a project's ``build/`` wait; create it if it does not exist.

    Raises:
        PathgenError: it contains files that are not pathgen's, as what is not of a build is deleted there.
    """
    refuse_included(project.build, loaded)
    folder, mark = project.build, project.build / MARK
    links = (
        path
        for path in (folder, *folder.glob("*"), *folder.glob("paths/*"), *folder.glob("paths/*/*"))
        if path.is_symlink()
    )
    if link := next(links, None):
        raise PathgenError(f"{link} is a link: files are written and deleted there; delete the link")
    with files.as_pathgen_error(folder):
        if folder.is_dir() and any(folder.iterdir()) and not (mark.is_file() or _is_of_older_version(folder)):
            raise PathgenError(f"{folder} contains files that pathgen did not write; move your catalogue elsewhere")
        folder.mkdir(exist_ok=True)
        mark.touch()
    with locked(mark):
        yield


def _is_of_older_version(build: Path) -> bool:
    """Whether a folder without a mark was written by a pathgen that made none."""
    config = build / "mkdocs.yml"
    return config.is_file() and files.read_bytes(config, len(GENERATED)).startswith(GENERATED.encode())


def write_pages(project: Project, loaded: Loaded) -> list[str]:
    """Write what ``render`` does of a valid catalogue; return the files that changed.

    Raises:
        PathgenError: a file cannot be read, or a template is wrong.
    """
    if loaded.catalogue is None:
        return []
    catalogues = {path.address: below.catalogue for path, below in project.paths(loaded) if below.catalogue}
    whole = {"": loaded.catalogue} | catalogues
    with use_overrides(read_overrides(project.languages)):
        changed = _lay_out(project, loaded.catalogue, whole)
    for path, below in project.paths(loaded):
        if below.catalogue:
            with use_overrides(read_overrides(path.languages)):
                written = _lay_out(path, below.catalogue, whole, loaded.catalogue)
            changed += ((path.build.relative_to(project.build) / name).as_posix() for name in written)
    return changed


def _lay_out(
    project: Project, catalogue: Catalogue, whole: Mapping[str, Catalogue], above: Catalogue | None = None
) -> list[str]:
    """Write what a path needs: ``whole`` has all paths of the site by address, ``above`` is the site's catalogue."""
    refuse_settings(project.config)
    translated = translations(whole, project.address)
    catalogue = replace(catalogue, today=day_of_build())
    content = checked_prose(visible_files(project.content))
    prose = {name: data.decode() for name, data in content.items() if name.endswith(".md")}
    _refuse_conflicts(prose)
    pictures = content.keys() - prose.keys()
    health = health_of(catalogue, project.history)
    changes = newest_changes(project.catalogue, project.build, catalogue.path.language)
    site_url = site_address(project.config, project.place)
    # Their files are read here, as Jinja skips what it cannot read.
    own_templates = project.templates if visible_files(project.templates) else None
    own_theme = visible_files(project.overrides)
    refuse_broken(project.overrides, own_theme, is_all_known=not may_run_code(project.config))
    markdown = markdown_reader(project.config, is_trusted=True)
    with telling_mistakes(own_templates):
        jinja = environment(own_templates, catalogue.path.language)
        site = pages(
            catalogue,
            health,
            prose,
            pictures,
            jinja,
            kept=store.read(project.repositories),
            changes=changes,
            changes_feed=changes_feed.FILE if site_url else "",
            markdown=markdown,
            suggest=suggestions(repository_address(project.config), project.content),
            translated=translated,
            folder=project.address,
        )
        moved = moved_pages(catalogue, jinja, site_url)
        drawn = cards.pictures(catalogue, jinja, project.build / "cards") if site_url else {}
    package = package_files("pathgen.site")
    docs = site.pages | moved | drawn | {name: content[name] for name in pictures}
    ours = {f"assets/{item.name}": item.read_bytes() for item in package.joinpath("assets").iterdir()}
    assets = {name: as_published(name, data) for name, data in ours.items()}
    worker = assets.pop(f"assets/{offline.WORKER}")
    is_offline = is_kept_offline((project.site or project).config)
    if not above:
        assets |= {offline.WORKER: worker} | ({offline.MANIFEST: offline.manifest(catalogue)} if is_offline else {})
    assets[client_data.FILE] = client_data.path_data(catalogue)
    assets[variants.FILE] = variants.choice_styles(catalogue)
    assets[search_records.FILE] = search_records.search_records(
        catalogue, prose, markdown, () if above else [address for address in whole if address]
    )
    programs = for_programs(catalogue, health, site_url, changes)
    assets |= programs
    for name in (assets.keys() | drawn.keys() | moved.keys()) & content.keys():
        raise PathgenError(f"content/{name}: pathgen has a file of that name; rename yours")
    if project.place and not above:  # a path built without its site has the site's files for every page
        named, shared = named_files(project.config), visible_files(project.config.parent / "content")
        docs |= {name: data for name, data in shared.items() if name in named}
    docs |= assets | {name: data for name, data in own_theme.items() if name.startswith(_ASSETS)}
    docs |= offline.icons(favicon(project.config), docs) if is_offline and not above else {}
    overrides = files.read_tree(Path(str(package / "overrides")))
    overrides |= heads(catalogue, site.nav, site_url, programs, translated=translated, folder=project.address)
    overrides |= {name: data for name, data in own_theme.items() if not name.startswith(_ASSETS)}
    written = {
        page: Path(os.path.relpath(project.folder / file, project.config.parent)).as_posix()
        for page, file in site.files.items()
    }
    around = SiteFolders(project.build, project.config, project.place, above, written, is_offline=is_offline)
    config = engine_config(catalogue, site.nav, around).encode()
    changed = files.sync(project.build / "docs", docs)
    changed += files.sync(project.build / "overrides", overrides)
    changed += ["mkdocs.yml"] if files.write(project.build / "mkdocs.yml", config) else []
    return changed


def refuse_included(folder: Path, loaded: Loaded) -> None:
    """Refuse a catalogue that includes a file from a folder that pathgen writes, as the file would be deleted.

    Raises:
        PathgenError: says which.
    """
    for file in loaded.files:
        if Path(file).resolve().is_relative_to(folder.resolve()):
            raise PathgenError(
                f"{file} is included from {folder}, where files are written and deleted; move it elsewhere"
            )


def _refuse_conflicts(prose: Mapping[str, str]) -> None:
    for name, text in prose.items():
        for conflict in conflicts_in_prose(text):
            line = text.count("\n", 0, conflict.markers[0][0]) + 1
            raise PathgenError(f"content/{name}:{line}: {explain(text, conflict)[0]}")


def checked_prose(content: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the prose and its pictures; refuse prose that is not text."""
    return {name: _text(name, data) for name, data in content.items()}


def as_published(name: str, data: bytes) -> bytes:
    """Return one of our scripts and styles without what only their writers need; other assets stay as they are."""
    if name.endswith(".js"):
        return bytes(jsmin(data, keep_bang_comments=True))  # such comments are licences
    return re.sub(rb"/\*.*?\*/|^ +", b"", data, flags=re.DOTALL | re.MULTILINE) if name.endswith(".css") else data


def visible_files(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder, without hidden ones."""
    return {name: data for name, data in files.read_tree(folder).items() if "/." not in f"/{name}"}


def _text(name: str, data: bytes) -> bytes:
    """Return prose without a byte-order mark, after checking that it can be read."""
    if not name.endswith(".md"):
        return data
    if len(data) > MAX_BYTES:
        raise PathgenError(f"content/{name}: larger than {MAX_BYTES // 2**20} MB")
    try:
        return data.decode("utf-8-sig").encode()
    except UnicodeDecodeError as error:
        raise PathgenError(f"content/{name}: byte {error.start} is not UTF-8 text; save it as UTF-8") from error
