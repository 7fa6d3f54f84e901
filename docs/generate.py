"""Write what is made from something else in this repository: ``python docs/generate.py``; a test holds them equal."""

from __future__ import annotations

from pathlib import Path

from pathgen.new import STARTER

ROOT = Path(__file__).parent.parent


def generated() -> dict[Path, str]:
    """Make every generated file: ``{path: text}``."""
    return workflows()


def workflows() -> dict[Path, str]:
    """Make the workflows of a new project: those of this repository but for where pathgen is from."""
    theirs = STARTER / "github" / "workflows"
    ours = ROOT / ".github" / "workflows"
    return {
        theirs / name: (ours / name)
        .read_text(encoding="utf-8")
        .replace("pip install -e .", "pip install -r requirements.txt")
        for name in ("catalogue.yml", "links.yml", "site.yml")
    }


if __name__ == "__main__":
    for path, text in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
