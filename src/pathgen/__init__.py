"""A generator of curated learning-path websites from one YAML catalogue."""

import sys

if sys.argv[:1] == ["-m"] and "pathgen" in sys.orig_argv and not sys.flags.safe_path:
    del sys.path[0]  # of `python -m pathgen`: the current folder, a project's, whose random.py is not Python's

from pathgen.catalogue.load import load

__version__ = "0.1.0"
__all__ = ["load"]
