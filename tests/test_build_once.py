"""What several workers need is made by one of them, whole, and a failure keeps nobody waiting."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import pytest
from build_once import made_once


def test_of_many_who_need_it_one_makes_it_and_all_see_it_whole(tmp_path: Path) -> None:
    folders = []

    def make(folder: Path) -> None:
        folders.append(folder)
        (folder / "first").touch()
        sleep(0.2)
        (folder / "last").touch()

    def needed(_: int) -> list[str]:
        return sorted(path.name for path in made_once(tmp_path / "site", make).iterdir())

    with ThreadPoolExecutor(8) as workers:
        assert list(workers.map(needed, range(8))) == [["first", "last"]] * 8
    assert len(folders) == 1


def test_what_could_not_be_made_is_told_to_those_who_wait(tmp_path: Path) -> None:
    def make(_: Path) -> None:
        sleep(0.3)
        raise OSError("the disk is full")

    with ThreadPoolExecutor(2) as workers:
        both = [workers.submit(made_once, tmp_path / "site", make) for _ in range(2)]
        errors = sorted(str(future.exception()).splitlines()[0] for future in both)
    assert errors == ["another worker could not make site", "the disk is full"]
    with pytest.raises(OSError, match="full"):
        made_once(tmp_path / "site", make)
