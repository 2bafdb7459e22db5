"""Put a page, its charts and their libraries into one file that loads nothing."""

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from outlast.report.colours import SCHEMES, follow_scheme, stylesheet

LIBRARIES = ("vega.min.js", "vega-lite.min.js", "vega-embed.min.js", "vega-interpreter.min.js")


def render(template: str, context: Mapping[str, Any]) -> str:
    """Render a page with its style and scripts inlined.

    The page forbids itself, by Content-Security-Policy, to load anything or to run any script
    but these, whose checksums it lists.
    """
    scripts = [_vendored(name) for name in LIBRARIES] + [_own("brief.js")]
    hashes = " ".join(f"'sha256-{_checksum(script)}'" for script in scripts)
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    page = _environment().get_template(template)
    return page.render(
        policy=policy,
        style=Markup(_style("brief.css", "evidence.css")),  # noqa: S704 - our own files
        schemes=SCHEMES,
        scripts=[Markup(script) for script in scripts],  # noqa: S704
        **context,
    )


def render_still(template: str, context: Mapping[str, Any]) -> str:
    """Render a page without any script, whose only style is the one it lists the checksum of."""
    style = _style("brief.css", "evidence.css", "article.css")
    policy = (
        f"default-src 'none'; style-src 'sha256-{_checksum(style)}'; base-uri 'none'; "
        "form-action 'none'"
    )
    page = _environment().get_template(template)
    return page.render(policy=policy, style=Markup(style), schemes=SCHEMES, **context)  # noqa: S704


@cache
def _style(*names: str) -> str:
    return stylesheet() + "".join(_own(name) for name in names)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("outlast.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["specification"] = _specification
    return environment


def _specification(chart: Mapping[str, Any]) -> Markup:
    """Write a chart as JSON that cannot end the script element that it stands in."""
    text = follow_scheme(json.dumps(chart, ensure_ascii=False, separators=(",", ":")))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704


@cache
def _vendored(name: str) -> str:
    text = files("outlast.charts").joinpath("vendor", name).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("//# sourceMappingURL")]
    return "\n".join(lines).replace("</script", "<\\/script")


@cache
def _own(name: str) -> str:
    return files("outlast.report").joinpath("templates", name).read_text("utf-8")


def _checksum(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
