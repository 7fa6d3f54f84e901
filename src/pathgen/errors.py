"""Errors that stop a run and are not about a line of the catalogue."""


class PathgenError(Exception):
    """An error outside the catalogue that stops the run; it is printed without a traceback."""


class ChangedMeanwhileError(PathgenError):
    """A file no longer contains the bytes that an edit was for; it is unchanged."""

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(f"{file} was changed meanwhile, and is left as it is now: run the command again")


class NoHistoryError(PathgenError):
    """There is no history in git: no git, no repository, or no such commit."""
