"""What the hosts of repositories say, asked of real servers that speak their APIs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from command import pathgen
from loopback_server import answering

CATALOGUE = """\
path: {title: My path}
libraries:
  - id: caffe
    name: Caffe
    url: https://github.com/bvlc/caffe
  - id: kept
    name: Kept
    url: https://example.org/kept
    repository: https://github.com/ada/kept
    licence: MIT
    status: active
"""
OPEN = ("--allow-private", "127.0.0.0/8")


def facts(name: str, **others: Any) -> dict[str, Any]:
    """Write what GitHub says of a repository."""
    return {
        "full_name": name, "archived": False, "pushed_at": "2020-05-06T07:08:09Z", "stargazers_count": 5,
        "license": {"spdx_id": "MIT"}, **others,
    }  # fmt: skip


class Api:
    """A server that speaks GitHub's API: ``answers`` by path, each ``(status, headers, body)``."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], Any]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.url = ""
        self.meanwhile: Callable[[], object] = lambda: None


@pytest.fixture
def api() -> Iterator[Api]:
    with served() as server:
        yield server


@contextmanager
def served() -> Iterator[Api]:
    api = Api()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            api.asked.append((self.path, headers))
            api.meanwhile()
            status, extra, body = api.answers.get(self.path, (404, {}, {"message": "Not Found"}))
            if extra.get("ETag") and headers.get("if-none-match") == extra["ETag"]:
                status, body = 304, ""
            data = body if isinstance(body, bytes) else json.dumps(body).encode() if body else b""
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **extra}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with answering(Handler) as api.url:
        yield api


def refreshed(folder: Path, api: Api, *options: str) -> Any:
    return pathgen("refresh", "--api-url", f"github.com={api.url}", *OPEN, *options, cwd=folder)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


def test_what_the_catalogue_leaves_open_is_proposed_and_then_written(project: Path, api: Api) -> None:
    api.answers["/repos/bvlc/caffe"] = 200, {}, facts("BVLC/caffe", archived=True)
    api.answers["/repos/ada/kept"] = 200, {}, facts("ada/kept")
    done = refreshed(project, api)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert "resources.yaml:5:10: notice[repository-archived] the repository is archived" in done.stdout
    assert "+    status: archived 2020-05" in done.stderr
    assert "+    licence: MIT" in done.stderr
    assert (project / "resources.yaml").read_text(encoding="utf-8") == CATALOGUE
    assert refreshed(project, api, "--fix").returncode == 0
    written = (project / "resources.yaml").read_text(encoding="utf-8")
    assert "    status: archived 2020-05\n" in written
    assert pathgen("validate", cwd=project).returncode == 0
    assert len(api.asked) == 2, "what was found a minute ago is not asked for again"


def test_a_dry_run_shows_what_it_would_write(project: Path, api: Api) -> None:
    api.answers["/repos/bvlc/caffe"] = 200, {}, facts("BVLC/caffe")
    for options in (["--fix", "--dry-run"], ["--dry-run"], []):
        done = refreshed(project, api, *options)
        assert (done.returncode, done.stderr.count("+    licence: MIT")) == (0, 1), done.stderr
        assert (project / "resources.yaml").read_text(encoding="utf-8") == CATALOGUE


def test_the_report_counts_over_the_files_that_were_read(project: Path, api: Api) -> None:
    (project / "resources.yaml").write_text("path: {title: My path}\ninclude: more/*.yaml\n", encoding="utf-8")
    part = project / "more" / "a.yaml"
    part.parent.mkdir()
    part.write_text(CATALOGUE.partition("\n")[2], encoding="utf-8")
    api.answers["/repos/bvlc/caffe"] = 200, {}, facts("BVLC/caffe")
    api.answers["/repos/ada/kept"] = 200, {}, facts("ada/kept")
    done = refreshed(project, api)
    assert done.stdout.endswith("\n\n1 notice in 2 files\n")
    assert refreshed(project, api, "--fix").stderr.startswith("Changed more")
    assert "    licence: MIT\n" in part.read_text(encoding="utf-8")


def test_the_curators_words_stay_and_a_contradiction_is_reported(project: Path, api: Api) -> None:
    api.answers["/repos/ada/kept"] = 200, {}, facts("ada/kept", archived=True, license={"spdx_id": "Apache-2.0"})
    done = refreshed(project, api, "--fix")
    assert "warning[status-differs] the catalogue says" in done.stdout
    assert "warning[licence-differs] the catalogue says MIT, but the repository's licence is Apache-2.0" in done.stdout
    assert "warning[repository-gone]" in done.stdout
    assert (project / "resources.yaml").read_text(encoding="utf-8") == CATALOGUE


def test_what_its_host_does_not_know_stays_known_as_such_until_it_answers(project: Path, api: Api) -> None:
    lost = "github.com has no public repository 'ada/kept'"

    def is_told() -> tuple[bool, bool]:
        named = pathgen("checklist", cwd=project).stdout.count("has no public repository 'ada&#47;kept'")
        return lost in refreshed(project, api, "--max-age", "0").stdout, bool(named)

    api.answers["/repos/bvlc/caffe"] = 200, {}, facts("BVLC/caffe")
    assert is_told() == (True, False)
    assert is_told() == (True, True)
    api.answers["/repos/bvlc/caffe"] = 429, {}, {}  # so that nobody is asked for the other
    api.answers["/repos/ada/kept"] = 429, {}, {}
    assert is_told() == (True, True)
    assert is_told() == (True, True)
    api.answers["/repos/bvlc/caffe"] = 200, {}, facts("BVLC/caffe")
    api.answers["/repos/ada/kept"] = 200, {}, facts("ada/kept")
    assert is_told() == (False, True)
    assert is_told() == (False, False)
    assert "gone" not in json.loads((project / "repositories.json").read_text(encoding="utf-8"))


def test_a_renamed_repository_gets_its_new_address_and_keeps_the_old_one(project: Path, api: Api) -> None:
    api.answers["/repos/bvlc/caffe"] = 301, {"Location": "/repositories/5"}, {}
    api.answers["/repositories/5"] = 200, {}, facts("caffe2/caffe")
    refreshed(project, api, "--fix")
    written = (project / "resources.yaml").read_text(encoding="utf-8")
    assert "url: https://github.com/caffe2/caffe\n" in written
    assert "formerly: https://github.com/bvlc/caffe\n" in written


def test_what_cannot_be_written_is_reported(project: Path, api: Api) -> None:
    (project / "resources.yaml").write_text(CATALOGUE.replace("url: https://github", "url:\n      https://github"))
    api.answers["/repos/bvlc/caffe"] = 200, {}, facts("BVLC/caffe")
    done = refreshed(project, api, "--fix")
    why = "its entry is written in an unusual way; edit it by hand"
    assert done.stderr.startswith(f"Left: resources.yaml:6:7: licence: MIT is not written: {why}\n")


def test_no_former_address_is_lost_where_it_cannot_be_written(project: Path, api: Api) -> None:
    written = CATALOGUE.replace("    url: https://github", "    licence: MIT\n    url:\n      https://github", 1)
    (project / "resources.yaml").write_text(written, encoding="utf-8")
    api.answers["/repos/bvlc/caffe"] = 200, {}, facts("caffe2/caffe")
    api.answers["/repos/ada/kept"] = 200, {}, facts("ada/kept")
    done = refreshed(project, api, "--fix")
    assert "notice[repository-moved] the repository is now caffe2/caffe" in done.stdout
    unusual = "is not written: its entry is written in an unusual way; edit it by hand"
    assert done.stderr.splitlines()[:2] == [
        f"Left: resources.yaml:7:7: url: https://github.com/caffe2/caffe {unusual}",
        f"Left: resources.yaml:7:7: formerly: https://github.com/bvlc/caffe {unusual}",
    ]
    assert (project / "resources.yaml").read_text(encoding="utf-8") == written


def test_a_token_goes_to_its_own_api_alone(project: Path, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "s3cret")
    with served() as other:
        api.answers["/repos/bvlc/caffe"] = 301, {"Location": f"{other.url}/repos/bvlc/caffe"}, {}
        api.answers["/repos/ada/kept"] = 200, {}, facts("ada/kept")
        done = refreshed(project, api)
        assert other.asked == []
    assert {headers.get("authorization") for _, headers in api.asked} == {"Bearer s3cret"}
    assert "redirects to another host" in done.stderr
    assert "s3cret" not in done.stdout + done.stderr + (project / "repositories.json").read_text(encoding="utf-8")


def test_what_did_not_change_is_not_sent_again(project: Path, api: Api) -> None:
    api.answers["/repos/ada/kept"] = 200, {"ETag": '"abc"'}, facts("ada/kept")
    refreshed(project, api)
    refreshed(project, api, "--max-age", "0")
    asked = [headers for path, headers in api.asked if path == "/repos/ada/kept"]
    assert asked[1]["if-none-match"] == '"abc"'
    kept = json.loads((project / "repositories.json").read_text(encoding="utf-8"))["repositories"]
    assert kept["github.com/ada/kept"]["stars"] == 5


def test_a_host_at_its_rate_limit_is_left_alone(project: Path, api: Api) -> None:
    limit = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "99999999999"}
    api.answers["/repos/bvlc/caffe"] = 403, limit, {"message": "API rate limit exceeded"}
    done = refreshed(project, api)
    assert len(api.asked) == 1
    assert done.returncode == 0
    assert "the rate limit of github.com is reached (a token in GITHUB_TOKEN raises it); try again after" in done.stderr
    assert "2 of its repositories were not checked" in done.stderr


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b"\xff", {"full_name": 5}, facts("a/b", stargazers_count="9"), facts("a/b\x1b[2K"), [1]],
    ids=["deep", "no text", "a number", "a text", "a control character", "a list"],
)  # fmt: skip
def test_an_unusable_answer_is_reported_in_a_line(project: Path, api: Api, body: Any) -> None:
    api.answers["/repos/bvlc/caffe"] = 200, {}, body
    done = refreshed(project, api)
    assert done.returncode == 0
    assert "sent an answer that does not describe a repository" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_an_invalid_file_of_facts_is_reported(project: Path, api: Api) -> None:
    (project / "repositories.json").write_text("{", encoding="utf-8")
    done = refreshed(project, api)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "delete it and run `pathgen refresh`" in done.stderr


def kept_in(project: Path) -> dict[str, Any]:
    return json.loads((project / "repositories.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_what_another_run_finds_meanwhile_is_kept(project: Path, api: Api) -> None:
    api.answers["/repos/bvlc/caffe"] = (200, {}, facts("BVLC/caffe"))
    api.answers["/repos/ada/kept"] = (200, {}, facts("ada/kept"))
    refreshed(project, api)
    api.answers["/repos/bvlc/caffe"] = (200, {}, facts("BVLC/caffe", stargazers_count=6))

    def another_run() -> None:
        """Save what a run of a newer catalogue finds: a new repository, one that is gone, and newer stars."""
        file = kept_in(project)
        newer = {**file["repositories"]["github.com/ada/kept"], "stars": 99, "checked": "2999-01-01T00:00:00Z"}
        file["repositories"] |= {"github.com/ada/kept": newer, "github.com/ada/new": {**newer, "name": "ada/new"}}
        (project / "repositories.json").write_text(json.dumps({**file, "gone": ["github.com/ada/gone"]}), "utf-8")

    api.meanwhile = another_run
    refreshed(project, api, "--max-age", "0")
    after = kept_in(project)
    stars = {key: found["stars"] for key, found in after["repositories"].items()}
    assert stars == {"github.com/ada/kept": 99, "github.com/ada/new": 99, "github.com/bvlc/caffe": 6}
    assert after["gone"] == ["github.com/ada/gone"]


def test_what_the_catalogue_no_longer_lists_is_dropped(project: Path, api: Api) -> None:
    for name in ("bvlc/caffe", "ada/kept"):
        api.answers[f"/repos/{name}"] = (200, {}, facts(name))
    refreshed(project, api)
    catalogue = project / "resources.yaml"
    catalogue.write_text(CATALOGUE[: CATALOGUE.index("  - id: kept")], encoding="utf-8")
    refreshed(project, api, "--max-age", "0")
    assert [*kept_in(project)["repositories"]] == ["github.com/bvlc/caffe"]


def test_a_host_that_cannot_be_reached_is_reported_once(project: Path, api: Api) -> None:
    api.url = "http://127.0.0.1:9"
    done = refreshed(project, api)
    assert done.returncode == 0
    assert "http://127.0.0.1:9 cannot be reached (refused); 2 of its repositories were not checked" in done.stderr
    assert not (project / "repositories.json").exists()


def test_readers_see_what_was_found(project: Path, api: Api) -> None:
    api.answers["/repos/bvlc/caffe"] = 200, {}, facts("BVLC/caffe", archived=True)
    api.answers["/repos/ada/kept"] = 200, {}, facts("ada/kept", stargazers_count=1234)
    refreshed(project, api)
    assert pathgen("render", cwd=project).returncode == 0
    page = (project / "build" / "docs" / "libraries" / "index.md").read_text(encoding="utf-8")
    assert "Archived repository, last change 2020-05-06, 5 stars (as of " in page
    assert "Last change 2020-05-06, 1,234 stars (as of " in page
