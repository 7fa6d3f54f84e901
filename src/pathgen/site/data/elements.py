"""Elements of XML, made so that no text of a catalogue is anything else."""

from __future__ import annotations

from lxml import etree

from pathgen.escape import xml

Element = etree._Element  # noqa: SLF001 - lxml's only name for it


def element(name: str, *content: str | Element | None, **attributes: str | None) -> Element:
    """Make an element of texts and elements, in order; what is ``None`` is left out."""
    made = etree.Element(name, {key: xml(value) for key, value in attributes.items() if value is not None})
    for part in content:
        if isinstance(part, str):
            made.text = (made.text or "") + xml(part)
        elif part is not None:
            made.append(part)
    return made


def document(root: Element) -> bytes:
    """Write a whole document."""
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")
