"""A Python-Markdown extension: links in the prose to other sites get ``rel="noopener"``.

It is an extension and not an engine's plugin or hook, because only extensions run in every engine.
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
    """Registers the treeprocessor to run after the one that turns inline text into links."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register it."""
        md.treeprocessors.register(_OutsideLinks(md), "pathgen-outside-links", priority=5)


def makeExtension(**settings: Any) -> ExternalLinks:  # noqa: N802 - the name is Python-Markdown's
    """Return the extension; Python-Markdown looks for a function with this name."""
    return ExternalLinks(**settings)
