"""What the page of the study plan shows: the tasks in order with their times, and the rule that its script uses."""

from __future__ import annotations

import json
from functools import partial
from itertools import accumulate
from typing import Any

from babel.dates import get_day_names

from pathgen.catalogue.resolve import Catalogue
from pathgen.i18n.messages import messages_of
from pathgen.learner.study_plan import describe, plan

_CHOSEN = ("mon", "wed", "sat")
"""The weekdays that are selected when the page opens."""


def plan_page(catalogue: Catalogue) -> dict[str, Any]:
    """Return the values of the template: ``tasks`` of the default route, each with the minutes up to its end."""
    say = messages_of(catalogue.path.language)
    tasks = plan.tasks_of(catalogue)
    names = get_day_names("abbreviated", locale=say.language.replace("-", "_"))
    return {
        "rule": json.dumps(rule(catalogue)),
        "weekdays": [(day, names[index], day in _CHOSEN) for index, day in enumerate(plan.DAYS)],
        "tasks": list(zip(tasks, accumulate(task.middle for task in tasks), strict=True)),
        "named": partial(describe.title, say),
        "spent": partial(describe.spent, say),
        "unknown": plan.UNKNOWN,
    }


def rule(catalogue: Catalogue) -> dict[str, Any]:
    """Return the numbers of the rule for ``assets/sessions.js``, and the owner of the calendar's events."""
    return {
        "unknown": plan.UNKNOWN,
        "check": plan.CHECK,
        "least": plan.LEAST,
        "most": plan.MOST,
        "sessions": plan.MOST_SESSIONS,
        "first": str(plan.FIRST),
        "last": str(plan.LAST),
        "owner": plan.owner_of(catalogue.path.title),
        "title": catalogue.path.title,
    }
