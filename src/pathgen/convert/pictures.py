"""The pictures that a book can hold: of a kind that every e-reader shows, with nothing in them that runs or calls."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"GIF8", "gif", "image/gif"),
)
"""How the files of a kind begin (EPUB 3.3 §3.2 lists the kinds); told by that, as a name may lie."""
_SVG = "{http://www.w3.org/2000/svg}"
_RUNS = ("script", "foreignObject", "animate", "set", "a", "style")
_LINKS = ("href", "{http://www.w3.org/1999/xlink}href")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's bytes, the end of its name and its media type."""

    data: bytes
    suffix: str
    media_type: str


def picture_of(data: bytes) -> Picture | None:
    """Tell what kind of picture these bytes are; ``None`` for any other file."""
    for beginning, suffix, media_type in _KINDS:
        if data.startswith(beginning):
            return Picture(data, suffix, media_type)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Picture(data, "webp", "image/webp")
    drawing = _drawing(data)
    return Picture(drawing, "svg", "image/svg+xml") if drawing else None


def _drawing(data: bytes) -> bytes | None:
    """Keep of an SVG what is drawn."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_pis=True))
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.tag != f"{_SVG}svg" or any(one.tag is etree.Entity for one in root.iter()):
        return None
    etree.strip_elements(root, *(f"{_SVG}{name}" for name in _RUNS), with_tail=False)
    for one in root.iter("*"):
        for name, value in list(one.attrib.items()):
            leaves = name in _LINKS and not value.startswith("#")
            if leaves or str(name).startswith("on") or ("url(" in value and "url(#" not in value):
                del one.attrib[name]
    return etree.tostring(root, encoding="utf-8")
