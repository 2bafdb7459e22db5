"""What each prior of the market model counts, and the values it may take."""

from typing import NamedTuple


class PriorRange(NamedTuple):
    """The unit of a prior and the least and the most it may be.

    `above` means that the least itself is refused.
    """

    unit: str
    least: float
    most: float = float("inf")
    above: bool = False

    def holds(self, value: float) -> bool:
        """Whether a value may be taken."""
        enough = value > self.least if self.above else value >= self.least
        return enough and value <= self.most

    def words(self) -> str:
        """Say the range.

        >>> PriorRange("share", 0, 0.99).words()
        'a value from 0 to 0.99'
        >>> PriorRange("month", 0, above=True).words()
        'a value above 0'
        """
        if self.most < float("inf"):
            start = "above" if self.above else "from"
            return f"a value {start} {self.least:g} to {self.most:g}"
        return f"a value above {self.least:g}" if self.above else f"{self.least:g} or more"


_PART = PriorRange("share", 0, 1)
_MONTHS = PriorRange("month", 0, above=True)
_WHOLE_MONTHS = PriorRange("month", 1)  # a step is a month: a faster return would overshoot
_SIGMA = PriorRange("1", 0, above=True)
_WIDTH = PriorRange("log price", 0, above=True)
_FACTOR = PriorRange("1", 0, above=True)

PRIOR_RANGES = {
    "contract_share": PriorRange("share", 0, 0.99),  # with nothing left to trade, no spot price
    "contract_months": _MONTHS,
    "contract_repricing_months": _WHOLE_MONTHS,
    "delivered_contract_weight": _PART,
    "sigma_short": _SIGMA,
    "sigma_long": _SIGMA,
    "sigma_months": _MONTHS,
    "growth_factor": PriorRange("share/month", 0),
    "growth_share": PriorRange("share/month", 0),
    "new_route_weight": _PART,
    "new_route_width": _WIDTH,
    "sea_months": PriorRange("month", 0, 1),  # later arrivals would need a longer memory
    "stock_weeks": PriorRange("week", 0),
    "release_limit": _PART,
    "release_width": _WIDTH,
    "restock_months": _WHOLE_MONTHS,
    "front_load_months": PriorRange("month", 0),
    "elasticity_factor": _FACTOR,
    "elasticity_growth": _FACTOR,
    "elasticity_months": _MONTHS,
    "choke_sd": PriorRange("log", 0),
    "output_factor": _FACTOR,
    "domestic_use_share": _PART,
    "slack": _PART,
    "ces_sigma": _SIGMA,
    "export_margin": _PART,
    "lost_share_after": _PART,
    "lost_share_months": _MONTHS,
    "tariff_elasticity": PriorRange("1", 0, above=True),
    "redirect_share": _PART,
    "redirect_months": _MONTHS,
    "export_value_added": _PART,
}
"""By name; a prior of another name has no effect and is refused."""
