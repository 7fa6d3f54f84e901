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

    That of a catalogue, or of a file that it includes, for editors; of catalogue.json, which the site has for programs;
    of the JSON report of check-links; or of a study plan.
    """
    click.echo(_dumps(of), nl=False)


def _dumps(of: str) -> str:
    """Write the schema; editors do not wait for what the others need."""
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
