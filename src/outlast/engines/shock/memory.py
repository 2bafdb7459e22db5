"""How much memory a run takes, known before it begins."""

from collections.abc import Collection
from dataclasses import dataclass

from outlast.case import Case
from outlast.case.measures import (
    Accident,
    Between,
    CapacitySubsidy,
    ContentRule,
    ExportBan,
    Leaky,
    Licence,
    Measure,
    Recycling,
    Scenario,
    StockRelease,
    Substitution,
)
from outlast.engines.exposure.producers import with_output
from outlast.engines.shock.baseline import count_nodes
from outlast.engines.shock.market import PRIORS
from outlast.errors import InvalidInput, LimitReached

MAX_BYTES = 4e9
"""A run that would need more memory is refused."""
MAX_MONTHS = 600
_NUMBER = 8  # bytes
_SERIES = 7  # of a record, one number a month each


MOST_CUTS = 4
"""Measures by which an origin is taken to be cut into lanes of their own."""


@dataclass(frozen=True)
class Shape:
    """The most that the axes of a run's arrays can count.

    Attributes
    ----------
    months, lanes, places, sectors : int
        Of the market; places are destinations.
    origins, nodes : int
        Producers, and countries that stand by themselves before the smaller are gathered.
    drawn : int
        Priors, shares and parts that are drawn.
    caps, uses, outputs : int
        How many of the arrays of what measures do, by link, by sector and by place, may be
        drawn.
    stages : tuple of Shape
        Of the markets upstream.
    upstream : bool
        Whether it is one of these, of which every use is kept for a while.
    links : bool
        Whether every link and price is kept by month.
    """

    months: int
    lanes: int
    places: int
    sectors: int
    origins: int
    nodes: int
    drawn: int
    caps: int = 0
    uses: int = 0
    outputs: int = 0
    stages: tuple["Shape", ...] = ()
    upstream: bool = False
    links: bool = False

    @property
    def held(self) -> int:
        """What a draw of a finished run holds.  [byte]"""
        links = self.lanes * self.places
        market = links + self.places * (self.sectors + 1) + 2 * self.sectors + len(PRIORS)
        market += 2 * self.months * self.lanes  # supply and growth
        record = self.months * (self.places + self.sectors + _SERIES) + links + 2
        others = self.origins * self.places + self.sectors + self.drawn  # normal, minimum, sample
        if self.upstream:
            record += self.months * self.places * self.sectors
        if self.links:
            record += self.months * self.places * (self.lanes + 1)
        own = _NUMBER * (market + record + others + self._policies)
        return own + sum(stage.held for stage in self.stages)

    @property
    def _policies(self) -> int:
        """Numbers a draw of what measures do."""
        by_month = self.caps * self.lanes + self.uses * self.sectors + self.outputs
        return self.months * self.places * by_month

    @property
    def passing(self) -> int:
        """What a draw takes beside that for a while, at the worst moment.  [byte]"""
        tracing = self.nodes * (3 * self.origins + 8)
        laying_out = self.months * (self.lanes + 2) + 3 * self._policies
        summing_up = self.months * (3 * self.sectors + self.places + 8)
        own = _NUMBER * max(tracing, laying_out, summing_up)
        return max([own, *(stage.passing for stage in self.stages)])

    def needed(self, draws: int, together: int = 1) -> int:
        """What so many draws need if so many runs are in memory together.  [byte]"""
        return draws * (together * self.held + self.passing)


def shape_of(
    case: Case, scenario: Scenario, target: str, year: int, months: int, keep: int,
    users: Collection[str] | None = None, *, links: bool = False,
) -> Shape:  # fmt: skip
    """Count the axes of a run without running it; none will be longer.

    With `users` it is an upstream stage, in whose market they stand by themselves.
    """
    producing = with_output(case, year)
    origins = len(producing)
    nodes = count_nodes(case, year, producing | {target, *case.header.watch, *(users or ())})
    reaching = sum(
        isinstance(m, ContentRule) or (isinstance(m, ExportBan) and m.reach == "control")
        for m in scenario.measures
    )
    sectors = len(case.sectors)
    drawn = len({prior.name for prior in case.priors}) + 2 * sectors + len(case.sector_shares)
    drawn += origins + sum(map(_draws, scenario.measures)) + (len(case.control) if reaching else 0)
    lanes = origins * 2 ** min(reaching, MOST_CUTS)
    ramped = [m for m in scenario.measures if isinstance(m, Substitution | Recycling)]
    uses = {m.kind for m in ramped if _ranged(m.lead_months, *m.sectors.values())}
    return Shape(
        months,
        lanes,
        min(keep + 2 + len(case.header.watch) + len(users or ()), nodes),
        sectors,
        origins,
        nodes,
        drawn,
        int(any(isinstance(m, Leaky) and _ranged(*_terms(m)) for m in scenario.measures)),
        len(uses),
        sum(
            any(isinstance(m, kind) for m in scenario.measures)
            for kind in (CapacitySubsidy, StockRelease)
        ),
        tuple(
            shape_of(stage, scenario, target, year, months, keep, producing)
            for _, stage in case.stages
        ),
        users is not None,
        links,
    )


def _draws(measure: Measure) -> int:
    """The most that a measure draws for itself."""
    if isinstance(measure, ContentRule):
        return 1 + len(measure.contents)
    if isinstance(measure, Substitution | Recycling):
        return 1 + len(measure.sectors)
    return {Licence: 3, Accident: 2}.get(type(measure), 1)


def _terms(measure: Leaky) -> tuple[Between, ...]:
    """What draws the cap of a stop."""
    if isinstance(measure, Licence):
        return measure.leak_share, measure.approval_share, measure.delay_months
    return (measure.leak_share,)


def _ranged(*given: Between) -> bool:
    return any(one.low < one.high for one in given)


def check_numbers(draws: int, months: int, seed: int) -> None:
    """Refuse numbers that no run has.

    Raises
    ------
    InvalidInput
        If there are no draws or months, the seed is negative, or one is no whole number.
    """
    for name, number, least in (("draws", draws, 1), ("months", months, 1), ("seed", seed, 0)):
        counted = isinstance(number, int) and not isinstance(number, bool)
        whole = "" if counted else "a whole number, "
        if whole or number < least:
            raise InvalidInput(name, number, expected=f"{whole}{least} or more")
    if months > MAX_MONTHS:
        raise InvalidInput("months", months, expected=f"at most {MAX_MONTHS}")


def refuse_too_large(shape: Shape, draws: int, together: int = 1) -> None:
    """Refuse a run that memory cannot hold, and say what would fit.

    Raises
    ------
    LimitReached
        With the number of draws that fits.
    """
    needed = shape.needed(draws, together)
    if needed > MAX_BYTES:
        fits = int(MAX_BYTES // shape.needed(1, together))
        raise LimitReached(
            f"{draws:,} draws of {shape.months} months need {needed / 1e9:,.1f} GB, at most "
            f"{MAX_BYTES / 1e9:.0f} GB are used: {fits:,} draws fit"
        )
