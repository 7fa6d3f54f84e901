"""The pictures that a book can contain: in formats that every e-reader shows, without scripts or outside links."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"GIF8", "gif", "image/gif"),
)
"""The first bytes of each format of EPUB 3.3 §3.2: they decide, as a file name may be wrong."""
_SVG = "{http://www.w3.org/2000/svg}"
_RUNS = ("script", "foreignObject", "animate", "set", "a", "style")
_LINKS = ("href", "{http://www.w3.org/1999/xlink}href")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's bytes, file suffix (without a dot) and media type."""

    data: bytes
    suffix: str
    media_type: str


def picture_of(data: bytes) -> Picture | None:
    """Return the picture that these bytes are; ``None`` if they are not one of the formats."""
    for beginning, suffix, media_type in _KINDS:
        if data.startswith(beginning):
            return Picture(data, suffix, media_type)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Picture(data, "webp", "image/webp")
    drawing = _drawing(data)
    return Picture(drawing, "svg", "image/svg+xml") if drawing else None


def _drawing(data: bytes) -> bytes | None:
    """Return an SVG without scripts, styles and outside links; ``None`` if it is not a safe SVG."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_pis=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.tag != f"{_SVG}svg" or any(node.tag is etree.Entity for node in root.iter()):
        return None
    etree.strip_elements(root, *(f"{_SVG}{name}" for name in _RUNS), with_tail=False)
    for node in root.iter("*"):
        for name, value in list(node.attrib.items()):
            leaves = name in _LINKS and not value.startswith("#")
            if leaves or str(name).startswith("on") or ("url(" in value and "url(#" not in value):
                del node.attrib[name]
    return etree.tostring(root, encoding="utf-8")
