"""Build the documentation site: `build/site/index.html`.

    python docs/build_site.py            # warnings are errors
    python docs/build_site.py --out DIR

Pages: the Markdown of the repository as it stands, the model description in both languages, the
reference and the cookbook, made from declarations when the site is built, and notebooks.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from site_parts.extra import write_extra
from site_parts.staging import ROOT, stage
from sphinx.cmd.build import build_main

PARTS = Path(__file__).resolve().parent / "site_parts"


def build(out: Path) -> int:
    """Build the site into a folder; the sources that Sphinx reads lie beside it."""
    source = out.with_name(out.name + "-source")
    for path in (source, out):
        shutil.rmtree(path, ignore_errors=True)
    source.mkdir(parents=True)
    stage(source)
    write_extra(source)
    (source / "_static").mkdir()
    shutil.copy(PARTS / "site.css", source / "_static")
    shutil.copy(PARTS / "conf.py", source)
    return build_main(["-b", "html", "-W", "--keep-going", "-q", str(source), str(out)])


def main() -> None:
    """Build, and say where."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "site")
    out = parser.parse_args().out.resolve()
    failed = build(out)
    if failed:
        raise SystemExit(failed)
    print(f"{out / 'index.html'}")


if __name__ == "__main__":
    main()
