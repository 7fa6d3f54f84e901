"""``pathgen rules``: the rules and their documentation."""

from __future__ import annotations

import click

from pathgen.catalogue.did_you_mean import did_you_mean
from pathgen.catalogue.rules import RULES


@click.command
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """List the rules, or print the documentation of the rule CODE."""
    documents = {rule.code: rule.doc for rule in RULES}
    if code is None:
        longest = max(map(len, documents), default=0)
        for rule in RULES:
            first, _, _ = rule.doc.partition("\n")
            click.echo(f"{rule.code:{longest}}  {rule.severity:7}  {first}")
    elif code in documents:
        click.echo(documents[code])
    else:
        hint = did_you_mean(code, documents) or "`pathgen rules` lists them"
        raise click.BadParameter(f"there is no rule {code!r}; {hint}", param_hint="CODE")
