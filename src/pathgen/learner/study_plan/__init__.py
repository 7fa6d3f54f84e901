"""The formats of a study plan, one file each: a function from a plan to a text.

To add one, write a module with a ``report`` of this shape and list it here. What a plan says in words is said in the
language of the catalogue, by the texts that the site's own plan says.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pathgen.i18n.messages import Messages
from pathgen.learner.study_plan import csv, json, text
from pathgen.learner.study_plan.plan import StudyPlan


def _ics(plan: StudyPlan, say: Messages, now: datetime) -> str:
    from pathgen.learner.study_plan import ics  # noqa: PLC0415 - icalendar loads slowly, and a site needs none of it

    return ics.report(plan, say, now)


FORMATS: dict[str, Callable[[StudyPlan, Messages, datetime], str]] = {
    "text": text.report,
    "ics": _ics,
    "csv": csv.report,
    "json": json.report,
}
"""Every format by its name: of a plan, the texts of its language and the moment it was made."""
