"""What packages add, named by the entry points of what is installed; content/documentation/plug-ins.md builds one."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import Distribution
from pathlib import Path

import pytest
from command import pathgen_process, python

from pathgen import api, convert
from pathgen.api import PathgenError
from pathgen.catalogue import rules
from pathgen.catalogue.load import parse
from pathgen.convert.import_list import decoded
from pathgen.plugins import Plugin, returning

CATALOGUE = """\
path: {title: My path, show_rules: yes}
topics:
  - id: reading
    title: Reading
    resources:
      - {title: A page, url: "https://example.org/a"}
"""
GOOD_RULE = '''"""It is not good bread."""
from pathgen.api import Diagnostic, Severity
CODE = "stale-bread"
SEVERITY = Severity.NOTICE
def check(catalogue):
    yield Diagnostic(CODE, SEVERITY, catalogue.path.span("title"), "the bread is stale", "bake anew")
'''
RULE = {"pathgen.rules": "stale-bread = oven"}
REPORT = {"pathgen.reports": "crumbs = oven:report"}
LINKS = {"pathgen.link_reports": "crumbs = oven:report"}
EXPORTER = {"pathgen.exporters": "crumbs = oven:write"}
IMPORTER = {"pathgen.importers": "crumbs = oven:read"}


def install(folder: Path, points: dict[str, str], text: str, package: str = "bakery", module: str = "oven") -> None:
    """Lay a package down as an installer does: its module, and beside it the folder that names it."""
    installed = folder / "installed"
    metadata = installed / f"{package}-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
    lines = "\n".join(f"[{group}]\n{point}" for group, point in points.items())
    (metadata / "entry_points.txt").write_text(lines, encoding="utf-8")
    (installed / f"{module}.py").write_text(text, encoding="utf-8")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = pathgen_process(*arguments, cwd=folder, PYTHONPATH=str(folder / "installed"))
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


def test_a_rule_is_asked_listed_documented_and_set_as_any_other(folder: Path) -> None:
    install(folder, RULE, GOOD_RULE)
    done = run(folder, "validate")
    assert done.returncode == 0
    assert done.stdout.startswith("resources.yaml:1:15: notice[stale-bread] the bread is stale\n")
    assert run(folder, "rules").stdout.splitlines()[-1].split(maxsplit=2) == [
        "stale-bread",
        "notice",
        "It is not good bread.",
    ]
    assert run(folder, "rules", "stale-bread").stdout == "It is not good bread.\n"
    assert '"id": "stale-bread"' in run(folder, "validate", "--format=sarif").stdout
    assert run(folder, "render").returncode == 0
    assert "It is not good bread." in (folder / "build/docs/rules/index.md").read_text(encoding="utf-8")
    (folder / "resources.yaml").write_text(CATALOGUE + "rules: {stale-bread: error}\n", encoding="utf-8")
    assert run(folder, "validate").returncode == 1
    (folder / "resources.yaml").write_text(CATALOGUE + "rules: {stale-bread: off}\n", encoding="utf-8")
    assert run(folder, "validate").stdout == "resources.yaml: no problems\n"


@pytest.mark.parametrize(
    ("points", "command"),
    [
        (REPORT, "validate"),
        (REPORT, "stale"),
        (REPORT, "refresh"),
        (LINKS, "check-links"),
        (LINKS, "merge-reports"),
        (EXPORTER, "export"),
        (IMPORTER, "import"),
    ],
)
def test_help_names_a_format_without_importing_it(folder: Path, points: dict[str, str], command: str) -> None:
    install(folder, points, "raise RuntimeError('imported')")
    done = run(folder, command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "crumbs" in done.stdout


def test_what_is_not_asked_for_is_not_imported(folder: Path) -> None:
    install(folder, {**REPORT, **LINKS, **EXPORTER, **IMPORTER}, "raise RuntimeError('imported')")
    assert run(folder, "validate").returncode == 0
    assert run(folder, "check-links", "--offline").returncode == 0
    assert run(folder, "export", "--format=json").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "group"),
    [
        (["rules"], "pathgen.rules"),
        (["fmt", "--check"], "pathgen.rules"),
        (["schema"], None),
        (["--help"], None),
        (["validate"], "pathgen.rules"),
        (["validate", "--format=crumbs"], "pathgen.reports"),
        (["check-links", "--offline", "--format=crumbs"], "pathgen.link_reports"),
        (["export", "--format=crumbs"], "pathgen.exporters"),
        (["import", "--format=crumbs", "list.txt", "--catalogue=new.yaml"], "pathgen.importers"),
    ],
)
def test_what_cannot_be_imported_is_told_where_it_is_needed(
    folder: Path, arguments: list[str], group: str | None
) -> None:
    (folder / "list.txt").write_text("https://example.org/a\n", encoding="utf-8")
    points = REPORT | LINKS | EXPORTER | IMPORTER
    install(folder, RULE if group == "pathgen.rules" or group is None else points, "import flour")
    done = run(folder, *arguments)
    assert done.returncode == (2 if group else 0)
    if group:
        assert done.stdout == ""
        assert done.stderr.startswith(
            "pathgen: the package bakery 1.0 adds something that does not work: it failed with ModuleNotFoundError: "
            f"No module named 'flour', at {folder / 'installed' / 'oven.py'}:1\n  entry point: "
        )
        assert f" (in {group})\n  help: update it, or uninstall it (`pip uninstall bakery`); report it" in done.stderr
    assert not (folder / "new.yaml").exists()


@pytest.mark.parametrize(
    ("points", "arguments", "message"),
    [
        ("bad-url = oven", ["validate"], "pathgen itself has the name bad-url"),
        ("Stale Bread = oven", ["rules"], "'Stale Bread' is not a valid name: use small letters and digits"),
        ("stale-bread = oven:", ["validate"], "it failed with AttributeError"),
        ("stale-bread = nowhere", ["validate"], "it failed with ModuleNotFoundError: No module named 'nowhere'\n"),
        ("stale-bread = oven:nothing", ["validate"], "it failed with AttributeError: module 'oven' has no attribute"),
        ("fresh-bread = oven", ["validate"], "its CODE must be the name of the entry point, 'fresh-bread'"),
    ],
)
def test_an_entry_point_that_is_none_is_told(folder: Path, points: str, arguments: list[str], message: str) -> None:
    install(folder, {"pathgen.rules": points}, GOOD_RULE)
    done = run(folder, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert f"  entry point: {points} (in pathgen.rules)\n  help: " in done.stderr


@pytest.mark.parametrize(
    ("group", "name", "command"),
    [
        ("pathgen.reports", "json", ["validate"]),
        ("pathgen.link_reports", "junit", ["check-links", "--offline"]),
        ("pathgen.exporters", "epub", ["export", "--format=json"]),
        ("pathgen.importers", "csv", ["import", "a.csv"]),
    ],
)
def test_a_name_of_our_own_is_not_given_away(folder: Path, group: str, name: str, command: list[str]) -> None:
    install(folder, {group: f"{name} = oven:report"}, "")
    done = run(folder, *command)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"pathgen: the package bakery 1.0 adds something that does not work: pathgen itself has the name {name}\n"
        f"  entry point: {name} = oven:report (in {group})\n"
        "  help: uninstall it (`pip uninstall bakery`); "
        "report it to its authors (`pip show bakery` shows who they are)\n"
    )


def test_a_name_that_two_packages_give_is_told_unless_they_give_the_same(folder: Path) -> None:
    install(folder, RULE, GOOD_RULE)
    install(folder, RULE, GOOD_RULE, package="another")
    assert run(folder, "validate").returncode == 0
    install(folder, {"pathgen.rules": "stale-bread = mill"}, GOOD_RULE, package="mill", module="mill")
    done = run(folder, "validate")
    assert done.returncode == 2
    assert "the package mill 1.0 adds something" in done.stderr or "the package mill has the name" in done.stderr
    assert "stale-bread, too\n" in done.stderr
    assert ") or that; report it" in done.stderr


@pytest.fixture
def plugin(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str], str], Plugin]:
    """Return a function that installs a package and returns its plug-in, without running the command."""

    def add(points: dict[str, str], text: str) -> Plugin:
        install(folder, points, text)
        (folder / "installed" / "oven.py").rename(folder / "oven.py")
        monkeypatch.syspath_prepend(folder)
        monkeypatch.delitem(sys.modules, "oven", raising=False)
        [entry] = Distribution.at(folder / "installed" / "bakery-1.0.dist-info").entry_points
        return Plugin(entry)

    return add


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import sys; sys.exit(0)", "it failed with SystemExit: 0, at"),
        ("1 +", "it failed with SyntaxError"),
        (GOOD_RULE.partition("\n")[2], "it has no docstring, which is the documentation of a rule"),
        (GOOD_RULE.replace("stale", "fresh"), "its CODE must be the name of the entry point, 'stale-bread'"),
        (GOOD_RULE.replace("Severity.NOTICE", "'hint'"), "its SEVERITY is not a pathgen.api.Severity"),
        (GOOD_RULE.replace("def check", "def find"), "it has no function `check`"),
    ],
)
def test_a_rule_of_another_shape_is_told(plugin: Callable[..., Plugin], text: str, message: str) -> None:
    with pytest.raises(PathgenError) as fault:
        rules._added(plugin(RULE, text))
    assert message in str(fault.value)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("raise KeyError('flour')", "it failed with KeyError: 'flour', at"),
        ("return None", "it failed with TypeError: 'NoneType' object is not iterable"),
        ("return [None]", "it failed with TypeError: it yielded None instead of a diagnostic with its CODE"),
        ("yield Diagnostic('other', SEVERITY, catalogue.path.span(), 'a', 'b')", "it yielded Diagnostic("),
        ("yield Diagnostic(CODE, 'error', catalogue.path.span(), 'a', 'b')", "it yielded Diagnostic("),
        ("yield Diagnostic(CODE, SEVERITY, catalogue.path.span(), None, 'b')", "it yielded Diagnostic("),
        ("yield Diagnostic(CODE, SEVERITY, 'line 1', 'a', 'b')", "it yielded Diagnostic("),
        ("yield Diagnostic(CODE, SEVERITY, catalogue.path.span(), 'a', 'b', ('c',))", "it yielded Diagnostic("),
        ("yield Diagnostic(CODE, SEVERITY, catalogue.path.span(), 'a', 'b', [])", "it yielded Diagnostic("),
        ("from pathgen.api import PathgenError; raise PathgenError('there is no oven')", "there is no oven"),
    ],
)
def test_a_rule_that_fails_or_finds_something_else_is_told(
    plugin: Callable[..., Plugin], body: str, message: str
) -> None:
    rule = rules._added(plugin(RULE, f"{GOOD_RULE}def check(catalogue):\n    {body}\n"))
    with pytest.raises(PathgenError) as fault:
        parse("resources.yaml", CATALOGUE.encode(), rules=[rule])
    assert message in str(fault.value)


def test_a_rule_that_fails_is_told_with_the_way_to_go_on_without_it(folder: Path) -> None:
    install(folder, RULE, f"{GOOD_RULE}def check(catalogue):\n    raise KeyError('flour')\n")
    done = run(folder, "validate")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"it failed with KeyError: 'flour', at {folder / 'installed' / 'oven.py'}:8\n" in done.stderr
    assert "help: set `rules: {stale-bread: off}` in the catalogue to run without it; report it" in done.stderr
    (folder / "resources.yaml").write_text(CATALOGUE + "rules: {stale-bread: off}\n", encoding="utf-8")
    assert run(folder, "validate").returncode == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def report(*given): return 7", "it returned int, and should return str"),
        ("def report(*given): raise ValueError('a\\nb')", "it failed with ValueError: a b, at"),
        ("def report(): return ''", "it failed with TypeError: report() takes 0 positional"),
        ("report = 7", "it is of the type int, and should be a function"),
    ],
)
def test_a_format_that_fails_or_gives_something_else_is_told(
    plugin: Callable[..., Plugin], text: str, message: str
) -> None:
    with pytest.raises(PathgenError) as fault:
        returning(str)(plugin(REPORT, text))([], [])
    assert message in str(fault.value)


@pytest.mark.parametrize(
    ("points", "arguments"),
    [
        (REPORT, ["validate", "--format=crumbs"]),
        (LINKS, ["check-links", "--offline", "--format=crumbs:out.txt"]),
        (EXPORTER, ["export", "--format=crumbs", "--output=out.txt"]),
    ],
)
def test_nothing_is_written_where_a_format_fails(folder: Path, points: dict[str, str], arguments: list[str]) -> None:
    install(folder, points, "def report(*given): raise ValueError\nwrite = report")
    done = run(folder, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "help: choose another format; report it" in done.stderr
    assert not (folder / "out.txt").exists()


READ = """\
from pathgen.api import ImportedLink as Link
def read(made):
    {}
"""


@pytest.mark.parametrize(
    "body",
    [
        "raise ValueError('no list')",
        "made.top.links.append(Link(None, 'https://example.org/a', 0))",
        "made.top.links.append(Link('A', None, 0))",
        "made.top.links.append(Link('A', 'https://example.org/a', 9999))",
        "made.top.links.append(Link('A', 'https://example.org/a', 0.5))",
        "made.top.links.append(Link('A', 'https://example.org/a', 0, fields={'year': 2020}))",
        "made.top.links.append('https://example.org/a')",
        "made.problems.append('no list')",
        "made.whole = 'path'",
        "made.top.groups.append(made.top)",
    ],
)
def test_an_importer_that_fails_or_fills_in_something_else_is_told(plugin: Callable[..., Plugin], body: str) -> None:
    read = convert._added(plugin(IMPORTER, READ.format(body)))
    with pytest.raises(PathgenError, match=r"it failed with (.|\n)*help: choose another format; report it"):
        read(decoded("list.txt", b"https://example.org/a\n"))


def test_an_importer_takes_the_files_that_end_in_its_name(folder: Path) -> None:
    install(folder, IMPORTER, READ.format("made.top.links.append(Link('A', made.source.text.strip(), 0))"))
    (folder / "list.crumbs").write_text("https://example.org/b\n", encoding="utf-8")
    assert run(folder, "import", "list.crumbs", "--into=reading").returncode == 0
    assert "https://example.org/b" in (folder / "resources.yaml").read_text(encoding="utf-8")


def test_what_is_no_text_goes_to_a_file_or_on_its_way(folder: Path) -> None:
    install(folder, EXPORTER, "def write(given): return b'\\x00 bread'")
    done = run(folder, "export", "--format=crumbs")
    assert (done.returncode, done.stdout) == (2, "")
    assert "name a file, or write --output - | …" in done.stderr
    assert run(folder, "export", "--format=crumbs", "--output=-").stdout == "\0 bread"
    assert run(folder, "export", "--format=crumbs", "--output=bread").returncode == 0
    assert (folder / "bread").read_bytes() == b"\0 bread"


def test_an_author_gets_the_traceback_from_python(folder: Path) -> None:
    install(folder, RULE, f"{GOOD_RULE}def check(catalogue):\n    raise KeyError('flour')\n")
    script = "import pathgen; pathgen.load('resources.yaml')"
    done = python("-c", script, cwd=folder, PYTHONPATH=str(folder / "installed"))
    assert "KeyError: 'flour'\n\nThe above exception was the direct cause" in done.stderr
    assert "raise KeyError('flour')" in done.stderr


PAGE = (Path(__file__).parent.parent / "content" / "documentation" / "plug-ins.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", api.__all__)
def test_each_name_of_the_api_is_there_and_documented(name: str) -> None:
    assert getattr(api, name).__doc__
    assert re.search(rf"^\|[^|]*`{name}`[^|]*\|", PAGE, re.MULTILINE)


def test_the_example_imports_the_api_and_nothing_else_of_pathgen() -> None:
    modules = re.findall(r"^```python title=[^\n]*\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    nodes = [node for module in modules for node in ast.walk(ast.parse(module))]
    imported = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    imported |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    assert {name for name in imported if name.partition(".")[0] == "pathgen"} == {"pathgen.api"}


def test_the_api_alone_waits_for_neither_templates_nor_the_network(folder: Path) -> None:
    done = python("-c", "import sys, pathgen.api; print({'jinja2', 'lxml', 'requests'} & {*sys.modules})", cwd=folder)
    assert done.stdout == "set()\n", done.stderr
