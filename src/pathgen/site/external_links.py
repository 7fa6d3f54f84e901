"""A Python-Markdown extension: links of the prose that lead to other sites get ``rel="noopener"``.

An extension rather than an engine's plugin or hook, as it is the one thing that every engine runs.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from pathgen.escape import is_outside


class _OutsideLinks(Treeprocessor):
    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            if is_outside(link.get("href", "")):
                link.set("rel", "noopener")


class ExternalLinks(Extension):
    """Registers the treeprocessor behind the one that makes links of inline text."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register it."""
        md.treeprocessors.register(_OutsideLinks(md), "pathgen-outside-links", priority=5)


def makeExtension(**settings: Any) -> ExternalLinks:  # noqa: N802 - the name is Python-Markdown's
    """Make the extension, as Python-Markdown asks for it by this name."""
    return ExternalLinks(**settings)
