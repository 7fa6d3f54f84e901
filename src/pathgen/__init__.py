"""A generator of curated learning-path websites from one YAML catalogue."""

import sys

TYPE_CHECKING = False  # not from `typing`, whose import is most of the time before Ctrl-C is handled (__main__.py)
if TYPE_CHECKING:
    from pathgen.catalogue.load import load

if sys.argv[:1] == ["-m"] and "pathgen" in sys.orig_argv and not sys.flags.safe_path:
    del sys.path[0]  # of `python -m pathgen`: the current folder, a project's, whose random.py is not Python's

__version__ = "0.1.0"
__all__ = ["load"]


def __getattr__(name: str) -> object:
    """Import what reads a catalogue when it is asked for (PEP 562): an engine needs our Markdown extension alone."""
    if name != "load":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pathgen.catalogue.load import load  # noqa: PLC0415 - see above

    return load
