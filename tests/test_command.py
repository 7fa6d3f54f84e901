"""The command as its users meet it: exit status, what is printed, and where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import pathgen, pathgen_process, python

from pathgen import __version__
from pathgen.catalogue.rules import RULES

GOOD = 'path: {title: My path}\ntopics: [{id: a, title: A, resources: [{title: T, url: "https://example.org/a"}]}]\n'
BAD = GOOD.replace("path:", "paht:")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a valid resources.yaml and a bad.yaml."""
    (tmp_path / "resources.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(BAD, encoding="utf-8")
    return tmp_path


def test_a_valid_catalogue_is_said_to_be_so(folder: Path) -> None:
    done = pathgen_process("validate", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "resources.yaml: no problems\n", "")


def test_an_invalid_catalogue_is_told_on_stdout_with_status_1(folder: Path) -> None:
    done = pathgen("validate", "bad.yaml", cwd=folder)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[0] == "bad.yaml:1:1: error[unknown-field] there is no field `paht` here"
    assert done.stdout.endswith("1 error in bad.yaml\n")


def test_warnings_alone_leave_a_catalogue_valid(folder: Path) -> None:
    warned = GOOD.replace("}\n", "}\nrules: {dangling-reference: warning}\n", 1).replace("T, ", "T, track: none, ")
    (folder / "resources.yaml").write_text(warned, encoding="utf-8")
    done = pathgen_process("validate", cwd=folder)
    assert done.returncode == 0
    assert done.stdout.endswith("1 warning in resources.yaml\n")


def test_several_files_give_one_report(folder: Path) -> None:
    done = pathgen("validate", "resources.yaml", "bad.yaml", "bad.yaml", "--format", "json", cwd=folder)
    assert done.returncode == 1
    assert [diagnostic["file"] for diagnostic in json.loads(done.stdout)["diagnostics"]] == ["bad.yaml"]


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_each_format_is_printed_alike_in_status(folder: Path, form: str) -> None:
    done = pathgen("validate", "--format", form, "bad.yaml", cwd=folder)
    assert (done.returncode, done.stderr) == (1, "")
    assert "paht" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["validate", "missing.yaml"], "pathgen: cannot read missing.yaml: no such file or directory"),
        (["validate", "."], "pathgen: cannot read .: it is not a file"),
        (["validate", "\x1b[2J\n::error::x"], r"pathgen: cannot read \x1b[2J\x0a::error::x: no such file or directory"),
        (["validate", "--format", "xml"], "'xml' is not one of 'text', 'json', 'github', 'gitlab', 'junit', 'sarif', "),
        (["validat"], "No such command 'validat'"),
        (["rules", "duplicate-ids"], "did you mean `duplicate-id`?"),
    ],
)
def test_a_command_that_cannot_run_says_why_on_stderr_with_status_2(
    folder: Path, arguments: list[str], message: str
) -> None:
    done = pathgen(*arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_help_lists_every_command_with_what_it_does(folder: Path) -> None:
    done = pathgen("--help", cwd=folder)
    assert done.returncode == 0
    output = " ".join(done.stdout.split())
    for line in (
        "validate Check catalogues",
        "render Write",
        "build Build",
        "serve Build",
        "check-links Check every external link",
        "rules List",
    ):
        assert f" {line}" in output


def test_version(folder: Path) -> None:
    assert pathgen_process("--version", cwd=folder).stdout == f"pathgen {__version__}\n"


def test_rules_are_listed_in_their_order_with_severity_and_what_they_say(folder: Path) -> None:
    lines = pathgen("rules", cwd=folder).stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [[rule.code, str(rule.severity)] for rule in RULES]
    assert len({line.index(rule.doc.partition("\n")[0]) for line, rule in zip(lines, RULES, strict=True)}) == 1


def test_a_rule_is_printed_whole(folder: Path) -> None:
    [rule] = [rule for rule in RULES if rule.code == "duplicate-id"]
    assert pathgen("rules", "duplicate-id", cwd=folder).stdout == rule.doc + "\n"


def test_a_reader_that_goes_away_is_no_failure_to_report(folder: Path) -> None:
    command = [sys.executable, "-m", "pathgen", "rules", "duplicate-id"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.skipif(sys.platform == "win32", reason="no such redirection in this system's shell")
def test_a_closed_stdout_is_no_failure_to_report(folder: Path) -> None:
    command = f'"{sys.executable}" -m pathgen validate bad.yaml >&-'
    done = subprocess.run(command, cwd=folder, shell=True, stderr=subprocess.PIPE, check=False)  # noqa: S602 - ours
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="needs Linux's disk that is always full")
def test_a_full_disk_is_told_in_one_line(folder: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "pathgen", "rules"]
        done = subprocess.run(command, cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "pathgen: cannot write: no space left on device\n")


def test_what_a_console_cannot_show_is_written_out(folder: Path) -> None:
    (folder / "bad.yaml").write_text(BAD.replace("My path", "深層"), encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "pathgen", "validate", "bad.yaml"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert ("深層" if sys.platform == "win32" else r"\u6df1\u5c64").encode() in done.stdout


def test_an_interrupted_command_ends_with_status_130(folder: Path) -> None:
    wait = """
import sys, types, click, pathgen.cli
@click.command
def command(): raise KeyboardInterrupt
sys.modules["pathgen.cli.wait"] = types.SimpleNamespace(command=command)
pathgen.cli.COMMANDS["wait"] = "Wait for Ctrl-C."
pathgen.cli.main(["wait"])
"""
    done = python("-c", wait, cwd=folder)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "")


@pytest.mark.parametrize(
    "moment",
    [
        "sys.meta_path.insert(0, AtImport)",
        "gc.set_threshold = ctrl_c",
        "atexit.register(ctrl_c)",
    ],
    ids=["while modules are imported", "before the command", "while Python ends"],
)
def test_an_interruption_outside_of_a_command_is_quiet_too(folder: Path, moment: str) -> None:
    script = f"""
import atexit, gc, runpy, signal, sys
sys.argv[1:] = ["--version"]
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background may have it ignored
def ctrl_c(*_): signal.raise_signal(signal.SIGINT)
class AtImport:
    def find_spec(name, *_):
        if name == "click": ctrl_c()
{moment}
runpy.run_module("pathgen", run_name="__main__")
"""
    done = python("-c", script, cwd=folder)
    assert (done.returncode, done.stderr) == (130, "")
