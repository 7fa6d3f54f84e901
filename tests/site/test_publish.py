"""Publishing a folder: whoever looks, at any time and after any crash, finds all of the old files or all of the new."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from command import python
from interruption import ACTS

from pathgen.files import read_tree, sync
from pathgen.publish import publish

TESTS = Path(__file__).parent.parent
OLD = {".mark": b"", "index.html": b"old", "gone/a": b"gone"}
NEW = {".mark": b"", "index.html": b"new", "added/b": b"added"}
START = f"""
import sys
sys.path.insert(0, {str(TESTS)!r})
from pathlib import Path
from interruption import ACTS, KILLS, at_each_call
from pathgen.errors import PathgenError
from pathgen.files import read_tree, sync, write
from pathgen.publish import publish
folder, OLD, NEW = Path(sys.argv[1]), {OLD!r}, {NEW!r}
site = folder / "site"
"""
KILLED_OR_FAILED = """
acts = ACTS[sys.argv[2]]
seen = set()

def run():
    try:
        publish(site, NEW)
    except PathgenError as error:
        assert str(folder) in str(error), error
        return 2

def check(act, status):
    after = read_tree(site)
    assert after in (OLD, NEW), after
    seen.add((status, after == NEW))
    assert status == 2 or act in KILLS or after == NEW, status
    publish(site, OLD)
    assert [path.name for path in folder.iterdir()] == ["site"], [*folder.iterdir()]
    assert read_tree(site) == OLD

publish(site, OLD)
print(at_each_call(acts, folder, run, check), sorted(seen))
"""
"""A publication is killed, or fails, at each of its calls; then the site is whole, and the next run leaves no trace."""
WITHOUT_SWAP = """
def refuse(event, arguments):
    if event == "ctypes.dlsym" and arguments[1] in ("renameat2", "renamex_np"):
        raise AttributeError
    if event == "os.rename" and sys.argv[2] == "mounted" and Path(arguments[0]) == site:
        raise OSError(16, "Device or resource busy", arguments[0])

publish(site, OLD)
sys.addaudithook(refuse)
print(sorted(publish(site, NEW)))
"""
WRITER = """
while True:
    publish(site, NEW)
    publish(site, OLD)
"""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="two folders cannot be swapped there, nor can it fork")


@pytest.mark.parametrize("act", ACTS)
def test_at_whatever_call_it_ends_the_site_is_whole_and_the_next_run_clean(tmp_path: Path, act: str) -> None:
    done = python("-c", START + KILLED_OR_FAILED, str(tmp_path), act, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    calls, seen = done.stdout.split(maxsplit=1)
    assert int(calls) > 20
    ends = {"die": -9, "end": -15, "interrupt": 130, "fail": 2}
    assert seen.strip() == str(sorted([(0, True), (ends[act], False), (ends[act], True)]))


@pytest.mark.parametrize("how", ["unswappable", "mounted"])
def test_where_two_folders_cannot_be_swapped_the_files_are_replaced(tmp_path: Path, how: str) -> None:
    done = python("-c", START + WITHOUT_SWAP, str(tmp_path), how, cwd=tmp_path)
    assert done.stdout.strip() == "['added/b', 'gone/a', 'index.html']", done.stderr
    assert read_tree(tmp_path / "site") == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_whoever_reads_finds_the_page_at_any_time(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, OLD)
    writer = subprocess.Popen([sys.executable, "-c", START + WRITER, str(tmp_path)])
    seen = [b"old"]
    try:
        while seen.count(b"new") + seen.count(b"old") < 20:
            page = (site / "index.html").read_bytes()  # which fails where there is no site for a moment
            if page != seen[-1]:
                seen.append(page)
    finally:
        writer.kill()
        writer.wait()
    assert set(seen) == {b"old", b"new"}
    publish(site, {})
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_two_that_publish_into_one_folder_wait_for_one_another(tmp_path: Path) -> None:
    site = tmp_path / "site"
    trees = [{f"{name}/{number}": name.encode() for number in range(50)} for name in "ab"]
    threads = [threading.Thread(target=lambda tree=tree: [publish(site, tree) for _ in range(10)]) for tree in trees]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read_tree(site) in trees
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_did_not_change_keeps_its_times_and_who_may_read_it(tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(site, OLD)
    (site / "index.html").chmod(0o600)
    site.chmod(0o750)
    same = (site / ".mark").stat()
    assert sorted(publish(site, NEW)) == ["added/b", "gone/a", "index.html"]
    assert (site / ".mark").stat().st_mtime_ns == same.st_mtime_ns
    assert (site / "index.html").stat().st_mode & 0o777 == 0o600
    assert site.stat().st_mode & 0o777 == 0o750
    before = site.stat()
    assert publish(site, NEW) == []
    assert site.stat().st_ino == before.st_ino


def test_a_link_to_the_folder_stays_and_links_in_it_are_not_followed(tmp_path: Path) -> None:
    outside, site = tmp_path / "outside", tmp_path / "site"
    sync(outside, {"b": b"added"})
    publish(tmp_path / "real", OLD)
    site.symlink_to("real")
    (site / "added").symlink_to(outside)
    publish(site, NEW)
    assert site.is_symlink()
    assert not (site / "added").is_symlink()
    assert read_tree(site) == NEW
    assert read_tree(outside) == {"b": b"added"}
