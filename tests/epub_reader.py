"""A strict reader of EPUB: what OCF, the package and the pages have to be, without EPUBCheck's Java."""

from __future__ import annotations

import posixpath
import re
from io import BytesIO
from itertools import pairwise
from urllib.parse import urlsplit
from zipfile import ZIP_STORED, ZipFile

from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = {"opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)


class Book:
    """The files of a book, parsed; reading one that breaks a rule fails."""

    def __init__(self, data: bytes) -> None:
        with ZipFile(BytesIO(data)) as archive:
            items = archive.infolist()
            self.files = {item.filename: archive.read(item) for item in items}
        # OCF 3.3 §4.2.2, §4.3: each name once, and the first file says what kind of file this is.
        assert len(self.files) == len(items)
        assert (items[0].filename, items[0].compress_type, items[0].extra) == ("mimetype", ZIP_STORED, b"")
        assert data[30:58] == b"mimetypeapplication/epub+zip"
        container = self._parsed("META-INF/container.xml")
        (root_file,) = container.findall(".//{*}rootfile")
        self.package = self._parsed(root_file.get("full-path"))
        self.folder = posixpath.dirname(root_file.get("full-path"))
        self.manifest = {item.get("id"): item for item in self.package.iterfind("opf:manifest/opf:item", OPF)}
        self.pages = {
            item.get("href"): self._parsed(posixpath.join(self.folder, item.get("href")))
            for item in self.manifest.values()
            if item.get("media-type") == "application/xhtml+xml"
        }

    def _parsed(self, name: str) -> etree._Element:
        return etree.fromstring(self.files[name], etree.XMLParser(resolve_entities=False, no_network=True))

    def text(self, name: str) -> str:
        """Return the text of a page."""
        return " ".join("".join(self.pages[name].find(f"{XHTML}body").itertext()).split())

    @property
    def all_text(self) -> str:
        """Return the text of the book."""
        return " ".join(map(self.text, self.pages))

    def values(self, name: str) -> list[str]:
        """Return the values of a property in the package's metadata: `dc:title`, `schema:accessMode`."""
        if name.startswith("dc:"):
            return [element.text for element in self.package.iterfind(f"opf:metadata/{name}", OPF)]
        return [element.text for element in self.package.iterfind(f"opf:metadata/opf:meta[@property='{name}']", OPF)]

    def faults(self) -> list[str]:
        """Return the faults that could trip up a reading system."""
        return [*self._of_package(), *(fault for page in self.pages for fault in self._of_page(page))]

    def _of_package(self) -> list[str]:
        found = []
        listed = [posixpath.join(self.folder, item.get("href")) for item in self.manifest.values()]
        beside = {"mimetype", "META-INF/container.xml", posixpath.join(self.folder, "package.opf")}
        if sorted([*listed, *beside]) != sorted(self.files):
            found.append(f"manifest and files differ: {set(listed) ^ (self.files.keys() - beside)}")
        spine = [itemref.get("idref") for itemref in self.package.iterfind("opf:spine/opf:itemref", OPF)]
        pages = [item_id for item_id, item in self.manifest.items() if item.get("href") in self.pages]
        if sorted(spine) != sorted(pages):
            found.append("the spine leaves a page out, or has one twice")
        navs = [item.get("href") for item in self.manifest.values() if item.get("properties") == "nav"]
        if len(navs) != 1:
            found.append(f"navigation documents: {navs}")
        (identifier,) = self.values("dc:identifier")
        if not re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", identifier):
            found.append(f"identifier {identifier}")
        (modified,) = self.values("dcterms:modified")
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", modified):
            found.append(f"modified {modified}")
        return found + [f"no {name}" for name in ("dc:title", "dc:language") if not all(self.values(name) or [""])]

    def _of_page(self, name: str) -> list[str]:
        page, found = self.pages[name], []
        ids = [element.get("id") for element in page.iter("*") if element.get("id") is not None]
        found += [f"{name}: id {xml_id} twice" for xml_id in set(ids) if ids.count(xml_id) > 1]
        found += [f"{name}: id {xml_id}" for xml_id in ids if not _NAME.fullmatch(xml_id)]
        for element in page.iter("*"):
            tag = str(element.tag).removeprefix(XHTML)
            if tag in {"script", "iframe", "object", "embed", "form", "style", "base", "video", "audio"} or "{" in tag:
                found.append(f"{name}: <{tag}>")
            found += [f"{name}: {key}" for key in element.attrib if str(key).startswith("on") or key == "style"]
            target = element.get("href" if tag in {"a", "link"} else "src")
            if target is not None:
                found += self._of_target(name, tag, target)
        levels = [int(heading.tag[-1]) for heading in page.iter(*(f"{XHTML}h{level}" for level in range(1, 7)))]
        if levels.count(1) != 1 or any(after > before + 1 for before, after in pairwise(levels)):
            found.append(f"{name}: headings {levels}")
        return found

    def _of_target(self, page: str, tag: str, target: str) -> list[str]:
        parts = urlsplit(target)
        if tag == "a" and parts.scheme in {"http", "https", "mailto"}:
            return [] if target.isascii() and not re.search(r'[\s<>"\\^`{|}]', target) else [f"{page}: {target!r}"]
        file = posixpath.join(self.folder, parts.path or page)
        if parts.scheme or parts.netloc or file not in self.files:
            return [f"{page}: {target!r}"]
        if parts.fragment and not self.pages[parts.path or page].xpath("//*[@id=$one]", one=parts.fragment):
            return [f"{page}: nothing at {target!r}"]
        return []
