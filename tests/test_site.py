"""The documentation site: every page has its place, every link leads on, nothing is fetched."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import REPOSITORY, environment

sys.path.append(str(REPOSITORY / "docs"))
from site_parts import extra, staging


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("site")
    staging.stage(into)
    return into


def test_every_page_of_docs_is_staged_and_every_link_leads_on(staged: Path) -> None:
    pages = list(staged.rglob("*.md"))
    names = {path.relative_to(staged).as_posix() for path in pages}
    assert {f"docs/{path.name}" for path in (REPOSITORY / "docs").glob("*.md")} <= names
    anchor = re.compile(r"^\(([\w-]+)\)=$", re.MULTILINE)
    targets = {target for page in pages for target in anchor.findall(page.read_text("utf-8"))}
    for page in pages:
        text = staging.FENCE.sub("", page.read_text(encoding="utf-8"))
        if page.suffix == ".md" and not text.startswith("---\norphan"):
            for link in staging.LINK.findall(text):
                if "://" in link:
                    continue
                if link.startswith("#"):
                    assert link[1:] in targets, (page.name, link)
                else:
                    assert (page.parent / link).exists(), (page.name, link)


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    page = REPOSITORY / "docs" / "results.md"
    with pytest.raises(SystemExit, match=r"results\.md: no file 'nowhere\.md'"):
        staging.rewritten("[x](nowhere.md)", page, tmp_path, set())
    assert staging.rewritten("```\n[x](nowhere.md)\n```", page, tmp_path, set())


def test_every_page_stands_in_the_contents(staged: Path) -> None:
    trees = "\n".join(extra._trees(staged))
    for path in (*(staged / "docs").glob("*.md"), *(staged / "notebooks").glob("*.md")):
        page = re.escape(f"{path.parent.name}/{path.stem}")
        assert re.search(rf"[<\n]{page}[>\n]", trees), path.name


def test_a_page_of_both_languages_stands_under_both(staged: Path) -> None:
    pages = [page for section in extra.SECTIONS.values() for _, page in section]
    english = {page.removesuffix(".en") for page in pages if page.endswith(".en")}
    assert english == {page.removesuffix(".zh") for page in pages if page.endswith(".zh")}
    assert {"docs/odd", "docs/trace", "docs/extend"} <= english


@pytest.mark.long
def test_it_builds_without_warnings_and_fetches_nothing(tmp_path: Path) -> None:
    if importlib.util.find_spec("sphinx") is None or importlib.util.find_spec("myst_nb") is None:
        pytest.skip("sphinx and myst-nb are not installed: pip install 'yongsim[docs]'")
    done = subprocess.run(
        [sys.executable, "docs/build_site.py", "--out", str(tmp_path / "site")], cwd=REPOSITORY,
        capture_output=True, check=False, env=environment(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    page = (tmp_path / "site/docs/odd.zh.html").read_text(encoding="utf-8")
    source = (REPOSITORY / "docs/odd.zh.md").read_text(encoding="utf-8")
    assert page.count("<math") == source.count("```math") and "\\mathrm" not in page
    for made in (tmp_path / "site").rglob("*.html"):
        text = made.read_text(encoding="utf-8")
        assert not re.search(r'(src|<link[^>]*href)="(https?:)?//', text), made.name
