"""``pathgen schema``: the JSON Schema of a catalogue, or of what pathgen writes as JSON."""

from __future__ import annotations

import click

from pathgen.catalogue import json_schema


@click.command
@click.argument(
    "of",
    type=click.Choice(["resources", "included", "catalogue", "links", "plan"]),
    default="resources",
    metavar="[resources|included|catalogue|links|plan]",
)
def command(of: str) -> None:
    """Print a JSON Schema (draft 2020-12).

    The choices: a catalogue, or a file that it includes, for editors; the site's catalogue.json, for programs; the JSON
    report of check-links; a study plan.
    """
    click.echo(_dumps(of), nl=False)


def _dumps(of: str) -> str:
    """Return the schema as JSON; each imports only what it needs, so that editors do not wait."""
    if of == "links":
        from pathgen.links.reports.json import dumps_schema as of_links  # noqa: PLC0415

        return of_links()
    if of == "catalogue":
        from pathgen.site.data.catalogue_schema import dumps_schema as of_catalogue  # noqa: PLC0415

        return of_catalogue()
    if of == "plan":
        from pathgen.learner.study_plan.json import dumps_schema as of_plan  # noqa: PLC0415

        return of_plan()
    return json_schema.dumps(is_included=of == "included")
