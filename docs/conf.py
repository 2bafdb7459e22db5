"""How Sphinx builds the site: offline, every warning an error, equations as MathML."""

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.utils.math import MathError, latex2mathml
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from outlast.about import __version__

project = "outlast"
author = "The outlast authors"
release = __version__
extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc"]
exclude_patterns = ["pictures", "schemas"]
default_role = "py:obj"
html_theme = "furo"
html_title = "outlast"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_math_renderer = "mathml"
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
numpydoc_show_class_members = False
autodoc_member_order = "bysource"
autodoc_typehints = "none"

NAME = re.compile(r"outlast(\.\w+)+")
SIZES = re.compile(r"\\[bB]ig+[lr]?(?![a-zA-Z])")
HERE = Path(__file__).parent
LOG = logging.getLogger(__name__)


class LinkNames(SphinxTransform):
    """Link what Markdown writes as ``outlast.exposure`` to its place in the reference.

    A name that the reference does not have is a warning, and so ends the build.
    """

    default_priority = 100

    def apply(self, **_: Any) -> None:
        """Replace the literals of the page that are names of the package."""
        for link in list(self.document.findall(addnodes.pending_xref)):
            path = (HERE / self.env.docname).parent / str(link["reftarget"])
            if link["refdomain"] == "doc" and not path.resolve().is_relative_to(HERE):
                link.replace_self(link.children)  # a file of the repository, not of the site
        for literal in list(self.document.findall(nodes.literal)):
            name = literal.astext().removesuffix("()")
            if NAME.fullmatch(name) and not isinstance(literal.parent, addnodes.pending_xref):
                link = addnodes.pending_xref(
                    "", literal.deepcopy(), refdomain="py", reftype="obj", reftarget=name,
                    refdoc=self.env.docname, refwarn=True,
                )  # fmt: skip
                literal.replace_self(link)


def markup_of(node: nodes.math | nodes.math_block, *, as_block: bool) -> str:
    """Turn TeX into MathML, whose delimiters choose their size themselves."""
    text = SIZES.sub("", node.astext())
    try:
        return latex2mathml.tex2mathml(text, as_block=as_block)
    except MathError as error:
        LOG.warning("%s in %s", error, text, location=node)
        return ""


def visit_math(writer: Any, node: nodes.math) -> None:
    """Write an equation within the line."""
    writer.body.append(markup_of(node, as_block=False))
    raise nodes.SkipNode


def visit_math_block(writer: Any, node: nodes.math_block) -> None:
    """Write an equation on lines of its own, aligned where it has several."""
    writer.body.append(f'<div class="math">{markup_of(node, as_block=True)}</div>')
    raise nodes.SkipNode


def skip_aliases(_: Sphinx, __: str, ___: str, member: Any, *____: Any) -> bool | None:
    """Leave out fields of named tuples of which nothing is said."""
    return True if str(member.__doc__).startswith("Alias for field number") else None


def setup(app: Sphinx) -> None:
    """Add the links and the equations."""
    app.connect("autodoc-skip-member", skip_aliases)
    app.add_transform(LinkNames)
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
