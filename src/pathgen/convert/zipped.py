"""Several files as one zip, with nothing in it that depends on the machine or the time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_FIRST_YEAR = 1980
"""The first year that a zip knows."""


def zipped(files: Mapping[str, bytes], day: date, stored: Collection[str] = ()) -> bytes:
    """Pack files in their order, those that are ``stored`` uncompressed (the first one of a book: OCF §4.3)."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in files.items():
            item = ZipInfo(name, (max(day.year, _FIRST_YEAR), day.month, day.day, 0, 0, 0))
            item.create_system = 3  # else it names the system that wrote it
            item.external_attr = 0o644 << 16
            archive.writestr(item, data, ZIP_STORED if name in stored else ZIP_DEFLATED)
    return packed.getvalue()
