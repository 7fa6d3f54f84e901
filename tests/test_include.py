"""A catalogue over several files is the same catalogue, and each part of it is edited where it stands."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from command import pathgen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_schema import EVERYTHING

from pathgen import load
from pathgen.catalogue.edit import edited, set_value
from pathgen.catalogue.includes import INCLUDABLE, SINGLE
from pathgen.catalogue.resolve import Catalogue
from pathgen.files import read_tree
from pathgen.site.render import Project, render
from pathgen.yamldoc.known import LONG, Known

WHOLE: dict[str, Any] = yaml.load(EVERYTHING, yaml.BaseLoader) | {"include": ["parts/*.yaml"]}  # noqa: S506 - only texts
SHELF = 'entries:\n  - {id: shared, title: Shared, url: "https://example.org/shared"}\n'
STEP = "steps:\n  - {id: %s, title: A step, resources: [%s]}\n"


def project(folder: Path, include: str = "parts/*.yaml", **parts: str) -> Path:
    """Write a catalogue and the files in ``parts/`` that it includes."""
    (folder / "parts").mkdir(parents=True, exist_ok=True)
    (folder / "content" / "steps").mkdir(parents=True, exist_ok=True)
    for name, text in parts.items():
        (folder / "parts" / f"{name}.yaml").write_text(text, encoding="utf-8", newline="")
    main = folder / "resources.yaml"
    main.write_text(f"path: {{title: My path}}\ninclude: {include}\n", encoding="utf-8")
    return main


def meaning(catalogue: Catalogue) -> str:
    """Write down all that a catalogue means, without the places where it is written."""
    whole = (catalogue.path, catalogue.rules, catalogue.editions, catalogue.tracks, catalogue.concepts)
    return repr((whole, catalogue.libraries, catalogue.link_policy, catalogue.tops, catalogue.shared))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_catalogue_split_into_files_is_the_same_catalogue(data: st.DataObject) -> None:
    rest = dict(WHOLE)
    parts: list[dict[str, Any]] = [{} for _ in range(data.draw(st.integers(1, 4)))]
    for name in INCLUDABLE:
        if name == SINGLE:
            if data.draw(st.booleans()):
                data.draw(st.sampled_from(parts))[name] = rest.pop(name)
            continue
        items = rest[name]
        cuts = sorted(data.draw(st.integers(0, len(items))) for _ in parts)
        rest[name] = items[: cuts[0]]
        for part, start, end in zip(parts, cuts, [*cuts[1:], len(items)], strict=True):
            part[name] = items[start:end]
        if not rest[name] and data.draw(st.booleans()):
            del rest[name]
    rest["include"] = rest.pop("include")  # behind the lists that it adds to
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        main = project(folder, **{f"{at}": yaml.safe_dump(part) for at, part in enumerate(parts)})
        main.write_text(yaml.safe_dump(rest, sort_keys=False), encoding="utf-8")
        for name in ("steps/first.md", "topics/subject.md"):
            (folder / "content" / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / "content" / name).write_text("Prose.", encoding="utf-8")
        split = load(main)
        (folder / "whole.yaml").write_text(yaml.safe_dump(WHOLE | {"include": []}, sort_keys=False), encoding="utf-8")
        whole = load(folder / "whole.yaml")
        assert all(problem.severity == "warning" for problem in (*split.diagnostics, *whole.diagnostics))
        assert split.catalogue
        assert whole.catalogue
        assert meaning(split.catalogue) == meaning(whole.catalogue)
        for entry in split.catalogue.entries:
            span = entry.target.span("url")
            assert entry.url in span.source.text[span.start : span.end]


def test_lists_stand_where_the_include_stands_and_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    main = project(tmp_path, b=STEP % ("of-b", ""), a=STEP % ("of-a", ""))
    step = STEP % ("own", "")
    for text, order in (
        (f"include: parts/*.yaml\n{step}", ["of-a", "of-b", "own"]),
        (f"{step}include: parts/*.yaml\n", ["own", "of-a", "of-b"]),
        (f"{step}include: [parts/b.yaml, parts/a.yaml]\n", ["own", "of-b", "of-a"]),
    ):
        main.write_text(f"path: {{title: My path}}\n{text}", encoding="utf-8")
        catalogue = load(main).catalogue
        assert catalogue
        assert [section.part.id for section in catalogue.steps] == order


def test_a_shared_entry_is_at_home_where_it_is_first_listed(tmp_path: Path) -> None:
    ref = "{ref: shared, part: chapter %s}"
    main = project(tmp_path, s=SHELF, a=STEP % ("one", ref % 1), b=STEP % ("two", ref % 2))
    loaded = load(main)
    assert loaded.diagnostics == ()
    assert loaded.catalogue
    first, second = loaded.catalogue.entries
    assert (first.is_reference, second.is_reference) == (False, True)
    assert loaded.catalogue.pages["shared"].part.id == "one"
    render(Project(main))
    pages = {name: data.decode(errors="replace") for name, data in read_tree(tmp_path / "build" / "docs").items()}
    assert 'id="shared"' in pages["steps/one/index.md"]
    assert "chapter 2" in pages["steps/two/index.md"]


def test_an_edit_changes_the_included_file_alone(tmp_path: Path) -> None:
    text = '# ours\r\nentries:\r\n  - {id: shared, title: "Shared", url: "https://example.org/shared"} # as it is\r\n'
    main = project(tmp_path, s=text, a=STEP % ("one", "{ref: shared}"))
    catalogue = load(main).catalogue
    assert catalogue
    file = tmp_path / "parts" / "s.yaml"
    edit = set_value(catalogue.entries[0].target, "url", "https://example.org/new")
    result = edited(str(file), file.read_bytes(), [edit], main=str(main))
    assert result.decode() == text.replace("/shared", "/new")


def test_an_entry_is_added_to_the_file_of_its_step_and_to_no_other(tmp_path: Path) -> None:
    main = project(tmp_path, a="steps:\n  - id: one\n    title: One\n    resources:\n      - ref: shared\n", s=SHELF)
    before = main.read_bytes()
    options = ("--to", "one", "--title", "A page", "--offline", "--yes")
    done = pathgen("add", "https://example.org/a", *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert main.read_bytes() == before
    assert "title: A page" in (tmp_path / "parts" / "a.yaml").read_text(encoding="utf-8")


def test_a_list_is_imported_into_the_included_file_of_its_topic(tmp_path: Path) -> None:
    main = project(tmp_path, a="topics:\n  - id: one\n    title: One\n")
    (tmp_path / "list.md").write_text("- [A page](https://example.org/a)\n", encoding="utf-8")
    before = main.read_bytes()
    done = pathgen("import", "list.md", "--format", "awesome", "--into", "one", cwd=tmp_path)
    assert done.returncode == 0
    assert "https://example.org/a" in (tmp_path / "parts" / "a.yaml").read_text(encoding="utf-8")
    assert main.read_bytes() == before


def test_reports_name_the_files(tmp_path: Path) -> None:
    project(tmp_path, s=SHELF, a=STEP % ("one", "{ref: sharde}"))
    for form, place in (
        ("text", "parts/a.yaml:2:48: error[dangling-reference]"),
        ("github", "file=parts/a.yaml,line=2,endLine=2,col=48"),
        ("json", '"file": "parts/a.yaml"'),
        ("sarif", '"uri": "parts/s.yaml"'),
    ):
        done = pathgen("validate", "--format", form, cwd=tmp_path)
        assert done.returncode == 1
        assert place in done.stdout


def test_a_large_included_file_is_read_from_memory_and_comes_out_the_same(tmp_path: Path) -> None:
    entries = "".join(
        f'  - {{id: e{n}, title: Entry {n}, url: "https://example.org/{n}", why: "{"x" * 200}"}}\n' for n in range(200)
    )
    refs = ", ".join(f"{{ref: e{n}}}" for n in range(200))
    main = project(tmp_path, s=f"entries:\n{entries}", a=STEP % ("one", refs))
    known = Known()
    first, again, afresh = load(main, known), load(main, known), load(main)
    assert len(entries) > LONG
    assert first.diagnostics == again.diagnostics == ()
    for loaded in (first, again):
        assert loaded.catalogue
        assert afresh.catalogue
        spans = [str(entry.target.span("url")) for entry in loaded.catalogue.entries]
        assert spans == [str(entry.target.span("url")) for entry in afresh.catalogue.entries]


def test_a_page_is_rendered_again_when_an_included_file_changes(tmp_path: Path) -> None:
    main = project(tmp_path, s=SHELF, a=STEP % ("one", "{ref: shared}"), b=STEP % ("two", ""))
    render(Project(main))
    _, changed = render(Project(main))
    assert changed == []
    file = tmp_path / "parts" / "s.yaml"
    file.write_text(SHELF.replace("Shared", "Anew"), encoding="utf-8")
    assert "steps/one/index.md" in render(Project(main))[1]
    (tmp_path / "parts" / "b.yaml").write_text(STEP % ("two", "{ref: shared}"), encoding="utf-8")
    _, changed = render(Project(main))
    assert "steps/two/index.md" in changed
    assert "steps/one/index.md" not in changed


def test_nothing_is_included_from_a_folder_that_is_made(tmp_path: Path) -> None:
    main = project(tmp_path, include="build/*.yaml")
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "a.yaml").write_text(STEP % ("one", ""), encoding="utf-8")
    done = pathgen("render", str(main), cwd=tmp_path)
    assert done.returncode == 2
    assert "where files are written and deleted" in done.stderr


def test_what_changed_since_a_revision_is_found_in_included_files(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=A", "-c", "user.email=a@b.example")
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)  # noqa: S607

    page = '{title: Page %s, url: "https://example.org/%s"}'
    project(tmp_path, a=STEP % ("one", page % (1, 1)))
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    project(tmp_path, a=STEP % ("one", f"{page % (1, 1)}, {page % (2, 2)}"))
    done = pathgen("check-links", "--offline", "--format", "json", "--changed-since", "HEAD", cwd=tmp_path)
    said = pathgen("diff", "HEAD", cwd=tmp_path).stdout
    assert "Page 2" in said
    assert "Page 1" not in said
    reasons = {link["url"]: link["reason"] for link in yaml.safe_load(done.stdout)["links"]}
    assert reasons == {"https://example.org/1": "unchanged", "https://example.org/2": "offline"}
