"""A scenario read: its measures with their codes resolved and their dates in months."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from outlast.case.measures import (
    EVERYONE,
    NONE,
    Accident,
    Between,
    ContentRule,
    Outage,
    Tariff,
    Timed,
    TransitClosure,
)
from outlast.engines.shock.spans import Span


@dataclass(frozen=True)
class Queue:
    """A licence's: months and the throughput from then on, rising; what is drawn."""

    throughput: tuple[tuple[float, float], ...]
    approval: Between
    delay: Between


@dataclass(frozen=True)
class Cap:
    """A ban, quota, licence, rule or closure with its codes resolved.

    Attributes
    ----------
    id : str
        The measure's.
    level : float
        Part of the baseline flow that may pass.
    powers : frozenset of str
        Countries whose territory sends nothing, blocs by their members.
    spared : frozenset of str or None
        Instead of `powers`: every origin but these.
    targets : frozenset of str
        Countries that receive nothing, or ``ALL``.
    actors, aims : tuple of str
        Powers (or origins) and targets as written, blocs by their code.
    control : bool
        Whether the actors stop what they hold elsewhere, too.
    fixed : mapping of str to float
        Parts of origins in place of those of ``control.csv``.
    closure : bool
        Whether it is a route that is closed and not an act of powers.
    leak, leak_months : Between, float
        Part of what is stopped that comes all the same, and until when it has risen to that.
    queue : Queue or None
        Of a licence.
    rule : ContentRule or None
        By which the actors reach what others make.
    """

    id: str
    level: float
    powers: frozenset[str]
    targets: frozenset[str]
    spared: frozenset[str] | None = None
    actors: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    control: bool = False
    fixed: Mapping[str, float] = field(default_factory=dict)
    closure: bool = False
    leak: Between = NONE
    leak_months: float = 0.0
    queue: Queue | None = None
    rule: ContentRule | None = None

    @property
    def abroad(self) -> bool:
        """Whether it reaches what leaves others' territory."""
        return self.control or self.rule is not None

    def sends(self, origin: str) -> bool:
        """Whether all that leaves an origin's territory is meant."""
        return origin not in self.spared if self.spared is not None else origin in self.powers

    def reaches(self, destination: str) -> bool:
        """Whether a destination is meant."""
        return EVERYONE in self.targets or destination in self.targets


@dataclass(frozen=True)
class Plan:
    """A scenario read for one target and first month; its measures in the order of their ids.

    `places` holds the countries that a measure names as those to whom it happens: who taxes, who
    rations, who holds a stock; ``ALL`` for everyone.
    """

    caps: tuple[Cap, ...]
    losses: tuple[Outage | Accident, ...]
    spans: Mapping[str, Span]
    transits: tuple[TransitClosure, ...] = ()
    tariffs: tuple[Tariff, ...] = ()
    reliefs: tuple[Timed, ...] = ()
    origins: Mapping[str, frozenset[str]] = field(default_factory=dict)
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def acting(self, measure: Timed | Cap, months: int) -> bool:
        """Whether a measure begins within the run."""
        return self.spans[measure.id].start < months
