"""The headers of a site name the hashes of all scripts within its pages."""

from __future__ import annotations

import hashlib
from base64 import b64encode

from pathgen.site.security_headers import with_hashes

HEADERS = b"/*\n  Content-Security-Policy: script-src 'self' HASHES\n"


def hash_of(text: bytes) -> bytes:
    return b"'sha256-" + b64encode(hashlib.sha256(text).digest()) + b"'"


def test_scripts_that_a_browser_runs_are_named_once() -> None:
    page = (
        b"<script>a()</script><SCRIPT type='module'>b()\r\nc()</SCRIPT>"
        b'<script src=x.js></script><script type="application/ld+json">{}</script>'
    )
    changed = with_hashes(
        {"_headers": HEADERS, "index.html": page, "a/index.html": page, "a.js": b"<script>d</script>"}
    )
    hashes = b" ".join(sorted([hash_of(b"a()"), hash_of(b"b()\nc()")]))
    assert changed == {"_headers": HEADERS.replace(b"HASHES", hashes)}


def test_a_site_that_does_not_ask_for_them_stays_as_it_is() -> None:
    assert with_hashes({"index.html": b"<script>a()</script>"}) == {}
    assert with_hashes({"_headers": b"/*\n  X-Frame-Options: DENY\n", "index.html": b"<script>a()</script>"}) == {}
