"""The guard of every option that names a file to write: such a file never replaces one that the project keeps."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import click

from pathgen.catalogue.load import Loaded, load
from pathgen.catalogue.shared_entries import FILE
from pathgen.errors import PathgenError
from pathgen.files import read_bytes


def refuse_overwriting(
    file: Path, option: str, read: Iterable[Path] = (), catalogue: Path | None = None, loaded: Loaded | None = None
) -> None:
    """Refuse a file that a run reads, or that is a source, the settings or the history of a catalogue's project.

    So is any other YAML that exists, as nothing that is written here is YAML: it may be a catalogue, or part of a
    project that does not include it yet; and so is everything of git's. The project is that of ``catalogue``, which was
    loaded, and that in whose folder the file is.

    Raises:
        click.BadParameter: the file would be overwritten.
    """
    written = file.resolve()
    around = next((folder / FILE for folder in written.parents if (folder / FILE).is_file()), None)
    kept = [*read, *(_parts(catalogue, loaded) if catalogue else ())]
    if around and not (catalogue and catalogue.resolve() == around):
        kept += _parts(around, _read(around) if written.is_file() else None)
    is_yaml = written.suffix.lower() in (".yaml", ".yml") and written.is_file()
    if is_yaml or ".git" in written.parts or any(_is_or_contains(path.resolve(), written) for path in kept):
        raise click.BadParameter(
            f"{file} is a file that is kept, and would be overwritten: name another file", param_hint=option
        )


def refuse_as_history(file: Path | None, catalogue: Path | None = None, loaded: Loaded | None = None) -> None:
    """Refuse an option's file as the history if it is another file that a project keeps."""
    if file is None:
        return
    from pathgen.site.render import Project  # noqa: PLC0415 - the templates' engine loads slowly

    if file.resolve() not in {Project(path).history.resolve() for path in (catalogue or file, file.with_name(FILE))}:
        refuse_overwriting(file, "--history", (), catalogue, loaded)


def _parts(catalogue: Path, loaded: Loaded | None) -> list[Path]:
    """Return the files and folders that a project keeps; without what was loaded, not those that it includes."""
    from pathgen.convert.awesome import BADGE  # noqa: PLC0415 - as below
    from pathgen.scaffold.host_files import RECORD, SCHEMA, read_record  # noqa: PLC0415 - as below
    from pathgen.scaffold.requirements import CONSTRAINTS, REQUIREMENTS  # noqa: PLC0415
    from pathgen.site.render import Project  # noqa: PLC0415 - as above

    project = Project(catalogue)
    settings = {RECORD, REQUIREMENTS, CONSTRAINTS, SCHEMA, "CONTRIBUTING.md"}
    readme = catalogue.with_name("README.md")
    if readme.is_file() and BADGE.encode() not in read_bytes(readme):  # a list for GitHub is written again
        settings |= {readme.name}
    with suppress(PathgenError):  # of a record that cannot be read
        settings |= {*read_record(catalogue.parent).files}
    below = [part for path, _ in project.paths(loaded) for part in path.inputs] if loaded else []
    beside = [catalogue.parent / name for name in sorted(settings)]
    return [*project.inputs, *beside, *below, *map(Path, loaded.files if loaded else ())]


def _read(catalogue: Path) -> Loaded | None:
    try:
        return load(catalogue)
    except PathgenError:
        return None


def _is_or_contains(kept: Path, written: Path) -> bool:
    if kept == written or (not kept.is_file() and written.is_relative_to(kept)):
        return True
    return kept.is_file() and written.is_file() and kept.samefile(written)
