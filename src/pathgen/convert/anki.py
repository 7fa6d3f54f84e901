"""The self-checks of a path as a text file that Anki imports (https://docs.ankiweb.net/importing/text-files.html)."""

from __future__ import annotations

from markupsafe import escape

from pathgen.catalogue.ids import check_id
from pathgen.catalogue.model import Step, is_for
from pathgen.convert.export_context import ExportContext
from pathgen.convert.import_list import line

_HEAD = """\
#separator:tab
#html:true
#deck:{deck}
#guid column:1
#tags column:4
"""
"""A file that is imported again updates the notes with the same ids, and keeps when each is due."""
_COMMANDS = {ord("["): "&#91;", ord("\\"): "&#92;"}
"""What starts a sound, LaTeX or a formula (``[sound:…]``, ``\\(…\\)``) in a field."""


def write(given: ExportContext) -> bytes:
    """Return a note for each question: its id, the question, the answer, and the id of its step as the tag."""
    rows = [
        "\t".join((check_id(step.id, check.question), _field(check.question), _field(check.answer or ""), step.id))
        for step in (section.part for section in given.catalogue.stages)
        if isinstance(step, Step)
        for check in step.self_check
        if not given.edition or is_for(check, given.edition)
    ]
    deck = line(given.catalogue.path.title).replace("::", ":")  # two colons start a deck within a deck
    return (_HEAD.format(deck=deck) + "".join(f"{row}\n" for row in rows)).encode()


def _field(text: str) -> str:
    """Return a text as HTML in one line; without quotation marks, which would enclose a field."""
    return str(escape(line(text))).translate(_COMMANDS)
