"""What an ensemble is of, what its windows share, and a window that was run."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.measures import Scenario
from outlast.engines.shock.baseline import Baseline
from outlast.engines.shock.designs import Design, design
from outlast.engines.shock.feeds import Feed
from outlast.engines.shock.market import Market, Record
from outlast.engines.shock.plan import Plan
from outlast.engines.shock.priors import Sample, prefixed
from outlast.engines.shock.schedule import Schedule

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Ensemble:
    """What an ensemble of futures is of.

    Attributes
    ----------
    case : Case
        Holds flows, priors, sectors, control.
    scenario : Scenario
        The measures.
    target : str
        The importer that is looked at.
    year : int
        Baseline year of the flows.
    months, draws, seed : int
        Of the run.
    sampling : str
        How the draws lie, one of `DESIGNS`.
    design : Design, optional
        What lays them instead.
    slack_year : int, optional
        The year whose market state holds, `year` if not given.
    start : int, optional
        First month, year × 12 + month − 1; January of `year` if not given.
    keep : int
        How many of the largest users stand by themselves.
    stage : str
        Path of the upstream stage that it is of, empty for the product itself.
    users : tuple of str
        Who stand by themselves where they use any; of a stage the makers of the product.
    links : bool
        Whether the record keeps every link and price of the product's market by month.
    """

    case: Case
    scenario: Scenario
    target: str
    year: int
    months: int = 36
    draws: int = 1000
    seed: int = 1
    sampling: str = "random"
    design: Design | None = None
    slack_year: int | None = None
    start: int | None = None
    keep: int = 14
    stage: str = ""
    users: tuple[str, ...] = ()
    links: bool = False

    def sample(self, first: int, last: int, form: str) -> Sample:
        """Draw a window of the ensemble in a form of the model."""
        lying = self.design or design(self.sampling, self.seed, self.draws)
        return Sample(self.case, self.seed, last - first, self.slack_year or self.year, form,
                      lying, first, self.stage)  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """What the first window settles for all: how the others are cut, paced and told.

    Attributes
    ----------
    plan : Plan
        The scenario, read.
    normal : Baseline
        Whose destinations the others have.
    schedule : Schedule
        Whose onset, clock and pace of stocks the others have.
    stages : tuple of Frame
        Of the markets upstream.
    """

    plan: Plan
    normal: Baseline
    schedule: Schedule
    stages: tuple["Frame", ...] = ()

    @property
    def onset(self) -> int:
        """Month from which a result tells: of the first measure that stops something.

        Where none does, that of the first to begin, here or upstream; 0 where there is none.
        """
        if self.schedule.onset < len(self.schedule.since):
            return self.schedule.onset
        return int(self.begins) if np.isfinite(self.begins) else 0

    @property
    def begins(self) -> float:
        """Month in which the first measure begins, here or upstream; inf where there is none."""
        own = [span.start for span in self.plan.spans.values()]
        return min([np.inf, *own, *(stage.begins for stage in self.stages)])

    def start_of(self, measure: str) -> float:
        """Month in which a measure begins, here or upstream; inf where it never does."""
        own = [self.plan.spans[measure].start] if measure in self.plan.spans else []
        return min([np.inf, *own, *(stage.start_of(measure) for stage in self.stages)])


@dataclass(frozen=True)
class Run:
    """A finished run.

    Attributes
    ----------
    frame : Frame
        The normal month, and the scenario laid out.
    market : Market
        What each draw was given.
    record : Record
        What came of it.
    sample : Sample
        What was drawn.
    minimum : ndarray, shape (draw, sector)
        Minimum fill of each sector.
    sectors, critical : tuple
        Sector ids, and which are critical.
    target : int
        Position of the target among the destinations; of a stage that has none of it the rest.
    feeds : tuple of Feed
        What makers got from the stages upstream.
    upstream : tuple of Run
        Those stages, without what fills memory.
    """

    frame: Frame
    market: Market
    record: Record
    sample: Sample
    minimum: Array
    sectors: tuple[str, ...]
    critical: NDArray[np.bool_]
    target: int
    feeds: tuple[Feed, ...] = ()
    upstream: tuple["Run", ...] = ()

    def markets(self) -> Iterator["Run"]:
        """Go through this run and those upstream of it.

        Yields
        ------
        Run
            This one first.
        """
        yield self
        for stage in self.upstream:
            yield from stage.markets()

    @property
    def figures(self) -> set[str]:
        """Ids of the figures used; those of a stage with its path before them."""
        return {
            prefixed(run.sample.stage, name)
            for run in self.markets()
            for name in run.normal.figures | run.sample.used
        }

    @property
    def normal(self) -> Baseline:
        """The normal month."""
        return self.frame.normal

    @property
    def schedule(self) -> Schedule:
        """The scenario laid out."""
        return self.frame.schedule
