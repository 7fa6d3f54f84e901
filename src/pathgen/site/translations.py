"""The counterparts of a page in paths of the same site that are in other languages; ids are the bridge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pathgen.catalogue.resolve import Catalogue
from pathgen.i18n.messages import messages_of
from pathgen.site.page_urls import place


@dataclass(frozen=True, slots=True)
class Translation:
    """A page in another language: its tag, its name in that language, and the page's address below the site's."""

    language: str
    name: str
    address: str


Translations = Mapping[str, list[Translation]]
"""The translations of each page that has any, itself among them: ``{address below its path's: translations}``."""


def translations(paths: Mapping[str, Catalogue], address: str) -> Translations:
    """Return the translations of the pages of a path; ``paths`` has each path of the site by its address.

    A path is a translation of another one if its language differs and it has a step or topic of the same id. Of several
    paths in a language, the first counts.
    """
    catalogue = paths[address]
    found: dict[str, dict[str, Translation]] = {}
    for other, path in paths.items():
        if path.path.language == catalogue.path.language or not _sections(catalogue) & _sections(path):
            continue
        for page in _pages(catalogue) & _pages(path):
            itself = _translation(catalogue, address + page)
            found.setdefault(page, {itself.language: itself}).setdefault(
                path.path.language, _translation(path, other + page)
            )
    return {page: sorted(languages.values(), key=_language) for page, languages in found.items()}


def _language(translation: Translation) -> str:
    return translation.language


def _translation(catalogue: Catalogue, address: str) -> Translation:
    language = catalogue.path.language
    return Translation(language, messages_of(language).language_name(language), address)


def _sections(catalogue: Catalogue) -> set[str]:
    return {place(section.page) for section in catalogue.tops}


def _pages(catalogue: Catalogue) -> set[str]:
    parts = (("concepts/", catalogue.concepts), ("libraries/", catalogue.libraries), ("topics/", catalogue.topics))
    return {"", *_sections(catalogue), *(page for page, items in parts if items)}
