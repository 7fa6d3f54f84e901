"""What "accept both" takes from an entry in silence, in a real git repository without the merge driver."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from subprocess import CalledProcessError

from command import pathgen
from repository import commit, git

from pathgen.catalogue.load import parse

CATALOGUE = """\
path: {title: My path}
topics:
  - id: basics
    title: Basics
    resources:
      - title: A page
        url: https://example.org/a
        kind: notes
        minutes: 20
"""


def entry(name: str) -> str:
    return f"""\
      - title: {name}
        url: https://example.org/{name.lower()}
        kind: video
        minutes: 30
        level: beginner
        added: 2026-01-05
"""


def in_conflict(folder: Path, ours: str, theirs: str) -> str:
    """Merge two branches, and return the catalogue as git leaves it."""
    git(folder, "init", "-q", "-b", "main")
    commit(folder, CATALOGUE, 1)
    git(folder, "switch", "-q", "-c", "theirs")
    commit(folder, theirs, 2)
    git(folder, "switch", "-q", "main")
    commit(folder, ours, 3)
    with suppress(CalledProcessError):  # there are conflicts
        git(folder, "merge", "--quiet", "--no-commit", "theirs")
    return (folder / "resources.yaml").read_text(encoding="utf-8")


def both_accepted(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(("<<<<", "====", ">>>>")))


def validated(folder: Path, text: str) -> str:
    (folder / "resources.yaml").write_text(text, encoding="utf-8")
    return pathgen("validate", cwd=folder).stdout


def test_accept_both_takes_four_fields_which_validate_finds(tmp_path: Path) -> None:
    merged = both_accepted(in_conflict(tmp_path, CATALOGUE + entry("Ours"), CATALOGUE + entry("Theirs")))
    assert parse("resources.yaml", merged.encode()).diagnostics == ()
    shown = validated(tmp_path, merged)
    for line in ("kind: video", "minutes: 30", "level: beginner", "added: 2026-01-05"):
        assert f"help: write `{line}` again" in shown
    assert "4 warnings" in shown
    commit(tmp_path, merged, 4)
    assert "4 warnings" in validated(tmp_path, merged)
    whole = CATALOGUE + entry("Ours") + entry("Theirs")
    assert validated(tmp_path, whole) == "resources.yaml: no problems\n"
    commit(tmp_path, merged + "# later\n", 5)
    assert validated(tmp_path, merged) == "resources.yaml: no problems\n"


def test_a_pull_request_shows_what_any_of_its_merges_lost(tmp_path: Path) -> None:
    merged = both_accepted(in_conflict(tmp_path, CATALOGUE + entry("Ours"), CATALOGUE + entry("Theirs")))
    commit(tmp_path, merged, 4)
    commit(tmp_path, f"{merged}# later\n", 5)
    git(tmp_path, "switch", "-q", "-c", "target", "theirs")
    git(tmp_path, "merge", "--quiet", "--no-ff", "-m", "As a workflow checks it", "main")
    shown = pathgen("validate", "--changed-since", "HEAD^", cwd=tmp_path).stdout
    for line in ("kind: video", "minutes: 30", "level: beginner", "added: 2026-01-05"):
        assert f"help: write `{line}` again" in shown
    (tmp_path / "resources.yaml").write_text(CATALOGUE + entry("Ours") + entry("Theirs"), encoding="utf-8")
    assert "lost-in-merge" not in pathgen("validate", "--changed-since", "HEAD^", cwd=tmp_path).stdout


def test_an_entry_that_was_left_out_is_found(tmp_path: Path) -> None:
    in_conflict(tmp_path, CATALOGUE + entry("Ours"), CATALOGUE + entry("Theirs"))
    assert "'Theirs' was lost in a merge" in validated(tmp_path, CATALOGUE + entry("Ours").replace("30", "40"))


def test_what_a_side_deleted_is_not_lost(tmp_path: Path) -> None:
    ours = CATALOGUE.replace("        minutes: 20\n", "")
    merged = in_conflict(tmp_path, ours, CATALOGUE.replace("A page", "The page") + "rules: {one-start: off}\n")
    merged = both_accepted(merged).replace("        minutes: 20\n", "").replace("      - title: A page\n", "")
    assert validated(tmp_path, merged) == "resources.yaml: no problems\n"


def test_it_can_be_turned_off_and_needs_no_repository(tmp_path: Path) -> None:
    assert validated(tmp_path, CATALOGUE) == "resources.yaml: no problems\n"
    merged = both_accepted(in_conflict(tmp_path, CATALOGUE + entry("Ours"), CATALOGUE + entry("Theirs")))
    assert validated(tmp_path, f"{merged}rules: {{lost-in-merge: off}}\n") == "resources.yaml: no problems\n"
    assert "4 errors" in validated(tmp_path, f"{merged}rules: {{lost-in-merge: error}}\n")


def test_what_was_deleted_or_moved_after_the_merge_is_not_lost(tmp_path: Path) -> None:
    in_conflict(tmp_path, CATALOGUE + entry("Ours"), CATALOGUE + entry("Theirs"))
    commit(tmp_path, CATALOGUE + entry("Ours") + entry("Theirs"), 4)
    assert validated(tmp_path, CATALOGUE + entry("Ours")) == "resources.yaml: no problems\n"
    commit(tmp_path, CATALOGUE + entry("Ours"), 5)
    _, _, topics = CATALOGUE.partition("\n")
    (tmp_path / "more.yaml").write_text(topics, encoding="utf-8")
    assert validated(tmp_path, "path: {title: My path}\ninclude: more.yaml\n") == "2 files: no problems\n"
