"""A site that knows its address, with news: entries that were added, links that died and moved."""

from __future__ import annotations

import shutil
from pathlib import Path

from build_once import Once
from projects import edit, site_of
from test_link_health import remember, result

from pathgen.links.verdict import Verdict
from pathgen.site.build import build
from pathgen.site.render import Project

SITE = "https://example.org/sub/path/"
SITES = Path(__file__).parent.parent / "sites"


def project_at(folder: Path, site_url: str = SITE, name: str = "path") -> Project:
    """Copy one of the small projects, and add an address, dates and a history."""
    shutil.copytree(SITES / name, folder, ignore=shutil.ignore_patterns("expected"))
    project = Project(folder / "resources.yaml")
    project.config.write_text(f"site_url: {site_url}\n" if site_url else "", encoding="utf-8")
    if name == "path":
        for title, more in (("What to buy", "added: 2025"), ("Dough on film", "added: 2026-02-03")):
            edit(project, f"title: {title},", f"title: {title}, {more},")
        edit(project, "A lecture on crust,", "A blog on crust & crumb, kind: blog,")
    remember(
        project,
        result("https://example.org/gas", Verdict.DEAD, "not-found", "2026-03-04"),
        result("https://example.org/coil", Verdict.MOVED, "moved", "2026-03-05", final_url="https://example.org/new"),
        result("https://example.org/buy", Verdict.OK, "ok", "2026-03-06"),
    )
    return project


def built(folder: Path, engine: str, site_url: str = SITE) -> Path:
    """Build the project; return its site."""
    project = project_at(folder, site_url)
    loaded, _ = build(project, site_of(project), engine)
    assert loaded.is_valid, loaded.diagnostics
    return site_of(project)


def published(once: Once, engine: str) -> Path:
    """Return the site of that project as an engine builds it, built once for all tests; no test changes it."""

    def make(folder: Path) -> None:
        built(folder / "project", engine)

    return once(f"published-{engine}", make) / "project" / "site"
