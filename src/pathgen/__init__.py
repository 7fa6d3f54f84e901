"""A generator of curated learning-path websites from one YAML catalogue."""

from pathgen.catalogue.load import load

__version__ = "0.1.0"
__all__ = ["load"]
