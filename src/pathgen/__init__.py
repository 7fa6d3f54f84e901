"""A generator of curated learning-path websites: one YAML catalogue, validated, rendered and kept true."""

from pathgen.catalogue.load import load

__version__ = "0.1.0"
__all__ = ["load"]
