"""A generator of curated learning-path websites: one YAML catalogue, validated, rendered and kept true."""

from pathgen.catalogue.load import Loaded, load
from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Diagnostic, Severity, Span
from pathgen.errors import PathgenError

__version__ = "0.1.0"
__all__ = ["Catalogue", "Diagnostic", "Loaded", "PathgenError", "Severity", "Span", "load"]
