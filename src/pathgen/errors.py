"""Errors that stop a run and are not about a line of the catalogue."""


class PathgenError(Exception):
    """An error outside the catalogue that stops the run; it is printed without a traceback."""
