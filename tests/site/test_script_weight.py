"""What the scripts of the site weigh as they are published."""

from __future__ import annotations

import gzip
from importlib.resources import files

from rjsmin import jsmin


def test_our_scripts_together_weigh_at_most_30_kb() -> None:
    scripts = [item for item in files("pathgen.site").joinpath("assets").iterdir() if item.name.endswith(".js")]
    # The library of the search is loaded when someone searches, and weighs 6 kB more.
    ours = [jsmin(item.read_bytes(), keep_bang_comments=True) for item in scripts if item.name != "minisearch.js"]
    assert sum(len(gzip.compress(script, 9)) for script in ours) <= 30_000
