"""A site of several paths: each with ids of its own, and with entries that they share."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from command import pathgen

from pathgen import load
from pathgen.catalogue.resolve import Catalogue
from pathgen.curation.stale import Ages, stale

SITE = 'path: {title: School}\ninclude: ["*/resources.yaml", shared.yaml]\n'
SHARED = 'entries: [{id: book, title: A book, url: "https://example.org/book", why: Good.}]\n'
STEP = "path: {title: %s}\nsteps: [{id: basics, title: Basics, resources: [%s]}]\n"


def write(folder: Path, **files: str) -> Path:
    """Write a site whose paths are the files named, each ``resources.yaml`` of that folder."""
    (folder / "resources.yaml").write_text(SITE, encoding="utf-8")
    (folder / "shared.yaml").write_text(SHARED, encoding="utf-8")
    for name, text in files.items():
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "resources.yaml").write_text(text, encoding="utf-8")
    return folder / "resources.yaml"


def entries(catalogue: Catalogue | None) -> list[tuple[str, str, str]]:
    assert catalogue
    return [(entry.id, entry.title, entry.part or "") for entry in catalogue.entries]


def commit(folder: Path) -> None:
    """Commit all that is there, in a repository that is made where there is none."""
    identity = ("-c", "user.name=A", "-c", "user.email=a@b.example")
    for arguments in (("init", "-q"), ("add", "--all"), ("commit", "-qm", "A change")):
        subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S607


def told(folder: Path, file: str = "resources.yaml") -> list[tuple[str, str]]:
    """Give the diagnostics of a catalogue: where each stands, from the folder on, and its code."""
    found = load(folder / file).diagnostics
    return [
        (f"{Path(problem.span.file).relative_to(folder).as_posix()}:{problem.span.line}", problem.code)
        for problem in found
    ]


def test_two_paths_may_have_the_same_ids(tmp_path: Path) -> None:
    entry = '{id: book, title: %s, url: "https://example.org/%s"}'
    loaded = load(write(tmp_path, a=STEP % ("A", entry % ("X", "x")), b=STEP % ("B", entry % ("Y", "y"))))
    assert [problem.code for problem in loaded.diagnostics] == ["unlisted-entry"]  # each has a book of its own
    assert {folder: entries(path.catalogue) for folder, path in loaded.paths.items()} == {
        "a": [("book", "X", "")],
        "b": [("book", "Y", "")],
    }
    assert loaded.catalogue
    assert (loaded.catalogue.entries, [*loaded.catalogue.paths]) == ((), ["a", "b"])


def test_a_shared_entry_is_at_home_in_each_path_that_lists_it(tmp_path: Path) -> None:
    ref = "{ref: book, part: chapter %d}"
    loaded = load(write(tmp_path, a=STEP % ("A", ref % 1), b=STEP % ("B", ref % 2)))
    assert loaded.diagnostics == ()
    for folder, part in (("a", "chapter 1"), ("b", "chapter 2")):
        path = loaded.paths[folder].catalogue
        assert entries(path) == [("book", "A book", part)]
        assert path
        assert path.pages["book"].part.id == "basics"
        assert Path(path.entries[0].target.span("url").file).name == "shared.yaml"


@pytest.mark.parametrize(("folder", "file"), [(".", "a/resources.yaml"), ("a", "resources.yaml")])
def test_a_path_alone_is_the_path_in_its_site(
    tmp_path: Path, folder: str, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = load(write(tmp_path, a=STEP % ("A", "{ref: book}")))
    monkeypatch.chdir(tmp_path / folder)
    alone = load(file)
    assert alone.diagnostics == ()
    assert entries(alone.catalogue) == entries(site.paths["a"].catalogue) == [("book", "A book", "")]


def test_a_path_knows_its_site_from_any_depth(tmp_path: Path) -> None:
    (tmp_path / "a/b/c/d/e").mkdir(parents=True)
    write(tmp_path, **{"a/b/c/d/e": STEP % ("A", "{ref: book}")})
    (tmp_path / "resources.yaml").write_text(SITE.replace("*/", "a/*/*/*/*/"), encoding="utf-8")
    assert told(tmp_path) == told(tmp_path, "a/b/c/d/e/resources.yaml") == []


def test_a_file_above_that_does_not_include_it_is_no_site_of_it(tmp_path: Path) -> None:
    write(tmp_path, a=STEP % ("A", "{ref: book}"))
    (tmp_path / "resources.yaml").write_text("path: {title: Another}\ninclude: shared.yaml\n", encoding="utf-8")
    assert told(tmp_path, "a/resources.yaml") == [("a/resources.yaml:2", "dangling-reference")]


def test_what_is_wrong_with_a_path_is_reported_with_the_site(tmp_path: Path) -> None:
    main = write(tmp_path, a=STEP % ("A", "{ref: book}, {ref: none}"), b=STEP % ("B", "{ref: book}"))
    (tmp_path / "shared.yaml").write_text(SHARED.replace("https://", "ftp://"), encoding="utf-8")
    found = [("a/resources.yaml:2", "dangling-reference"), ("shared.yaml:1", "bad-url")]  # of what is shared once
    assert told(tmp_path) == found
    assert not load(main).is_valid
    done = pathgen("validate", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "2 errors in 4 files")


@pytest.mark.parametrize(
    ("said", "message", "help_"),
    [
        (
            "teaches: [mean]",
            "there is no concept 'mean'",
            "each path has its own concepts: write `teaches` next to the `ref` there, not here",
        ),
        (
            "replaced_by: newer",
            "there is no entry or library 'newer'",
            "write `ref: newer` in each path that lists this entry",
        ),
    ],
)
def test_what_a_shared_entry_cannot_name_is_reported_with_what_its_paths_say_instead(
    tmp_path: Path, said: str, message: str, help_: str
) -> None:
    main = write(tmp_path, a=STEP % ("A", "{ref: book}"))
    newer = '{id: newer, title: Newer, url: "https://example.org/newer"}'
    shared = SHARED.replace("}]", f", {said}}}, {newer}]") + "concepts: [{id: mean, title: The mean}]\n"
    (tmp_path / "shared.yaml").write_text(shared, encoding="utf-8")
    [found] = [problem for problem in load(main).diagnostics if problem.code == "dangling-reference"]
    assert (found.message, found.help) == (message, help_)


@pytest.mark.parametrize(
    ("include", "files", "place", "message"),
    [
        ("other.yaml", ["other.yaml"], "other.yaml:1", "`path` makes this a path of its own, beside the site's"),
        ("a/*", ["a/1.yaml", "a/2.yaml"], "a/2.yaml:1", "`path` makes this a second path in one folder with"),
        (
            "content/*.yaml",
            ["content/a.yaml"],
            "content/a.yaml:1",
            "the folder 'content' is for other files of the site",
        ),
        ("My/a.yaml", ["My/a.yaml"], "My/a.yaml:1", "the folder 'My' cannot be the address of a path"),
        ("a/1.yaml", ["a/1.yaml", "a/b/2.yaml"], "a/b/2.yaml:1", "`path` is not allowed in an included file"),
    ],
)
def test_a_path_has_a_folder_and_holds_no_other(
    tmp_path: Path, include: str, files: list[str], place: str, message: str
) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        below = "include: b/*.yaml\n" if "a/b/2.yaml" in files and name != "a/b/2.yaml" else ""
        (tmp_path / name).write_text(f"path: {{title: A}}\n{below}", encoding="utf-8")
    (tmp_path / "resources.yaml").write_text(f"path: {{title: School}}\ninclude: {include}\n", encoding="utf-8")
    assert told(tmp_path) == [(place, "bad-include")]
    assert load(tmp_path / "resources.yaml").diagnostics[0].message.startswith(message)


def test_a_path_includes_files_of_its_own_folder(tmp_path: Path) -> None:
    main = write(tmp_path, a=STEP % ("A", "{ref: book}") + "include: more/*.yaml\n")
    (tmp_path / "a" / "more").mkdir()
    topic = 'topics: [{id: t, title: T, resources: [{title: E, url: "https://example.org/e"}]}]\n'
    (tmp_path / "a" / "more" / "topics.yaml").write_text(topic, encoding="utf-8")
    loaded = load(main)
    assert loaded.diagnostics == ()
    assert [entry_id for entry_id, _, _ in entries(loaded.paths["a"].catalogue)] == ["book", "t-e"]
    names = [Path(file).relative_to(tmp_path).as_posix() for file in loaded.files]
    assert names == ["resources.yaml", "shared.yaml", "a/resources.yaml", "a/more/topics.yaml"]
    assert loaded.patterns == ("*/resources.yaml", "shared.yaml", "a/more/*.yaml")


def test_an_address_is_checked_once_for_all_paths_and_told_with_the_folder_of_each(tmp_path: Path) -> None:
    page = '{title: Page, url: "https://example.org/page"}'
    write(tmp_path, a=STEP % ("A", f"{{ref: book}}, {page}"), b=STEP % ("B", f"{{ref: book}}, {page}"))
    (tmp_path / "b" / "content").mkdir()
    (tmp_path / "b" / "content" / "index.md").write_text("[One](https://example.org/prose)", encoding="utf-8")
    done = pathgen("check-links", "--offline", "--format", "json", cwd=tmp_path)
    uses = {link["url"][20:]: [use["id"] for use in link["uses"]] for link in yaml.safe_load(done.stdout)["links"]}
    assert uses == {
        "book": ["a/book"],  # it is written once
        "page": ["a/basics-page", "b/basics-page"],
        "prose": ["b/content/index.md"],
    }
    only = pathgen("check-links", "--offline", "--format", "json", "--only", "b/*", cwd=tmp_path)
    reasons = {link["url"][20:]: link["reason"] for link in yaml.safe_load(only.stdout)["links"]}
    assert reasons == {"book": "excluded", "page": "offline", "prose": "offline"}


def test_what_changed_since_a_revision_is_found_in_every_path(tmp_path: Path) -> None:
    page = '{title: Page %s, url: "https://example.org/%s"}'
    write(tmp_path, a=STEP % ("A", f"{{ref: book}}, {page % (1, 1)}"))
    commit(tmp_path)
    write(tmp_path, a=STEP % ("A", f"{{ref: book}}, {page % (1, 1)}, {page % (2, 2)}"))
    done = pathgen("check-links", "--offline", "--format", "json", "--changed-since", "HEAD", cwd=tmp_path)
    reasons = {link["url"][20:]: link["reason"] for link in yaml.safe_load(done.stdout)["links"]}
    assert reasons == {"book": "unchanged", "1": "unchanged", "2": "offline"}
    said = pathgen("diff", "HEAD", "a/resources.yaml", cwd=tmp_path).stdout
    assert "Page 2" in said
    assert "book" not in said


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A site at whose last commit a path was added, one removed, and a shared entry and a path's own file changed."""
    more = STEP % ("A", "{ref: book}") + "include: more/*.yaml\n"
    write(tmp_path, a=more, b=STEP % ("B", "{ref: book}"), c=STEP % ("C", ""))
    (tmp_path / "a" / "more").mkdir()
    topic = 'topics: [{id: t, title: T, resources: [{id: e, title: E, url: "https://example.org/e"}]}]\n'
    (tmp_path / "a" / "more" / "topics.yaml").write_text(topic, encoding="utf-8")
    commit(tmp_path)
    write(tmp_path, d=STEP % ('"*D*"', "{ref: book}"))
    (tmp_path / "shared.yaml").write_text(SHARED.replace("A book", "Another"), encoding="utf-8")
    (tmp_path / "b" / "resources.yaml").unlink()
    commit(tmp_path)
    (tmp_path / "a" / "more" / "topics.yaml").write_text(topic.replace("title: E", "title: F"), encoding="utf-8")
    commit(tmp_path)
    return tmp_path


def test_a_diff_of_the_site_tells_what_changes_in_each_path(changed: Path) -> None:
    assert pathgen("diff", "HEAD^^", cwd=changed).stdout == (
        "adds the path *D* (d/); removes the path B (b/); A (a/): changes 2 entries\n"
        "\nA (a/)\n"
        "\n  Step 1. Basics\n    “A book” is now called “Another”\n"
        "\n  T\n    “E” is now called “F”\n"
        "\n*D* (d/)\n"
        "\n  Step 1. Basics\n    adds step Basics\n    adds “Another”\n"
    )
    assert pathgen("diff", "HEAD^^", "--to", "HEAD^", "--format", "markdown", cwd=changed).stdout == (
        "**What changes for readers:** adds the path &#42;D&#42; (d/); removes the path B (b/); "
        "A (a/): changes 1 entry\n"
        "\n### A (a/)\n"
        "\n**Step 1. Basics**\n\n- “A book” is now called “Another”\n"
        "\n### &#42;D&#42; (d/)\n"
        "\n**Step 1. Basics**\n\n- adds step Basics\n- adds “Another”"
        "<br>[https&#58;&#47;&#47;example&#46;org&#47;book](https://example.org/book)<br>Good&#46;\n"
    )


def test_a_diff_of_the_site_tells_programs_what_changes_by_folder(changed: Path) -> None:
    found = yaml.safe_load(pathgen("diff", "HEAD^^", "--format", "json", cwd=changed).stdout)
    assert found["changes"] == []
    assert {folder: (path["kind"], path["title"], len(path["changes"])) for folder, path in found["paths"].items()} == {
        "a": ("kept", "A", 2),
        "b": ("removed", "B", 0),
        "c": ("kept", "C", 0),
        "d": ("added", "*D*", 2),
    }
    assert found["paths"]["b"]["minutes"]["before"]["unknown"] == 1


def test_where_many_paths_change_the_summary_counts_them(tmp_path: Path) -> None:
    write(tmp_path, **{name: STEP % (name.upper(), "{ref: book}") for name in "abcd"})
    commit(tmp_path)
    assert pathgen("diff", "HEAD", cwd=tmp_path).stdout == "nothing changes for readers\n"
    (tmp_path / "shared.yaml").write_text(SHARED.replace("A book", "Another"), encoding="utf-8")
    assert pathgen("diff", "HEAD", cwd=tmp_path).stdout.startswith("changes 4 paths\n\nA (a/)\n")


def test_the_log_of_the_site_tells_of_every_path(changed: Path) -> None:
    said = [line.split(" ", 2)[2] for line in pathgen("log", cwd=changed).stdout.splitlines()]
    assert said == [
        "A (a/): changes 1 entry",  # of a file that the path includes
        "adds the path *D* (d/); removes the path B (b/); A (a/): changes 1 entry",
        "adds the paths A (a/), B (b/), C (c/)",
    ]
    commits = yaml.safe_load(pathgen("log", "--format", "json", cwd=changed).stdout)["commits"]
    assert [[*commit["paths"]] for commit in commits] == [["a", "c", "d"], ["a", "c", "d", "b"], ["a", "b", "c"]]


def test_what_wants_a_look_is_found_in_every_path_and_what_they_share_once(tmp_path: Path) -> None:
    page = '{title: Page, url: "https://example.org/page", added: 2026-01}'
    main = write(
        tmp_path, a=STEP % ("A", f"{{ref: book}}, {page}"), b=STEP % ("B", f"{{ref: book, start: true}}, {page}")
    )
    site = load(main).catalogue
    assert site
    dead = {f"https://example.org/{name}": ("dead", "2026-11-01") for name in ("book", "page")}
    found = stale(site, dead, Ages(), date(2026, 11, 2))
    assert [(Path(problem.span.file).relative_to(tmp_path).as_posix(), problem.code) for problem in found] == [
        ("b/resources.yaml", "start"),
        ("a/resources.yaml", "link-dead"),
        ("b/resources.yaml", "link-dead"),
        ("shared.yaml", "not-reviewed"),
        ("a/resources.yaml", "no-copy"),
        ("b/resources.yaml", "no-copy"),
        ("shared.yaml", "no-copy"),
    ]
    named = [problem.help.partition("--only ")[2].split()[0] for problem in found[:3]]
    assert named == ["a/book", "a/basics-page", "b/basics-page"]  # as check-links names them


def test_what_hosts_say_of_repositories_is_written_into_the_file_of_each_path(tmp_path: Path) -> None:
    """What is known of them is read from the file of the site, so that nobody is asked."""
    library = 'libraries: [{id: keras, name: Keras, url: "https://github.com/keras-team/keras"}]\n'
    write(tmp_path, a=STEP % ("A", "{ref: book}") + "include: more/*.yaml\n", b=STEP % ("B", "{ref: book}") + library)
    (tmp_path / "a" / "more").mkdir()
    (tmp_path / "a" / "more" / "libraries.yaml").write_text(library, encoding="utf-8")
    name = "keras-team/keras"
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    facts = {"name": name, "archived": True, "changed": "2020-01-31", "licence": "MIT", "stars": 1, "checked": now}
    kept = {"schema": 1, "repositories": {f"github.com/{name}": facts}}
    (tmp_path / "repositories.json").write_text(json.dumps(kept), encoding="utf-8")

    listed = pathgen("checklist", cwd=tmp_path).stdout.replace("&#47;", "/").replace("&#46;", ".").replace("&#58;", ":")
    assert "- [ ] the repository is archived\n  a/more/libraries.yaml:1, b/resources.yaml:3: write status" in listed
    before = {file: file.read_bytes() for file in tmp_path.rglob("*.yaml")}
    done = pathgen("refresh", "--fix", cwd=tmp_path)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "1 repository, 0 asked for.")
    changed = {file.relative_to(tmp_path).as_posix() for file, data in before.items() if file.read_bytes() != data}
    assert changed == {"a/more/libraries.yaml", "b/resources.yaml"}
    for file in changed:
        assert 'licence: "MIT", status: "archived 2020-01"' in (tmp_path / file).read_text(encoding="utf-8")
    assert load(tmp_path / "resources.yaml").is_valid


def test_the_statistics_of_the_site_count_the_entries_of_each_path(tmp_path: Path) -> None:
    page = '{title: Page, url: "https://example.org/page"}'
    write(tmp_path, a=STEP % ("A", f"{{ref: book}}, {page}"), b=STEP % ("B", "{ref: book}"))
    assert "\nBy path\n        2  a\n        1  b\n" in pathgen("stats", cwd=tmp_path).stdout
    assert yaml.safe_load(pathgen("stats", "--format", "json", cwd=tmp_path).stdout)["path"] == {"a": 2, "b": 1}


def test_every_file_of_the_site_is_formatted(tmp_path: Path) -> None:
    write(tmp_path, a=STEP % ('"A"', "{ref: book}"))
    done = pathgen("fmt", "--check", cwd=tmp_path)
    assert "a/resources.yaml:1: not formatted" in done.stdout.replace("\\", "/")


def test_a_path_that_cannot_be_read_leaves_open_what_it_lists(tmp_path: Path) -> None:
    write(tmp_path, a=STEP % ("A", "{ref: book"), b="path: {title: B}\n")
    assert told(tmp_path) == [("a/resources.yaml:2", "yaml-syntax")]


@pytest.mark.parametrize(("folder", "file"), [(".", "a/resources.yaml"), ("a", "resources.yaml")])
def test_what_a_path_shares_is_named_from_where_one_stands(
    tmp_path: Path, folder: str, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, a=STEP % ("A", "{ref: book}"))
    (tmp_path / "shared.yaml").write_text(SHARED.replace("https://", "ftp://"), encoding="utf-8")
    monkeypatch.chdir(tmp_path / folder)
    [found] = load(file).diagnostics
    assert not Path(found.span.file).is_absolute()
    assert Path(found.span.file).resolve() == tmp_path / "shared.yaml"


def test_what_was_learnt_of_links_is_kept_with_the_site(tmp_path: Path) -> None:
    write(tmp_path, a=STEP % ("A", "{ref: book}"))
    policy = "link_policy: [{host: example.org, ignore: It asks so.}]\n"
    (tmp_path / "a" / "resources.yaml").write_text(STEP % ("A", "{ref: book}") + policy, encoding="utf-8")
    assert pathgen("check-links", "a/resources.yaml", cwd=tmp_path).returncode == 0
    assert [file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("links.sqlite")] == ["links.sqlite"]
    assert "The links were never checked" not in pathgen("stale", "a/resources.yaml", cwd=tmp_path).stdout


def test_an_entry_is_added_to_a_path_and_not_to_the_site(tmp_path: Path) -> None:
    write(tmp_path, a=STEP % ("A", "{ref: book}"))
    added = ("add", "https://example.org/new", "--title", "New", "--to", "basics")
    assert "name the file of one of its paths" in pathgen(*added, cwd=tmp_path).stderr
    assert pathgen(*added, "--catalogue", "a/resources.yaml", cwd=tmp_path).returncode == 0
    assert "New" in [title for _, title, _ in entries(load(tmp_path / "resources.yaml").paths["a"].catalogue)]
    assert (tmp_path / "resources.yaml").read_text(encoding="utf-8") == SITE
