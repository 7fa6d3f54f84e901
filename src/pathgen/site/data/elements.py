"""Elements of XML whose texts are escaped, so that no text of a catalogue becomes markup."""

from __future__ import annotations

from lxml import etree

from pathgen.escape import xml

Element = etree._Element  # noqa: SLF001 - lxml's only name for it


def element(name: str, *content: str | Element | None, **attributes: str | None) -> Element:
    """Return an element of texts and elements, in order; content that is ``None`` is left out."""
    parent = etree.Element(name, {key: xml(value) for key, value in attributes.items() if value is not None})
    for part in content:
        if isinstance(part, str):
            parent.text = (parent.text or "") + xml(part)
        elif part is not None:
            parent.append(part)
    return parent


def document(root: Element) -> bytes:
    """Return a whole document."""
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")
