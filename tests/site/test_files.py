"""Writing a tree: only what differs, all of it or nothing, and nothing of what is stale."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pathgen.errors import PathgenError
from pathgen.files import read_tree, sync, write

FULL = """
import resource, sys
from pathlib import Path
from pathgen.files import sync
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
sync(Path(sys.argv[1]), {"a": b"new", "large": bytes(2000)})
"""
"""Writes to a disk that takes files of 1,000 bytes at most."""


def test_a_file_is_written_only_where_it_differs(tmp_path: Path) -> None:
    assert write(tmp_path / "below" / "a", b"one")
    before = (tmp_path / "below" / "a").stat().st_mtime_ns
    assert not write(tmp_path / "below" / "a", b"one")
    assert (tmp_path / "below" / "a").stat().st_mtime_ns == before
    assert write(tmp_path / "below" / "a", b"two")
    assert read_tree(tmp_path) == {"below/a": b"two"}


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such modes")
def test_who_may_read_a_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    path.chmod(0o600)
    assert write(path, b"two")
    assert (path.stat().st_mode & 0o777, path.read_bytes()) == (0o600, b"two")


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such pipes")
def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        assert write(pipe, b"one")
        assert read.result() == b"one"
    assert pipe.is_fifo()


def test_a_folder_holds_exactly_the_tree(tmp_path: Path) -> None:
    assert sync(tmp_path, {"a": b"1", "b/c": b"2", "b/d": b"3"}) == ["a", "b/c", "b/d"]
    assert sorted(sync(tmp_path, {"a": b"1", "b/c": b"4", "e/f/g": b"5"})) == ["b/c", "b/d", "e/f/g"]
    assert read_tree(tmp_path) == {"a": b"1", "b/c": b"4", "e/f/g": b"5"}


def test_nothing_changes_the_second_time(tmp_path: Path) -> None:
    sync(tmp_path, {"a": b"1", "b/c": b"2"})
    assert sync(tmp_path, {"a": b"1", "b/c": b"2"}) == []


def test_empty_folders_go(tmp_path: Path) -> None:
    sync(tmp_path, {"a": b"1", "b/c/d": b"2"})
    sync(tmp_path, {"a": b"1"})
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(("before", "after"), [("a", "a/b"), ("a/b", "a"), ("a/b/c", "a")])
def test_a_file_and_a_folder_may_change_places(tmp_path: Path, before: str, after: str) -> None:
    sync(tmp_path, {before: b"1"})
    sync(tmp_path, {after: b"2"})
    assert read_tree(tmp_path) == {after: b"2"}


def test_a_name_may_change_its_capitals(tmp_path: Path) -> None:
    sync(tmp_path, {"About/index.html": b"1"})
    sync(tmp_path, {"about/index.html": b"1"})
    assert [data for name, data in read_tree(tmp_path).items() if name.lower() == "about/index.html"] == [b"1"]


def test_a_folder_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    sync(tmp_path, {"a": b"1"})
    with pytest.raises(PathgenError, match=r"^cannot write .*a.*below: "):
        sync(tmp_path / "a" / "below", {"b": b"3"})
    assert read_tree(tmp_path) == {"a": b"1"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no /proc, where nobody can make a file")
def test_a_file_that_cannot_be_written_is_named_and_not_the_temporary_one() -> None:
    with pytest.raises(PathgenError, match=r"^cannot write /proc/catalogue\.yaml: "):
        write(Path("/proc/catalogue.yaml"), b"text")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit there")
def test_a_disk_that_is_full_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    sync(tmp_path, {"a": b"1", "stale": b"2"})
    done = subprocess.run([sys.executable, "-c", FULL, tmp_path], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].startswith("pathgen.errors.PathgenError: cannot write ")
    assert read_tree(tmp_path) == {"a": b"1", "stale": b"2"}


@pytest.mark.skipif(sys.platform == "win32", reason="making links there takes a right that few have")
def test_a_link_in_the_folder_is_replaced_and_never_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    sync(outside, {"a": b"1"})
    folder.mkdir()
    (folder / "a").symlink_to(outside / "a")
    (folder / "b").symlink_to(outside)
    assert sync(folder, {"a": b"1"}) == ["a", "b"]
    assert not (folder / "a").is_symlink()
    assert read_tree(folder) == read_tree(outside) == {"a": b"1"}
