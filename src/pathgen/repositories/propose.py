"""What the hosts know, written into the catalogue: as a diff to look at, or into its files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pathgen.catalogue.edit import Splice
from pathgen.catalogue.resolve import Catalogue
from pathgen.links.repair import best
from pathgen.repositories.compare import Finding


def proposed(findings: Sequence[Finding], catalogue: Catalogue) -> tuple[dict[Path, tuple[bytes, bytes]], list[str]]:
    """Make the edits; give the bytes of each file that changes, before and after, and what had to be left, and why.

    Raises:
        OSError: a file cannot be read.
    """
    by_file: dict[str, list[Splice]] = {}
    for found in findings:
        by_file.setdefault(found.diagnostic.span.file, []).extend(found.splices)
    changed: dict[Path, tuple[bytes, bytes]] = {}
    left: list[str] = []
    for file, splices in by_file.items():
        data = Path(file).read_bytes()
        made, not_made = best(file, data, splices, catalogue) if splices else (data, [])
        left += not_made
        if made != data:
            changed[Path(file)] = data, made
    return changed, left
