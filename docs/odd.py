"""Write the model description (ODD+D), the TRACE notes and the recipes, in English and Chinese.

    python docs/odd.py            # docs/odd.en.md, odd.zh.md, trace.en.md, ... extend.zh.md
    python docs/odd.py --check    # writes nothing; fails if a page is not what would be written

Prose stands in `docs/odd_parts/prose`, both languages side by side. Equations, tables, the year's
schedule and all figures come from the code, `calibration/` and the shipped posterior.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from odd_parts.pages import page
from odd_parts.words import LANGUAGES

DOCS = Path(__file__).resolve().parent
PAGES = ("odd", "trace", "extend")


def pages() -> dict[Path, str]:
    """The text of each page by its file."""
    return {DOCS / f"{name}.{language}.md": page(name, language)
            for name in PAGES for language in LANGUAGES}  # fmt: skip


def main() -> None:
    """Write the pages, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        stale = [path.name for path, text in pages().items()
                 if path.read_text(encoding="utf-8") != text]  # fmt: skip
        raise SystemExit(f"not as generated: {', '.join(stale)}; run make odd" if stale else 0)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
