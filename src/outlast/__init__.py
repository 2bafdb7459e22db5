"""outlast: who can cut you off from a material, how long you last, and what makes you safe.

>>> import outlast
>>> case = outlast.load("isle")
>>> outlast.exposure(case, year=2023).result["suppliers"][0]["country"]
'XNO'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from outlast.about import __version__

if TYPE_CHECKING:
    from outlast.case import Case, load, shipped_cases
    from outlast.engines.evidence.check import check
    from outlast.engines.exposure import exposure
    from outlast.engines.leverage import leverage
    from outlast.engines.plan import plan
    from outlast.engines.shock import shock
    from outlast.engines.shock.episodes.backtest import backtest
    from outlast.report import Brief, brief
    from outlast.results import Result
    from outlast.results import open_result as open  # noqa: A004 - the name users expect


_HOMES = {
    "Brief": "outlast.report",
    "Case": "outlast.case",
    "Result": "outlast.results",
    "backtest": "outlast.engines.shock.episodes.backtest",
    "brief": "outlast.report",
    "check": "outlast.engines.evidence.check",
    "exposure": "outlast.engines.exposure",
    "leverage": "outlast.engines.leverage",
    "load": "outlast.case",
    "open": "outlast.results:open_result",
    "plan": "outlast.engines.plan",
    "shipped_cases": "outlast.case",
    "shock": "outlast.engines.shock",
}

__all__ = [
    "Brief",
    "Case",
    "Result",
    "__version__",
    "backtest",
    "brief",
    "check",
    "exposure",
    "leverage",
    "load",
    "open",
    "plan",
    "shipped_cases",
    "shock",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Import a public name when it is first used, so that ``import outlast`` does no work."""
    if name not in _HOMES:
        raise AttributeError(f"module 'outlast' has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    value = getattr(import_module(module), attribute or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
