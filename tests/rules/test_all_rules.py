from __future__ import annotations

import json
import pkgutil
import re
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pathgen
from pathgen.catalogue import rules
from pathgen.catalogue.load import parse
from pathgen.catalogue.rules import RULES, Rule
from pathgen.diagnostics import Diagnostic, Severity

MODULES = {module.name for module in pkgutil.iter_modules(rules.__path__)}
WITHOUT_EXAMPLE = {"bad-include", "bad-site-file", "broken-link", "encoding", "too-large", "not-a-catalogue"}
WITHOUT_EXAMPLE |= {"lost-id", "lost-in-merge", "taken-anchor", "unused-prose"}
"""Rules about whole files, or about other files, of which no few lines are an example."""
LEFT_OUT = {"empty-section", "untaught-concept"}
"""Rules about what a catalogue lacks: the example of another rule leaves out what it is not about."""
CODE = re.compile(r'(?:Diagnostic|_Refused)\(\s*"([^"]*)"')


def example(rule: Rule, kind: str) -> bytes:
    """Take an example out of a rule's documentation, with the `path` that every catalogue needs."""
    match = re.search(rf"^{kind}:\n\n((?:    .*\n?|\n)+)", rule.doc, re.MULTILINE)
    assert match, f"{rule.code} has no example under `{kind}:`"
    return ("path: {title: My path}\n" + dedent(match[1])).encode()


def of_example(rule: Rule, kind: str) -> list[Diagnostic]:
    """Return the diagnostics of an example, without what other rules say of its shortness."""
    found = parse("resources.yaml", example(rule, kind)).diagnostics
    return [problem for problem in found if problem.code == rule.code or problem.code not in LEFT_OUT]


def with_example() -> list[Rule]:
    return [rule for rule in RULES if rule.code not in WITHOUT_EXAMPLE]


def test_each_module_is_listed_once_under_its_name() -> None:
    assert sorted(rule.code for rule in RULES) == sorted(name.replace("_", "-") for name in MODULES)


def test_each_code_that_is_given_has_a_rule() -> None:
    sources = Path(pathgen.__file__).parent.rglob("*.py")
    given = {code for source in sources for code in CODE.findall(source.read_text("utf-8"))}
    assert len(given) > 10
    assert given <= {rule.code for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_each_rule_is_documented_and_tested(rule: Rule) -> None:
    first, blank, *rest = rule.doc.splitlines()
    assert first.endswith(".")
    assert len(first) <= 120
    assert not blank
    assert rest
    assert Path(__file__).with_name(f"test_{rule.code.replace('-', '_')}.py").exists()


@pytest.mark.parametrize("rule", with_example(), ids=lambda rule: rule.code)
def test_its_bad_example_is_bad(rule: Rule) -> None:
    found = of_example(rule, "Bad")
    assert {problem.code for problem in found} == {rule.code}
    assert {problem.severity for problem in found} == {rule.severity}
    assert all(problem.help for problem in found)


@pytest.mark.parametrize("rule", with_example(), ids=lambda rule: rule.code)
def test_its_good_example_is_good(rule: Rule) -> None:
    assert of_example(rule, "Good") == []


# The letters that mean something to a rule represent the many that do not.
HOSTILE = st.text() | st.text("a:/.@[]()%<>&;,# \u200b\u202e\u2028\U0001f680\n").filter(bool) | st.just("https://[")


@given(title=HOSTILE, url=HOSTILE, creators=st.lists(HOSTILE, max_size=3), page=HOSTILE)
def test_no_rule_raises_on_any_text(title: str, url: str, creators: list[str], page: str) -> None:
    entry = {"title": title, "url": url, "creators": creators, "formerly": [url], "replaced_by": "nowhere"}
    value = {
        "path": {"title": title, "sources": [{"title": title, "url": url, "creators": creators}]},
        "libraries": [{"id": "a", "name": title, "url": url, "origin": creators, "successor": "a", "parent": "a"}],
        "steps": [{"id": "s", "title": title, "prose": page, "resources": [entry, entry, {"ref": "a"}]}],
        "rules": {title: "off"},
    }
    for found in parse("resources.yaml", json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")).diagnostics:
        assert found.span.line >= 1
        assert found.message
        assert found.help


@pytest.mark.parametrize("rule", with_example(), ids=lambda rule: rule.code)
def test_it_can_be_set_unless_nothing_can_be_read_past_it(rule: Rule) -> None:
    def severities(word: str) -> set[Severity]:
        data = example(rule, "Bad") + f"rules: {{{rule.code}: '{word}'}}\n".encode()
        return {found.severity for found in parse("resources.yaml", data).diagnostics if found.code == rule.code}

    assert severities("off") == ({rule.severity} if rule.fatal else set())
    assert severities("warning") == ({rule.severity} if rule.fatal else {Severity.WARNING})
    assert severities("error") == {Severity.ERROR}
