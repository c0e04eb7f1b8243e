"""The pages as Sphinx reads them: a copy of the repository's Markdown, with links that lead on.

Pages keep their place in the tree, so relative links hold. A link to a source file leads to a page
that shows it; HTML anchors, which Sphinx does not know, become its targets, one set per page.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("docs", "calibration", "notebooks")
SHOWN = {".py": "python", ".toml": "toml", ".csv": "text", "": "text"}  # as pages of their own
ANCHOR = re.compile(r'^<a id="([^"]+)"></a>$', re.MULTILINE)
LINK = re.compile(r"(?<=\]\()([^)\s]+)(?=\))")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def sources() -> list[Path]:
    """The Markdown files and notebooks that are pages, by their place in the repository."""
    found = [path for name in FOLDERS for path in (ROOT / name).glob("*.md")]
    found += [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    return sorted([*found, *(ROOT / "notebooks").glob("*.ipynb")])


def stage(into: Path) -> None:
    """Write all pages of the repository, and what they show, into a folder."""
    shown: set[Path] = set()
    for path in sources():
        target = into / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".ipynb":
            target.write_bytes(path.read_bytes())
        else:
            text = path.read_text(encoding="utf-8")
            target.write_text(rewritten(text, path, into, shown), encoding="utf-8")
    for path in sorted(shown):
        _show(path, into)


def rewritten(text: str, path: Path, into: Path, shown: set[Path]) -> str:
    """A page with its anchors and links as Sphinx wants them; code blocks stay as they are."""
    parts, end = [], 0
    for fence in FENCE.finditer(text):
        parts += [_outside(text[end : fence.start()], path, into, shown), fence[0]]
        end = fence.end()
    return "".join([*parts, _outside(text[end:], path, into, shown)])


def _outside(text: str, path: Path, into: Path, shown: set[Path]) -> str:
    text = ANCHOR.sub(lambda anchor: f"({_target(path, anchor[1])})=", text)
    return LINK.sub(lambda link: _link(link[1], path, into, shown), text)


def _target(path: Path, anchor: str) -> str:
    """A name of an anchor that no other page has."""
    return f"{path.stem}-{anchor}".lower().replace("_", "-").replace(".", "-")


def _link(link: str, path: Path, into: Path, shown: set[Path]) -> str:
    if "://" in link:
        return link
    if link.startswith("#"):
        return "#" + _target(path, link[1:])
    name, _, anchor = link.partition("#")
    aim = (path.parent / name).resolve()
    if not aim.exists():
        raise SystemExit(f"{path.relative_to(ROOT)}: no file '{link}'")
    if aim.suffix in (".md", ".ipynb"):
        return f"#{_target(aim, anchor)}" if anchor else link
    if aim.suffix in SHOWN and aim.is_file():
        shown.add(aim)
        return _page_of(name)
    copy = into / aim.relative_to(ROOT)
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(aim.read_bytes())
    return link


def _page_of(name: str) -> str:
    return f"{name}.md"


def _show(path: Path, into: Path) -> None:
    """A page that shows a source file."""
    place = path.relative_to(ROOT).as_posix()
    text = path.read_text(encoding="utf-8").rstrip()
    lines = ["---", "orphan: true", "---", "", f"# `{place}`", "", f"````{SHOWN[path.suffix]}",
             text, "````", ""]  # fmt: skip
    target = into / _page_of(place)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(lines), encoding="utf-8")
