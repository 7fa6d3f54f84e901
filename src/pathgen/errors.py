"""Failures that stop a run and are not about a line of the catalogue."""


class PathgenError(Exception):
    """Something outside the catalogue stops the run: told in one line, without a traceback."""
