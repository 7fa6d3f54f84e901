"""What a build refuses of the files beside a catalogue is reported by `validate`, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import pathgen

CATALOGUE = (
    'path: {title: A path}\nsteps:\n  - id: a\n    title: A\n    resources: [{title: B, url: "https://b.example"}]\n'
)


def validate(folder: Path, name: str, data: bytes) -> tuple[int, str]:
    (folder / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    done = pathgen("validate", cwd=folder)
    return done.returncode, done.stdout


def test_settings_that_cannot_be_read_stop_the_command(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "mkdocs.yml").mkdir()
    done = pathgen("validate", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "pathgen: cannot read mkdocs.yml: it is not a file\n")


@pytest.mark.parametrize(
    ("name", "data", "place", "message"),
    [
        ("mkdocs.yml", b"site_url: [\n", "mkdocs.yml:1:11", "not YAML"),
        ("mkdocs.yml", b"- a\n", "mkdocs.yml:1:1", "a mapping of settings is expected"),
        ("languages/en.yaml", b"home: x\nhome2: y\n", "languages/en.yaml:1:7", "must be a mapping"),
        ("languages/xx-y.yaml", b"a: b\n", "languages/xx-y.yaml:1:1", "is not a valid language tag"),
        ("overrides/main.html", b"<p>\n{% if %}\n", "overrides/main.html:2:1", "write a value before `%}`"),
        (
            "overrides/main.html",
            b'{% extends "base.html" %}\n{% include "partials/nope.html" %}\n',
            "overrides/main.html:2:1",
            "there is no template `partials/nope.html`",
        ),
        ("overrides/main.html", b'{% extends "bass.html" %}\n', "overrides/main.html:1:1", "no template `bass.html`"),
        (
            "overrides/main.html",
            b"\n{{ 'a' | nofilter }}\n",
            "overrides/main.html:2:1",
            "there is no filter `nofilter`",
        ),
        (
            "overrides/main.html",
            b"\n{{ 'a' is mytest }}",
            "overrides/main.html:2:1",
            "is no test `mytest`",
        ),
        (
            "templates/step.md.j2",
            b"a\n{{ x | nofilter }}\n",
            "templates/step.md.j2:2:1",
            "there is no filter `nofilter`",
        ),
        ("templates/step.md.j2", b"a\n{{ nope() }}\n", "templates/step.md.j2:2:1", "there is no value `nope`"),
        ("templates/step.md.j2", b"a\n{% include 'b' %}\n", "templates/step.md.j2:2:1", "there is no template `b`"),
        ("overrides/main.html", b"a\n{{ nope() }}\n", "overrides/main.html:2:1", "there is no value `nope`"),
        ("overrides/main.html", b"a\n{{ nope.a.b }}\n", "overrides/main.html:2:1", "there is no value `nope`"),
        ("mkdocs.yml", b"extra:\n  a: [!no x]\n", "mkdocs.yml:2:7", "there is no tag `!no`"),
        ("content/a.md", b"- " * 500 + b"a\n", "content/a.md:1:1", "cannot be converted from Markdown: RecursionError"),
        ("mkdocs.yml", b"extra:\n  a: !relative x\n", "mkdocs.yml:2:6", "`!relative` is followed by nothing, "),
        (
            "content/a.md",
            b"---\ntitle: A\ntemplate: b.html\n---\n",
            "content/a.md:3:1",
            "there is no template `b.html`",
        ),
        (
            "overrides/main.html",
            b'{% extends "base.html" %}\n{% block content %}x{% endblock %}\n',
            "overrides/main.html:2:1",
            "leaves out the text of every page; write `{{ super() }}`",
        ),
        (
            "mkdocs.yml",
            b"markdown_extensions:\n  - toc:\n      permalinkk: x\n",
            "mkdocs.yml:3:7",
            "the extension `toc` has no option `permalinkk`; did you mean `permalink`?",
        ),
        (
            "mkdocs.yml",
            b"extra:\n  analytics: {provider: no}\n",
            "mkdocs.yml:2:25",
            "analytics/no.html`; write `google`",
        ),
        ("content/a.md", b"# A\n\n[x](/b)\n", "content/a.md:3:5", "starts with `/`"),
        ("content/a.md", b"# A\n\n[x](b.pdf)\n", "content/a.md:3:5", "there is no file content/b.pdf"),
        ("content/a.md", b"# A\n\n<a href='index.md'>x</a>\n", "content/a.md:3:10", "the address of a folder"),
        ("content/a.md", b"# A\n\n<img src='b.png'>\n", "content/a.md:3:11", "there is no picture content/a/b.png"),
        ("templates/step.md.j2", b"{% if x %}\n", "templates/step.md.j2:1:1", "this `{% if %}` is never closed"),
        ("content/rules.md", b"# Rules\n", "content/rules.md:1:1", "pathgen writes a page of that name"),
        ("content/catalogue.json", b"{}", "content/catalogue.json:1:1", "the site has a file of that name"),
        ("content/steps/a/index.html", b"a", "content/steps/a/index.html:1:1", "the site has a file of that name"),
        ("content/a.md", b"\xff", "content/a.md:1:1", "is not UTF-8 text"),
    ],
)
def test_it_is_reported_with_its_place(tmp_path: Path, name: str, data: bytes, place: str, message: str) -> None:
    status, shown = validate(tmp_path, name, data)
    assert status == 1
    assert f"{place}: error[" in shown
    assert message in shown


def test_what_a_page_takes_in_is_there(tmp_path: Path) -> None:
    options = "{check_paths: yes, base_path: content}"
    (tmp_path / "mkdocs.yml").write_text(f"markdown_extensions: [pymdownx.snippets: {options}]\n", encoding="utf-8")
    status, shown = validate(tmp_path, "content/b.md", b'# B\n\n--8<-- "a.md"\n')
    assert status == 1
    assert "content/b.md:1:1: error[bad-site-file] cannot be converted from Markdown: SnippetMissingError" in shown
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        assert validate(tmp_path, "content/a.md", b"# A\n")[0] == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("mkdocs.yml", b"site_url: !ENV SITE_URL\nextra: {a: !!python/name:os.system }\n"),
        ("languages/en.yaml", b""),
        ("overrides/main.html", b'{% extends "base.html" %}{% block a %}{% trans %}x{% endtrans %}{% endblock %}\n'),
        ("overrides/main.html", b'{% extends "404.html" %}{% include "nope.html" ignore missing %}{% include x %}\n'),
        ("overrides/assets/a.js", b"{% if %}"),
        (
            "overrides/main.html",
            (
                b"{% macro m() %}{{ caller() }}{{ varargs[0] }}{{ kwargs.a }}{% endmacro %}"
                b"{% block a %}{{ super() }}{{ self.b() }}{% endblock %}{% block b %}{{ lang.t('x') }}{% endblock %}"
                b"{% for x in nav %}{{ loop.index }}{{ x.a }}{% endfor %}{{ range(3) }}{{ cycler('a').next() }}"
                b"{% call(x) m() %}{{ x.a }}{% endcall %}{{ config.extra.a }}"
                b"{% with y = page %}{{ y.title }}{% endwith %}"
                b"{% set n = namespace(a=1) %}{{ n.a }}"
            ),
        ),
        ("overrides/main.html", b"{{ 'a' | url }}{{ 'a' | script_tag }}{{ 'a' | tojson }}"),
        ("templates/step.md.j2", b"{{ section.part.title | md }}\n"),
        ("templates/step.md.j2", b"{% set x = 1 %}{{ x }}{{ y | default }}{% if z is defined %}{{ z }}{% endif %}"),
        (
            "overrides/main.html",
            b'{% extends "base.html" %}{{ page.title }}{{ lang.t("a") }}{{ nope }}{% set b = [] %}',
        ),
        ("mkdocs.yml", b"markdown_extensions:\n  - toc: {permalink: x}\n  - codehilite: {linenums: null}\n"),
        ("content/a.md", b"# A\n\n`[x](/b)` [y](//b.example) <a href='../index.html'>z</a>\n"),
        ("content/about.md", b"# About\n"),
        ("content/about.md", b"---\ntemplate: main.html\n---\n# About\n"),
        ("overrides/main.html", b'{% extends "base.html" %}{% block content %}{{ page.content }}{% endblock %}'),
        ("mkdocs.yml", b"markdown_extensions: [pymdownx.snippets: {base_path: !relative $docs_dir/x}]\n"),
        ("content/.draft.md", b"\xff"),
    ],
)
def test_what_a_build_accepts_is_fine(tmp_path: Path, name: str, data: bytes) -> None:
    assert validate(tmp_path, name, data) == (0, "resources.yaml: no problems\n")


@pytest.mark.parametrize(
    ("hook", "message"),
    [
        ("import os\nimport nobody_has_this.part\n", "2: there is no module `nobody_has_this`; install the package"),
        ("from nobody_has_this import part\n", "1: there is no module `nobody_has_this`; install the package"),
        ("def on_env(env:\n", "1: this is not Python: "),
        ("import besides\n", "1: besides.py:2: there is no module `nobody`; install the package"),
        ("try:\n    import nobody_has_this\nexcept ImportError: pass\nimport beside, mkdocs.config\n", ""),
    ],
)
def test_a_hook_is_read_and_not_run(tmp_path: Path, hook: str, message: str) -> None:
    (tmp_path / "beside.py").write_text("raise SystemExit('it ran')")
    (tmp_path / "besides.py").write_text("import hook\nimport nobody\n")
    (tmp_path / "hook.py").write_text(hook)
    status, shown = validate(tmp_path, "mkdocs.yml", b"hooks:\n  - hook.py\n")
    assert status == bool(message)
    assert not message or f"mkdocs.yml:2:5: error[bad-site-file] hook.py:{message}" in shown


def test_a_value_that_another_file_sets_later_is_known_then(tmp_path: Path) -> None:
    file = ("overrides/main.html", b"{{ mine.a }}")
    assert validate(tmp_path, *file)[0] == 1
    (tmp_path / "overrides" / "values.html").write_text("{% set mine = page %}")
    assert validate(tmp_path, *file)[0] == 0


def test_a_hook_may_add_filters(tmp_path: Path) -> None:
    (tmp_path / "hook.py").write_text("def on_env(env, **_):\n    env.filters['nofilter'] = str\n")
    (tmp_path / "mkdocs.yml").write_text("hooks: [hook.py]\n")
    assert validate(tmp_path, "overrides/main.html", b"{{ 'a' | nofilter }}")[0] == 0


def test_it_cannot_be_turned_off(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("a: [", encoding="utf-8")
    (tmp_path / "resources.yaml").write_text(f"{CATALOGUE}rules: {{bad-site-file: off}}\n", encoding="utf-8")
    done = pathgen("validate", cwd=tmp_path)
    assert "the rule 'bad-site-file' cannot be set" in done.stdout
