"""What a project's ``mkdocs.yml`` may set: each setting works with both engines, or is refused.

The page about settings in the documentation is made of this table.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import yaml

from pathgen.catalogue.did_you_mean import did_you_mean
from pathgen.errors import PathgenError
from pathgen.escape import is_outside
from pathgen.markdown import project_settings, settings_errors

Fault = tuple[yaml.Node, str]
"""Where a setting cannot be used, and why or what to do instead."""
Check = Callable[[yaml.Node, Path], Iterator[Fault]]
"""Yields what is wrong with a value; the path is the project's folder."""

_TEXT, _FLAG, _NULL = (f"tag:yaml.org,2002:{name}" for name in ("str", "bool", "null"))
_OUR_ASSETS = Path(__file__).parent / "assets"
_SCHEMES = ("default", "slate")


def _any(node: yaml.Node, project: Path) -> Iterator[Fault]:
    del node, project
    return iter(())


def _text(node: yaml.Node, project: Path) -> Iterator[Fault]:
    del project
    if not isinstance(node, yaml.ScalarNode):
        yield node, "a text is expected"
    elif node.tag not in (_TEXT, _NULL):
        yield node, f"a text is expected; write it in quotes: `'{node.value}'`"


def _off(reason: str) -> Check:
    def check(node: yaml.Node, project: Path) -> Iterator[Fault]:
        del project
        if node.tag != _FLAG or yaml.SafeLoader("").construct_object(node):
            yield node, reason

    return check


def _address(node: yaml.Node, project: Path) -> Iterator[Fault]:
    found = list(_text(node, project))
    yield from found
    if not found and node.value and not is_outside(node.value):
        yield node, "an address that starts with `https://` is expected"


def _file(node: yaml.Node, project: Path) -> Iterator[Fault]:
    found = list(_text(node, project))
    yield from found
    if found or node.tag == _NULL or is_outside(node.value):
        return
    name = node.value.partition("?")[0]
    if not any(
        (folder / name).is_file() for folder in (project / "content", project / "overrides", _OUR_ASSETS.parent)
    ):
        yield node, f"there is no file content/{name}; put it there, and write its path below content/"


def _files(node: yaml.Node, project: Path) -> Iterator[Fault]:
    if not isinstance(node, yaml.SequenceNode):
        yield node, "a list of files is expected"
        return
    for item in node.value:
        path = _values(item).get("path") if isinstance(item, yaml.MappingNode) else item
        if path:
            yield from _file(path, project)
        else:
            yield item, "`path` is missing"


def _hooks(node: yaml.Node, project: Path) -> Iterator[Fault]:
    for item in node.value if isinstance(node, yaml.SequenceNode) else ():
        if not isinstance(item, yaml.ScalarNode):
            continue
        file = project / item.value
        if file.is_file():
            yield from ((item, f"{item.value}:{reason}") for reason in _faults_of_script(file))
        else:
            yield item, f"there is no file {item.value}; hooks are beside mkdocs.yml"


def _faults_of_script(file: Path, read: frozenset[Path] = frozenset()) -> Iterator[str]:
    """Yield why a script for MkDocs would not start, as far as it can be known without running it.

    What it imports from beside it is read as well, but for the files in ``read``.
    """
    try:
        parsed = ast.parse(file.read_bytes())
    except (SyntaxError, ValueError) as error:  # the latter of a NUL byte
        yield f"{getattr(error, 'lineno', None) or 1}: this is not Python: {getattr(error, 'msg', error)}"
        return
    for node in parsed.body:
        modules = [name.name for name in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules = [node.module]
        for name in (module.partition(".")[0] for module in modules):
            beside = file.with_name(f"{name}.py")
            if beside.is_file():
                below = () if beside in read else _faults_of_script(beside, read | {file})
                yield from (f"{node.lineno}: {beside.name}:{reason}" for reason in below)
            elif not _is_module(name, file.parent):
                yield f"{node.lineno}: there is no module `{name}`; install the package that has it beside pathgen"


def _plugins(node: yaml.Node, project: Path) -> Iterator[Fault]:
    del project
    installed = {plugin.name for plugin in entry_points(group="mkdocs.plugins")}
    for named in _named(node):
        if installed.isdisjoint((named.value, f"material/{named.value}")) and f"plugins: {named.value}" not in SETTINGS:
            yield named, f"there is no plug-in `{named.value}`; install the package that has it beside pathgen"


def _extensions(node: yaml.Node, project: Path) -> Iterator[Fault]:
    installed = {extension.name for extension in entry_points(group="markdown.extensions")}
    for named in _named(node):
        if named.value not in installed and not _is_module(named.value.partition(":")[0], project):
            yield named, f"there is no extension `{named.value}`; install the package that has it beside pathgen"
    for item in node.value if isinstance(node, yaml.SequenceNode) else ():
        for name, options in _values(item).items():
            yield from _unknown_options(name, options)


def _unknown_options(name: str, options: yaml.Node) -> Iterator[Fault]:
    """Yield the options that an extension of Markdown's or pymdownx's lacks; others are not run to be asked."""
    found = next(iter(entry_points(group="markdown.extensions", name=name)), None)
    if found is None or found.dist is None or found.dist.name.lower() not in ("markdown", "pymdown-extensions"):
        return
    extension = found.load()
    for key, _ in options.value if isinstance(options, yaml.MappingNode) else ():
        try:
            extension(**{key.value: None})
        except KeyError:
            known = extension().getConfigs()
            help_ = did_you_mean(key.value, known) or "delete it"
            yield key, f"the extension `{name}` has no option `{key.value}`; {help_}"
        except Exception:  # noqa: BLE001, S112 - the value is not the one that was written
            continue


def _is_module(name: str, project: Path) -> bool:
    """Whether there is a module of a name, as far as it is known without running any: also one of the project."""
    first, *rest = name.split(".")
    found = find_spec(first) if first.isidentifier() and first != "__main__" else None
    places = [*(found.submodule_search_locations or ())] if found else []
    if not places:
        return found is not None or (project / f"{first}.py").is_file() or (project / first).is_dir()
    below = [Path(place, *rest) for place in places]
    return any(path.is_dir() or path.with_name(f"{path.name}.py").is_file() for path in below)


def _analytics(node: yaml.Node, project: Path) -> Iterator[Fault]:
    provider = _values(node).get("provider")
    file = f"partials/integrations/analytics/{provider.value}.html" if provider else ""
    if provider and not any((folder / file).is_file() for folder in (project / "overrides", *theme_templates())):
        yield provider, f"there is no template `{file}`; write `google`, or put the template into overrides/"


def _icons(node: yaml.Node, project: Path) -> Iterator[Fault]:
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _icons(value, project)
    elif node.tag != _NULL and not any((folder / f"{node.value}.svg").is_file() for folder in _icon_folders(project)):
        yield node, f"there is no icon {node.value}; write one of the theme's, such as `material/home`"


def _icon_folders(project: Path) -> Iterator[Path]:
    yield project / "overrides" / ".icons"
    yield from (folder / ".icons" for folder in theme_templates())


def theme_templates() -> list[Path]:
    """Return the folders of the theme's templates; none where the theme is not installed."""
    theme = find_spec("material")
    return [Path(folder) / "templates" for folder in theme.submodule_search_locations or ()] if theme else []


def _palette(node: yaml.Node, project: Path) -> Iterator[Fault]:
    looks = node.value if isinstance(node, yaml.SequenceNode) else [node]
    for look in looks:
        if not isinstance(look, yaml.MappingNode):
            yield look, "a mapping is expected, such as `scheme: slate`"
            continue
        for name, value in _values(look).items():
            if name in ("primary", "accent") and value.value != "custom":
                yield value, "the colours are those of a style sheet: set `--pg-accent` in one that `extra_css` lists"
            elif name == "scheme" and value.value not in _SCHEMES:
                yield value, "write `default` for light or `slate` for dark, and change colours in `extra_css`"
            elif name == "toggle":
                icon = _values(value).get("icon")
                if icon:
                    yield from _icons(icon, project)
                else:
                    yield value, "`icon` is missing, such as `icon: material/weather-night`"


def _social(node: yaml.Node, project: Path) -> Iterator[Fault]:
    if not isinstance(node, yaml.SequenceNode):
        yield node, "a list is expected, each with `icon` and `link`"
        return
    for item in node.value:
        given = _values(item)
        for name in ("icon", "link"):
            if name not in given:
                yield item, f"`{name}` is missing"
        if "icon" in given:
            yield from _icons(given["icon"], project)


@dataclass(frozen=True, slots=True)
class EngineSetting:
    """A setting that works, and how; or ``instead``: one that is refused, and what to do instead."""

    does: str = ""
    check: Check = _any
    instead: str = ""


def _no(instead: str) -> EngineSetting:
    return EngineSetting(instead=instead)


_ONLY_PATHGEN = "delete it; pathgen's commands do not use it"
_SEARCH = "delete it; the search is pathgen's own"
_INSTANT = "delete it; the scripts of the site run once on each page that is opened"
_PLUGIN = "delete it; pathgen makes the pages, their order and their addresses"

SETTINGS: dict[str, EngineSetting] = {
    "site_name": EngineSetting("the name in the header and in titles, instead of the catalogue's", _text),
    "site_url": EngineSetting("the [address of the site](publish.md)", _address),
    "site_author": EngineSetting("the author in the head of each page", _text),
    "site_description": _no("write `summary` under `path` in resources.yaml"),
    "copyright": EngineSetting("the words in the footer, instead of the licence; may be HTML", _text),
    "repo_url": EngineSetting("a link to the repository, in the header", _address),
    "repo_name": EngineSetting("the words of that link", _text),
    "edit_uri": EngineSetting(
        "where files of the project can be edited, from `repo_url` on, such as `edit/main/`", _text
    ),
    "edit_uri_template": _no("write `edit_uri`"),
    "extra_css": EngineSetting("style sheets in `content/`, after pathgen's", _files),
    "extra_javascript": EngineSetting("scripts in `content/`, after pathgen's", _files),
    "extra_templates": EngineSetting("files in `content/` that the engine fills in as templates", _files),
    "markdown_extensions": EngineSetting("extensions of Markdown, with pathgen's", _extensions),
    "plugins": EngineSetting(
        "plug-ins of MkDocs; refused with Zensical, which leaves out most without a word", _plugins
    ),
    "plugins: awesome-nav": _no(_PLUGIN),
    "plugins: awesome-pages": _no(_PLUGIN),
    "plugins: blog": _no("write a page in `content/`; changes of the catalogue have a page and a feed"),
    "plugins: git-revision-date": _no("delete it; entries have dates of their own"),
    "plugins: git-revision-date-localized": _no("delete it; entries have dates of their own"),
    "plugins: i18n": _no("make a path for each language, in a folder of its own"),
    "plugins: literate-nav": _no(_PLUGIN),
    "plugins: mike": _no("delete it; the site shows one version"),
    "plugins: search": _no(_SEARCH),
    "plugins: section-index": _no(_PLUGIN),
    "plugins: social": _no("delete it; with `site_url`, each page has a card"),
    "plugins: tags": _no("write `tags` at entries"),
    "hooks": EngineSetting("scripts for MkDocs, beside `mkdocs.yml`; refused with Zensical, which runs none", _hooks),
    "INHERIT": _no("write the settings into this file"),
    "nav": _no("delete it; steps, topics and the files in `content/` make the navigation"),
    "docs_dir": _no("delete it; pages are in `content/`"),
    "site_dir": _no("delete it; write `pathgen build --output FOLDER`"),
    "use_directory_urls": _no("delete it; each page is a folder"),
    "validation": _no("delete it; all links are checked"),
    "strict": _no("delete it; a build is always strict"),
    "exclude_docs": _no("move the files out of `content/`"),
    "draft_docs": _no("move the files out of `content/`"),
    "not_in_nav": _no("delete it; each page is in the navigation"),
    "dev_addr": _no("delete it; write `pathgen serve --port NUMBER`"),
    "watch": _no("delete it; `pathgen serve` watches the whole project"),
    "remote_branch": _no(_ONLY_PATHGEN),
    "remote_name": _no(_ONLY_PATHGEN),
    "theme.name": EngineSetting("`material`, which both engines have"),
    "theme.variant": EngineSetting("`classic`, the look that both engines have"),
    "theme.custom_dir": _no("put the files into `overrides/`"),
    "theme.static_templates": _no("put files into `content/`"),
    "theme.language": _no("write `language` under `path` in resources.yaml"),
    "theme.direction": _no("delete it; it is that of the `language` under `path`"),
    "theme.font": EngineSetting(
        "`false`; a font comes from `content/`, by `@font-face` and `--pg-sans` in a style sheet",
        _off(
            "Google would see each reader of a font from Google: put the font into content/ and name it in `extra_css`"
        ),
    ),
    "theme.favicon": EngineSetting("the icon in tabs of the browser: a file in `content/`", _file),
    "theme.logo": EngineSetting("a picture before the name in the header, and in the navigation of phones", _file),
    "theme.icon": EngineSetting(
        "icons of the theme or in `overrides/.icons/`; `logo` is shown like `theme.logo`", _icons
    ),
    "theme.palette": EngineSetting("one look, or several with a switch; colours are those of `extra_css`", _palette),
    "theme.features": EngineSetting("replaces pathgen's list: tabs that stay, `prune`, `top`, `toc.follow`"),
    "theme.features: announce.dismiss": EngineSetting("works with an `announce` block in `overrides/main.html`"),
    "theme.features: content.action.edit": EngineSetting("a button on each page with a file, if `edit_uri` is set"),
    "theme.features: content.action.view": EngineSetting("a button to see that file, if `edit_uri` is set"),
    "theme.features: content.code.annotate": EngineSetting("works"),
    "theme.features: content.code.copy": EngineSetting("works"),
    "theme.features: content.code.select": EngineSetting("works"),
    "theme.features: content.footnote.tooltips": EngineSetting("works"),
    "theme.features: content.lazy": EngineSetting("works"),
    "theme.features: content.tabs.link": EngineSetting("works"),
    "theme.features: content.tooltips": EngineSetting("works"),
    "theme.features: header.autohide": EngineSetting("works"),
    "theme.features: navigation.expand": EngineSetting("works, without `navigation.prune`"),
    "theme.features: navigation.footer": _no("delete it; each step ends with what is next"),
    "theme.features: navigation.indexes": EngineSetting("works"),
    "theme.features: navigation.instant": _no(_INSTANT),
    "theme.features: navigation.instant.prefetch": _no(_INSTANT),
    "theme.features: navigation.instant.preview": _no(_INSTANT),
    "theme.features: navigation.instant.progress": _no(_INSTANT),
    "theme.features: navigation.path": EngineSetting("works"),
    "theme.features: navigation.prune": EngineSetting("works"),
    "theme.features: navigation.sections": EngineSetting("works"),
    "theme.features: navigation.tabs": EngineSetting("works"),
    "theme.features: navigation.tabs.sticky": EngineSetting("works"),
    "theme.features: navigation.top": EngineSetting("works"),
    "theme.features: navigation.tracking": EngineSetting("works"),
    "theme.features: search.highlight": _no(_SEARCH),
    "theme.features: search.share": _no(_SEARCH),
    "theme.features: search.suggest": _no(_SEARCH),
    "theme.features: toc.follow": EngineSetting("works"),
    "theme.features: toc.integrate": EngineSetting("works"),
    "extra.homepage": EngineSetting("where the name in the header leads", _text),
    "extra.social": EngineSetting("links with icons, in the footer", _social),
    "extra.alternate": EngineSetting("a switch to the same site in other languages, in the header"),
    "extra.analytics": EngineSetting("the theme's [analytics](publish.md)", _analytics),
    "extra.consent": EngineSetting("the theme's question before analytics"),
    "extra.annotate": EngineSetting("the theme's annotations"),
    "extra.status": EngineSetting("what the `status` of a page means"),
    "extra.scope": EngineSetting("where the theme keeps the reader's look"),
    "extra.polyfills": EngineSetting("scripts before the theme's"),
    "extra.generator": EngineSetting(
        "`false`, as the footer names no engine", _off("delete it; the footer names no engine")
    ),
    "extra.offline": EngineSetting(
        "`false`: browsers do not keep the site for [reading without a network](publish.md#without-a-network)",
        _off("delete it; browsers keep the site for reading without a network"),
    ),
    "extra.tags": _no("write `tags` at entries"),
    "extra.version": _no("delete it; the site shows one version"),
    "extra.pathgen": _no("delete it; pathgen writes it"),
    "extra.says": _no("write texts into `languages/`"),
}
"""The settings by their names: ``theme.logo`` is ``logo`` in ``theme``, ``plugins: tags`` an item of a list."""
_OPEN = ("extra", "plugins", "markdown_extensions")
"""What may have other names in it: templates and plug-ins of the project know them."""


def settings_faults(file: Path) -> Iterator[tuple[int, int, str]]:
    """Yield what a project's ``mkdocs.yml`` cannot set: line, column, and the reason with what to do instead.

    Raises:
        PathgenError: it is not a YAML mapping.
    """
    node = project_settings(file) if file.exists() else None
    if node is None:
        return
    with settings_errors(file):
        faults = [*_of_mapping(node, "", file.parent), *_of_edits(node), *_of_tags(node)]
        for fault, reason in sorted(faults, key=lambda found: found[0].start_mark.index):
            yield fault.start_mark.line + 1, fault.start_mark.column + 1, reason


def _of_mapping(node: yaml.MappingNode, path: str, project: Path) -> Iterator[Fault]:
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(problem="a key is a list or mapping", problem_mark=key.start_mark)
        name = f"{path}{key.value}"
        below = [known for known in SETTINGS if known.startswith(f"{name}.")]
        if name in SETTINGS:
            yield from _of_setting(key, value, name, project)
        elif below and isinstance(value, yaml.MappingNode):
            yield from _of_mapping(value, f"{name}.", project)
        elif name == "theme" and value.tag == _TEXT:
            yield from _of_setting(value, value, "theme.name", project)
        elif below and value.tag != _NULL:
            yield value, f"`{name}` is a mapping, such as `{below[0].removeprefix(f'{name}.')}: …`"
        elif not below and not path.startswith(_OPEN):
            known = [known.removeprefix(path) for known in SETTINGS if known.startswith(path) and ":" not in known]
            nearest = did_you_mean(key.value, known)
            yield key, f"there is no setting `{name}`; {nearest or 'delete it'}"


def _of_edits(node: yaml.MappingNode) -> Iterator[Fault]:
    """Yield the settings for editing pages that do nothing without another one."""
    keys = {key.value: key for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
    if "edit_uri" in keys and "repo_url" not in keys:
        yield keys["edit_uri"], "`edit_uri` needs `repo_url`, the address of the repository"
    features = _values(_values(node).get("theme")).get("features")
    for item in features.value if isinstance(features, yaml.SequenceNode) and "edit_uri" not in keys else ():
        if isinstance(item, yaml.ScalarNode) and item.value.startswith("content.action."):
            yield item, f"`{item.value}` needs `edit_uri`, such as `edit_uri: edit/main/`"


_TAGS = ("tag:yaml.org,2002:", "!ENV", "!relative")
"""Those that the engines know; the first are those of YAML, with `!!python/name:` and the like."""


def _of_tags(node: yaml.Node) -> Iterator[Fault]:
    """Yield the values with a tag that no engine knows."""
    if not node.tag.startswith(_TAGS):
        yield node, f"there is no tag `{node.tag}`; delete it, or put the value in quotes if it is a text"
    elif node.tag == "!relative" and str(node.value).partition("/")[0] not in ("", "$config_dir", "$docs_dir"):
        yield node, "`!relative` is followed by nothing, `$docs_dir/…` or `$config_dir/…`; write one of these"
    elif not isinstance(node, yaml.ScalarNode):
        for item in node.value:
            for below in item if isinstance(item, tuple) else (item,):
                yield from _of_tags(below)


def _values(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """Return what a mapping has, by its keys; nothing for anything else."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return {key.value: value for key, value in pairs if isinstance(key, yaml.ScalarNode)}


def _of_setting(key: yaml.Node, value: yaml.Node, name: str, project: Path) -> Iterator[Fault]:
    setting = SETTINGS[name]
    if setting.instead:
        yield key, f"`{name}` cannot be set: {setting.instead}"
    elif name in ("theme.name", "theme.variant"):
        if value.value != ("material" if name == "theme.name" else "classic"):
            yield value, f"`{name}` can only be {setting.does}"
    elif value.tag != "!ENV":  # what a variable says is known when the site is built
        yield from setting.check(value, project)
        if name in ("theme.features", "plugins"):
            yield from _of_items(value, name)


def _named(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Yield the names of a list of names, or of names with options; nothing for anything else."""
    for item in node.value if isinstance(node, yaml.SequenceNode | yaml.MappingNode) else ():
        named = item[0] if isinstance(item, tuple) else item
        if isinstance(named, yaml.MappingNode) and named.value:
            named = named.value[0][0]
        if isinstance(named, yaml.ScalarNode):
            yield named


def _of_items(node: yaml.Node, name: str) -> Iterator[Fault]:
    if not isinstance(node, yaml.SequenceNode | yaml.MappingNode):
        yield node, f"`{name}` is a list"
    for named in _named(node):
        word = named.value.removeprefix("material/")
        setting = SETTINGS.get(f"{name}: {word}")
        if setting and setting.instead:
            yield named, f"`{word}` cannot be used: {setting.instead}"
        elif setting is None and name not in _OPEN:
            known = [known.removeprefix(f"{name}: ") for known in SETTINGS if known.startswith(f"{name}: ")]
            yield named, f"the theme has no feature `{word}`; {did_you_mean(word, known) or 'delete it'}"


def documentation() -> str:
    """Return the page on settings: what each of them does, or what to do instead."""
    works = [(name, setting.does) for name, setting in SETTINGS.items() if not setting.instead]
    refused = [(name, setting.instead) for name, setting in SETTINGS.items() if setting.instead]
    tables = [
        (
            "Settings that work",
            "With both engines, unless it says otherwise. `pathgen validate` reports a value that cannot be used.",
            works,
        ),
        ("Settings that are refused", "`pathgen validate` and `pathgen build` report them with their line.", refused),
    ]
    lines = [
        "# The settings in mkdocs.yml\n",
        "They are those of MkDocs and of its theme Material, which Zensical reads too. `theme.logo` is `logo` below",
        "`theme`, and `plugins: tags` is the item `tags` in the list `plugins`. Other names below `extra` are free,",
        "and `!ENV NAME` is a variable.",
    ]
    for title, text, rows in tables:
        lines += [
            f"\n## {title}\n",
            f"{text}\n",
            "| setting | what it does |" if rows is works else "| setting | instead |",
        ]
        lines += ["| --- | --- |", *(f"| `{name}` | {cell} |" for name, cell in rows)]
    return "\n".join([*lines, ""])


_CODE = ("plugins", "hooks")
"""The settings that name code for MkDocs to run."""


def refuse_for(engine: str, file: Path) -> None:
    """Refuse settings that only MkDocs follows, and Zensical would leave out without a word.

    Raises:
        PathgenError: says where.
    """
    for key in _keys_of_code(file) if engine != "mkdocs" else ():
        place = f"{file}:{key.start_mark.line + 1}:{key.start_mark.column + 1}"
        raise PathgenError(f"{place}: {engine} does not run `{key.value}`; delete it, or build with --engine mkdocs")


def may_run_code(file: Path) -> bool:
    """Whether the settings name code for MkDocs, which may add to what templates can use; if unsure, they do."""
    try:
        return any(_keys_of_code(file))
    except PathgenError:
        return True


def _keys_of_code(file: Path) -> Iterator[yaml.Node]:
    node = project_settings(file) if file.exists() else None
    return (key for key, _ in node.value if key.value in _CODE) if node else iter(())
