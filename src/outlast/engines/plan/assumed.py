"""What a plan takes for granted, in words and with its interval."""

from typing import Any, NamedTuple


class Assumed(NamedTuple):
    """One assumption.

    Attributes
    ----------
    name : str
        Short.
    words : str
        What is assumed, and why.
    value, low, high : float, optional
        In `unit`.
    """

    name: str
    words: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""

    @property
    def row(self) -> dict[str, Any]:
        """As plain values."""
        return self._asdict()


DISCOUNT = Assumed("discount", "what a government takes for long projects", 0.05, 0.03, 0.08,
                   "1/year")  # fmt: skip
FIXED = Assumed("fixed_opex_share", "of capex a year, where none is on file", 0.03, 0.0, 0.06,
                "share/year")  # fmt: skip
USED = Assumed("utilisation", "of capacity in a usual year, where none is on file", 0.85, 0.7, 1.0,
               "share")  # fmt: skip
LIFE = Assumed("life", "of what is built, where none is on file", 20.0, 10.0, 25.0, "year")
FIXED_POINTS = (
    DISCOUNT,
    FIXED,
    USED,
    LIFE,
    Assumed("weight", "a tonne that is short costs the price at which half of a sector's use is "
            "given up (choke), the mean of the sectors of a class; value added at risk would be "
            "far more"),
    Assumed("feed", "what plants and refineries work on (boil-off, crude helium, scrap, metal) is "
            "there, up to the limit of each option"),
    Assumed("home", "what is made at home is stopped by nobody and grows only by the programme"),
    Assumed("abroad", "lanes from abroad fill what home lacks, each by its part of the baseline "
            "year, while use grows; reach of powers stays as in that year"),
    Assumed("learning", "unit costs stay as they are; that they fall with experience is left out"),
    Assumed("units", "options are built in parts of a unit, too, research only as a whole"),
)  # fmt: skip
