"""The headers of a site in ``_headers``, which Netlify and Cloudflare send; their policy names our scripts.

A browser that gets this header runs no script within a page but those whose hash is in it (CSP Level 3 §8.5).
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

FILE = "_headers"
PLACEHOLDER = b"HASHES"
"""The word in the file that the hashes of all scripts within the pages replace."""
_SCRIPT = re.compile(rb"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script", re.DOTALL | re.IGNORECASE)
_TYPE = re.compile(rb"""\btype\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_RUN = frozenset({b"", b"module", b"text/javascript", b"application/javascript", b"importmap"})
"""The types of scripts that a browser runs; any other is data (HTML Living Standard §4.12.1)."""


def with_hashes(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what has to change in a site that was built: its headers, if they ask for the hashes of its scripts."""
    headers = tree.get(FILE, b"")
    if PLACEHOLDER not in headers:
        return {}
    hashes = {hash_ for name, page in tree.items() if name.endswith(".html") for hash_ in _hashes(page)}
    return {FILE: headers.replace(PLACEHOLDER, b" ".join(sorted(hashes)))}


def _hashes(page: bytes) -> set[bytes]:
    found = set()
    for script in _SCRIPT.finditer(page):
        kind = _TYPE.search(script["attributes"])
        if (kind[1].lower() if kind else b"") in _RUN and not re.search(rb"\ssrc\s*=", script["attributes"]):
            text = script["text"].replace(b"\r\n", b"\n").replace(b"\r", b"\n")  # as a browser reads it
            found.add(b"'sha256-" + b64encode(sha256(text).digest()) + b"'")
    return found
