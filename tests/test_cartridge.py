"""The cartridge for learning platforms: what its manifest says is in the zip, and the zip has nothing else."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from pathgen.catalogue.load import load, parse
from pathgen.convert import export
from pathgen.site.render import Project

CATALOGUE = """\
path: {title: "Looms & more", summary: Words.}
steps:
  - id: first
    title: First
    resources:
      - {title: "A <b>", url: "https://example.org/a?b&c"}
      - {ref: first-c}
topics:
  - id: second
    title: Second
    subtopics: [{id: below, title: Below, resources: [{ref: first-a-b}, {id: first-c, title: C, url: "https://example.org/c"}]}]
  - {id: empty, title: Empty}
"""
NAMES = {
    "m": "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1",
    "w": "http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3",
    "l": "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest",
}


def test_a_cartridge_has_modules_with_web_links(tmp_path: Path) -> None:
    loaded = parse("resources.yaml", CATALOGUE.encode())
    assert loaded.catalogue, loaded.diagnostics
    exported = export(Project(tmp_path / "resources.yaml"), loaded.catalogue, "cartridge")
    archive = ZipFile(BytesIO(exported))
    manifest = etree.fromstring(archive.read("imsmanifest.xml"))
    assert manifest.findtext(".//m:schemaversion", None, NAMES) == "1.3.0"
    assert manifest.findtext(".//l:title/l:string", None, NAMES) == "Looms & more"
    assert [title.text for title in manifest.iterfind(".//m:item/m:title", NAMES)] == [
        "First", "A <b>", "C", "Second", "Below", "A <b>", "C"
    ]  # fmt: skip
    resources = {found.get("identifier"): found for found in manifest.iterfind(".//m:resource", NAMES)}
    used = {item.get("identifierref") for item in manifest.iterfind(".//m:item[@identifierref]", NAMES)}
    assert used == {*resources}
    files = [found.get("href") for found in manifest.iterfind(".//m:file", NAMES)]
    assert archive.namelist() == ["imsmanifest.xml", *files]
    links = [etree.fromstring(archive.read(str(file))) for file in files]
    assert [(link.findtext("w:title", None, NAMES), link.find("w:url", NAMES).get("href")) for link in links] == [
        ("A <b>", "https://example.org/a?b&c"),
        ("C", "https://example.org/c"),
    ]
    identifiers = [node.get("identifier") for node in manifest.iter("{*}item", "{*}resource")]
    assert len(identifiers) == len({*identifiers})


GRAMMAR = {
    "manifest": (r"metadata organizations resources", {"identifier"}),
    "metadata": (r"schema schemaversion lom", set()),
    "lom": (r"general", set()),
    "general": (r"title( description)?", set()),
    "organizations": (r"organization", set()),
    "organization": (r"item", {"identifier", "structure"}),
    "resources": (r"(resource ?)*", set()),
    "resource": (r"file", {"identifier", "type"}),
    "file": (r"", {"href"}),
    "webLink": (r"title url", set()),
    "url": (r"", {"href", "target"}),
}
"""The children of each element in order, and its attributes (IMS CC 1.3: content packaging and web links)."""
ROOT, FOLDER, LEAF = (
    (r"(item ?)*", {"identifier"}),
    (r"title( item)+", {"identifier"}),
    (r"title", {"identifier", "identifierref"}),
)
"""The three kinds of items in an organization: its only one, those with items below, and those of resources."""


@pytest.mark.parametrize("site", ["path", "smallest", "topics", "arabic"])
def test_a_cartridge_is_built_as_the_standard_says(site: str) -> None:
    catalogue = Path(__file__).parent / "sites" / site / "resources.yaml"
    loaded = load(catalogue)
    assert loaded.catalogue, loaded.diagnostics
    archive = ZipFile(BytesIO(export(Project(catalogue), loaded.catalogue, "cartridge")))
    for name in archive.namelist():
        for node in etree.fromstring(archive.read(name)).iter():
            children = " ".join(etree.QName(child).localname for child in node)
            kind = etree.QName(node).localname
            above = node.getparent()
            if kind == "item":
                is_root = above is not None and etree.QName(above).localname == "organization"
                expected = ROOT if is_root else LEAF if "identifierref" in node.attrib else FOLDER
            elif kind == "title" and above is not None and etree.QName(above).localname == "general":
                expected = ("string", set())
            else:
                expected = GRAMMAR.get(kind, ("string" if kind == "description" else "", set()))
            assert re.fullmatch(expected[0], children), (name, kind, children)
            assert {*node.attrib} == expected[1], (name, kind)
            assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", node.get(id_, "x")) for id_ in ("identifier", "identifierref"))
