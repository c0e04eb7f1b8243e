"""Settings of the documentation site, which `docs/build_site.py` builds.

Nothing is asked of another host when a page is viewed: equations are MathML, made by docutils when
the site is built, and the theme is the one that comes with Sphinx.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx

project = "yongsim"
author = "yongsim developers"
extensions = ["myst_nb"]
nb_execution_mode = "off"  # notebooks are executed by the tests; the site shows what they hold
myst_fence_as_directive = {"math"}  # as GitHub writes equations
myst_heading_anchors = 4
html_theme = "alabaster"
html_title = "yongsim"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_theme_options = {
    "page_width": "1240px", "sidebar_width": "250px", "fixed_sidebar": False,
    "description": "宁波工业升级的企业级模拟 · industrial upgrading in Ningbo, firm by firm",
}  # fmt: skip
html_sidebars = {"**": ["about.html", "searchbox.html", "navigation.html"]}
html_show_sourcelink = False
html_copy_source = False
html_show_copyright = False
smartquotes = False  # they take the width of a Chinese sign
nitpicky = True
BRACE = re.compile(r'<mo[^>]*>{</mo>(\s*<mtable[^>]* class="cases")')
UPRIGHT = re.compile(r"\\mathrm\{((?:[^{}\\]|\\_)+)\}")


def _mathml(latex: str, as_block: bool) -> str:
    """MathML of an equation; a whole name is one piece of text, not a row of letters."""
    whole = UPRIGHT.sub(lambda name: r"\text{" + name[1].replace(r"\_", "_") + "}", latex)
    # Few systems have a font whose braces grow: the style sheet draws a line beside cases instead.
    return BRACE.sub(r"\1", tex2mathml(whole, as_block=as_block))


def _inline(translator: Any, node: nodes.math) -> None:
    translator.body.append(_mathml(node.astext(), as_block=False))
    raise nodes.SkipNode


def _block(translator: Any, node: nodes.math_block) -> None:
    translator.body.append(f'<div class="math">{_mathml(node.astext(), as_block=True)}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Let docutils write the equations."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.config.html_math_renderer = "mathml"  # type: ignore[attr-defined]
