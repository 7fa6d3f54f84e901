"""What makes a site readable without a network, and installable: a service worker, a manifest and two icons.

The worker (``assets/sw.js``) deletes itself unless a site was built with a manifest, so that browsers of former readers
forget what they kept once a project turns this off.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

import resvg_py

from pathgen.catalogue.resolve import Catalogue
from pathgen.i18n.messages import messages_of

WORKER = "sw.js"
"""At the root of the site, as a worker serves nothing above its own folder (Service Workers §3.4.4)."""
MANIFEST = "manifest.webmanifest"
_ICON = "assets/icon-{}.png"
_SIZES = (192, 512)
"""The widths that Chromium asks for before it offers to install a site."""
_KINDS = {"svg": "svg+xml", "png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "webp": "webp"}
"""The suffixes of what an icon can be drawn from, and their media types."""
_MOST_KEPT = 20_000_000
"""Bytes of a site that are fetched when it is first visited; some browsers keep little more than 50 MB of a site."""
_MOST_OF_A_PICTURE = 100_000
_KEPT = (
    re.compile(r"\.(html|css|js)$|(^|/)assets/(path|search)\.json$"),
    re.compile(r"\.(svg|png|jpe?g|gif|webp|avif|ico|woff2?|webmanifest)$"),
)
"""What is fetched when the site is first visited: pages and what they run, then small pictures and fonts."""
_UNUSED = re.compile(r"(^|/)assets/(cards|javascripts/(lunr|workers))/|^404\.html$")
"""What no page shows or runs: pictures for links to it, and the theme's search; nor the page for what is not there."""
_NOT_SERVED = re.compile(r"(^|/)[._]|\.map$")


def manifest(catalogue: Catalogue) -> bytes:
    """Return the web app manifest of a site (https://www.w3.org/TR/appmanifest/); addresses are relative to it."""
    path = catalogue.path
    sizes = [(f"{size}x{size}", _ICON.format(size)) for size in _SIZES]
    data = {
        "name": path.title,
        **({"description": path.summary} if path.summary else {}),
        "lang": path.language,
        "dir": messages_of(path.language).direction,
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "icons": [{"src": name, "sizes": size, "type": "image/png"} for size, name in sizes],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def icons(favicon: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the icons of an installed site, drawn from its favicon, or from ours where that cannot be drawn."""
    if favicon.rpartition(".")[2].lower() not in _KINDS or favicon not in files:
        favicon = "assets/favicon.svg"
    data, kind = b64encode(files[favicon]).decode(), _KINDS[favicon.rpartition(".")[2].lower()]
    picture = f'<image width="1" height="1" href="data:image/{kind};base64,{data}"/>'
    return {_ICON.format(size): _drawn(picture, size) for size in _SIZES}


@lru_cache(maxsize=8)  # `serve` builds again and again with the same favicon
def _drawn(picture: str, size: int) -> bytes:
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 1 1">{picture}</svg>'
    )
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, skip_system_fonts=True))


def with_files(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the worker of a site that was built, with the list of its files; nothing if it has no manifest."""
    if MANIFEST not in tree:
        return {}
    kept: dict[str, str] = {}
    opened: dict[str, str] = {}
    size = 0
    for name in sorted(tree, key=lambda name: (_turn(name, tree[name]), name)):
        if name == WORKER or _NOT_SERVED.search(name):
            continue
        is_kept = _turn(name, tree[name]) < len(_KEPT) and size + len(tree[name]) <= _MOST_KEPT
        size += len(tree[name]) if is_kept else 0
        address = quote(re.sub(r"(^|/)index\.html$", r"\1", name), safe="/~!$&'()*+,;=:@")
        (kept if is_kept else opened)[address] = sha256(tree[name]).hexdigest()[:8]
    worker = tree[WORKER]
    for empty, listed in ((b"KEPT={}", kept), (b"OPENED={}", opened)):
        worker = worker.replace(empty, empty[:-2] + json.dumps(listed, separators=(",", ":")).encode(), 1)
    return {WORKER: worker}


def _turn(name: str, data: bytes) -> int:
    """Return when a file is fetched, as an index of what is kept; past its end: when a reader opens it."""
    if _UNUSED.search(name):
        return len(_KEPT)
    for turn, pattern in enumerate(_KEPT):
        if pattern.search(name) and (turn == 0 or len(data) <= _MOST_OF_A_PICTURE):
            return turn
    return len(_KEPT)
