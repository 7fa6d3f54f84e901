"""A path as a Common Cartridge 1.3, which Moodle, Canvas and others import: a module for each step or topic.

https://www.imsglobal.org/cc/ccv1p3/imscc_Implementation-v1p3.html: a manifest with one organization, a tree of items
whose leaves are web links, each in a file of its own.
"""

from __future__ import annotations

from pathgen.catalogue.resolve import Entry, Section
from pathgen.convert.export_context import ExportContext
from pathgen.convert.zipped import zipped
from pathgen.escape import is_outside
from pathgen.site.data.elements import Element, document, element
from pathgen.today import day_of_build

_MANIFEST = "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest"
_LINK = "http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3"
_TYPE = "imswl_xmlv1p3"
"""The type of a resource that is a web link."""


def write(given: ExportContext) -> bytes:
    """Return the cartridge: each place of an entry is an item, each entry one web link."""
    links: dict[str, tuple[int, Entry]] = {}
    items = [item for top in given.catalogue.tops if (item := _item(given, top, links)) is not None]
    path = given.catalogue.path
    about = element(
        "metadata",
        element("schema", "IMS Common Cartridge"),
        element("schemaversion", "1.3.0"),
        _lom("lom", _lom("general", _text("title", path.title), _text("description", path.summary))),
    )
    tree = element("organization", element("item", *items, identifier="root"), identifier="organization")
    tree.set("structure", "rooted-hierarchy")
    resources = [_resource(number) for number in range(1, len(links) + 1)]
    manifest = element(
        "manifest", about, element("organizations", tree), element("resources", *resources), identifier="manifest"
    )
    files = {"imsmanifest.xml": document(_in_namespace(manifest, _MANIFEST))}
    for number, entry in links.values():
        link = element("webLink", element("title", entry.title), element("url", href=entry.url, target="_blank"))
        files[_file(number)] = document(_in_namespace(link, _LINK))
    return zipped(files, day_of_build())


def _item(given: ExportContext, section: Section, links: dict[str, tuple[int, Entry]]) -> Element | None:
    """Return the module of a section, or ``None`` if there is no entry in it or below it."""
    found: list[Element] = []
    for number, entry in enumerate(given.entries(section), 1):
        if not is_outside(entry.url):
            continue
        reference, _ = links.setdefault(entry.id, (len(links) + 1, entry))
        names = {"identifier": f"item-{section.part.id}-{number}", "identifierref": f"link-{reference}"}
        found.append(element("item", element("title", entry.title), **names))
    found += [item for below in section.sections if (item := _item(given, below, links)) is not None]
    if not found:
        return None
    return element("item", element("title", section.part.title), *found, identifier=f"module-{section.part.id}")


def _resource(number: int) -> Element:
    return element("resource", element("file", href=_file(number)), identifier=f"link-{number}", type=_TYPE)


def _file(number: int) -> str:
    return f"links/{number}.xml"


def _lom(name: str, *content: Element | str | None) -> Element:
    return element(f"{{{_LOM}}}{name}", *content)


def _text(name: str, text: str | None) -> Element | None:
    return _lom(name, _lom("string", text)) if text else None


def _in_namespace(root: Element, namespace: str) -> Element:
    """Return the elements with a namespace for those that have none yet."""
    for node in root.iter():
        if not str(node.tag).startswith("{"):
            node.tag = f"{{{namespace}}}{node.tag}"
    return root
