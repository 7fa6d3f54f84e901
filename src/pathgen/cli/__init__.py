"""The command line: one file a command, which reads the options and calls one function."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from pathgen import __version__
from pathgen.cli.exit_status import MEANINGS, ExitStatus
from pathgen.errors import PathgenError
from pathgen.terminal import visible

COMMANDS = {
    "new": "Start a new path in a new folder.",
    "upgrade": "Bring a project to the installed version.",
    "validate": "Check catalogues and report every problem with its fix.",
    "fmt": "Format catalogues.",
    "add": "Add a resource to a catalogue.",
    "diff": "Show what changes for readers since a git revision.",
    "log": "Show what each commit changed for readers.",
    "render": "Write the site's pages as Markdown.",
    "build": "Build the site.",
    "serve": "Build and serve the site, and rebuild it when files change.",
    "export": "Export the path to another format.",
    "import": "Create a catalogue from a list, or add a list to it.",
    "path-to": "List the entries that lead to a concept in the least time.",
    "curate": "Do what is due once a week: check, fix, and list what is left.",
    "check-links": "Check every external link.",
    "archive": "Archive the pages of entries that have no archived copy.",
    "refresh": "Update facts about repositories from GitHub and GitLab.",
    "stats": "Count the entries, and add up the time of the steps.",
    "stale": "List entries that need attention.",
    "checklist": "Write a checklist for a pull request or an issue.",
    "links": "List links that are dead, failing, moved or unknown.",
    "merge": "Merge two versions of a catalogue entry by entry (a merge driver for git).",
    "merge-reports": "Merge reports and histories of several check-links runs.",
    "plan": "Plan study sessions week by week.",
    "rules": "List the rules, or print the documentation of one.",
    "schema": "Print a JSON Schema.",
}
"""What ``--help`` says of each command without importing it; ``pathgen.cli.NAME.command`` is imported when it runs."""
_MODULES = {"import": "import_list"}
"""The modules of commands whose names are Python keywords."""


class _Commands(click.Group):
    """The commands, each imported when it is called: ``validate`` waits for no engine."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(
            f"pathgen.cli.{_MODULES.get(cmd_name, cmd_name.replace('-', '_'))}"
        ).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))
        with formatter.section("Exit status"):
            formatter.write_dl([(f"{status:d}", meaning) for status, meaning in MEANINGS.items()])

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command and leave with its status; report a failure that is not our bug in one line."""
        # A run keeps most of what it allocates: a search for cycles after each 700 objects takes a third of its time.
        gc.set_threshold(100_000, 20, 100)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):  # an old console or pipe garbles a character rather than stopping us
                encoding = "utf-8" if sys.platform == "win32" else None
                stream.reconfigure(encoding=encoding, errors="backslashreplace")
        try:
            status = super().main(*args, **{**extra, "standalone_mode": False})
        except click.ClickException as error:
            if type(error) is click.BadParameter:  # one line, as where a file turns out later to be wrong
                _fail(error.format_message())
            else:
                error.show()
            status = error.exit_code
        except PathgenError as error:
            _fail(str(error))
            status = ExitStatus.FAILED
        except OSError as error:
            if error.errno is None:  # it is not of the system
                raise
            _fail(f"{error.filename or 'cannot write'}: {os.strerror(error.errno).lower()}")
            status = ExitStatus.FAILED
        except click.Abort:
            status = ExitStatus.INTERRUPTED
        sys.exit(status)


def _fail(why: str) -> None:
    click.echo("\n".join(map(visible, f"pathgen: {why}".split("\n"))), err=True)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="pathgen %(version)s")
def main() -> None:
    """Generate a curated learning-path website from one YAML catalogue."""
