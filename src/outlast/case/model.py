"""A case in memory: everything its files say, checked, and how to look it up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from outlast.case.measures import Episode, Scenario
from outlast.case.schema import (
    Balance,
    CaseFile,
    Claim,
    Company,
    Control,
    Event,
    Facility,
    Figure,
    Flow,
    Holding,
    Industry,
    MoneyRate,
    Option,
    OptionNumber,
    Prior,
    Replay,
    Sector,
    SectorShare,
    Source,
    Stage,
    Stock,
    Use,
)
from outlast.countries import Countries
from outlast.errors import InvalidInput
from outlast.periods import Period
from outlast.units import Units


@dataclass(frozen=True)
class Case:
    """A material, its importer and every figure known about them.

    Attributes
    ----------
    name : str
        ``helium``, or the folder's name.
    folder : Path
        Where it was read from.
    header : CaseFile
        ``case.yaml``.
    sources, figures, events : mapping
        By id.
    flows : sequence of Flow
        The trade table.
    sha256 : str
        Of every file read, so that a result says which version it rests on.
    stages : sequence of (Stage, Case)
        What the product is made from: the row of each upstream stage, and its case.
    options : mapping of str to Option
        What can be done against a shortage, by id; `option_numbers` and `money` say what each
        costs and brings, and how printed money becomes dollars.
    """

    name: str
    folder: Path
    header: CaseFile
    countries: Countries
    units: Units
    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    flows: Sequence[Flow]
    claims: Sequence[Claim]
    balances: Sequence[Balance]
    facilities: Sequence[Facility]
    companies: Sequence[Company]
    uses: Sequence[Use]
    stocks: Sequence[Stock]
    events: Mapping[str, Event]
    priors: Sequence[Prior]
    sectors: Mapping[str, Sector]
    sector_shares: Sequence[SectorShare]
    industries: Sequence[Industry]
    control: Sequence[Control]
    holdings: Sequence[Holding]
    scenarios: Mapping[str, Scenario]
    episodes: Mapping[str, Episode]
    sha256: str
    replays: Mapping[str, Replay] = field(default_factory=dict)
    stages: "Sequence[tuple[Stage, Case]]" = ()
    options: Mapping[str, Option] = field(default_factory=dict)
    option_numbers: Sequence[OptionNumber] = ()
    money: Sequence[MoneyRate] = ()

    def __repr__(self) -> str:
        """Name the case and its size."""
        first, last = self.header.years
        return (
            f"Case({self.name!r}: {self.header.title}, {first}-{last}, "
            f"{len(self.flows)} flows, {len(self.figures)} figures)"
        )

    @cached_property
    def chain(self) -> "Mapping[str, Case]":
        """Every upstream stage by its path, such as ``oxide/ore``, the nearest first."""
        found = {row.stage: case for row, case in self.stages}
        for row, case in self.stages:
            found |= {f"{row.stage}/{path}": stage for path, stage in case.chain.items()}
        return found

    @property
    def years(self) -> range:
        """The years of the trade table."""
        first, last = self.header.years
        return range(first, last + 1)

    def check_year(self, year: int) -> int:
        """Return a year if the case covers it.

        Parameters
        ----------
        year : int
            Wanted.

        Returns
        -------
        int
            The same.

        Raises
        ------
        InvalidInput
            If it does not.
        """
        if year not in self.years:
            first, last = self.header.years
            raise InvalidInput(
                "year",
                year,
                expected=f"{first} to {last}",
                remedy="these are the years of the case's trade table",
            )
        return year

    def imports(self, importer: str, year: int) -> tuple[Flow, ...]:
        """List flows into a country or bloc, by exporter.

        Parameters
        ----------
        importer : str
            A code.
        year : int
            A year of the case.

        Returns
        -------
        tuple of Flow
            Without those between states that were members of the bloc in that year.
        """
        members = self.countries.members(importer, year)
        flows = (
            flow
            for member in sorted(members)
            for flow in self._flows_by_importer.get((member, year), ())
            if flow.exporter not in members
        )
        return tuple(sorted(flows, key=lambda flow: (flow.exporter, flow.importer)))

    def flows_of(self, year: int) -> tuple[Flow, ...]:
        """List every flow of a year.

        Parameters
        ----------
        year : int
            A year of the case.

        Returns
        -------
        tuple of Flow
            In the order of the trade table.
        """
        return tuple(self._flows_by_year.get(year, ()))

    def importers(self, year: int) -> tuple[str, ...]:
        """List the countries that import in a year.

        Parameters
        ----------
        year : int
            A year of the case.

        Returns
        -------
        tuple of str
            Codes in their order.
        """
        return tuple(sorted({code for code, when in self._flows_by_importer if when == year}))

    def find_figures(
        self, quantity: str, subject: str, year: int, partner: str | None = None
    ) -> tuple[Figure, ...]:
        """List the figures of the case's material on one thing in one year, best first.

        Parameters
        ----------
        quantity : str
            What they count, such as ``production``.
        subject : str
            The country, bloc or ``WLD`` that they speak of.
        year : int
            The year of their period.
        partner : str, optional
            The other country, where they have one.

        Returns
        -------
        tuple of Figure
            A known value before an unknown one, then grade A before D, then the source
            published last, then by id.
        """
        found = sorted(
            self._figures_by_key.get((quantity, subject, partner, year), ()),
            key=lambda figure: figure.id,
        )
        found.sort(key=lambda figure: self.sources[figure.source].published, reverse=True)
        return tuple(sorted(found, key=lambda figure: (figure.value is None, figure.grade)))

    def subjects(self, quantity: str, year: int) -> tuple[str, ...]:
        """List the subjects of which the case has a figure of the material.

        Parameters
        ----------
        quantity : str
            What it counts, such as ``production``.
        year : int
            The year of its period.

        Returns
        -------
        tuple of str
            Codes in their order.
        """
        return tuple(
            sorted({s for q, s, _, y in self._figures_by_key if (q, y) == (quantity, year)})
        )

    def tonnes(self, figure: Figure) -> float | None:
        """Convert a figure that counts an amount to tonnes.

        Parameters
        ----------
        figure : Figure
            Of an amount of the material.

        Returns
        -------
        float or None
            None where the figure is unknown.  [t]
        """
        if figure.value is None:
            return None
        return self.units.convert(figure.value, figure.unit, "t")

    @cached_property
    def products(self) -> tuple[str, ...]:
        """HS codes of the trade table."""
        return tuple(sorted({flow.product for flow in self.flows}))

    @cached_property
    def has_tonnes(self) -> frozenset[int]:
        """Years in which the trade table gives any weight."""
        return frozenset(flow.year for flow in self.flows if flow.quantity_t is not None)

    @cached_property
    def _figures_by_key(self) -> dict[tuple[str, str, str | None, int | None], list[Figure]]:
        groups: dict[tuple[str, str, str | None, int | None], list[Figure]] = {}
        for figure in self.figures.values():
            if figure.item is not None:
                continue
            year = Period.parse(figure.period).year
            key = (figure.quantity, figure.subject, figure.partner, year)
            groups.setdefault(key, []).append(figure)
        return groups

    @cached_property
    def _flows_by_year(self) -> dict[int, list[Flow]]:
        groups: dict[int, list[Flow]] = {}
        for flow in self.flows:
            groups.setdefault(flow.year, []).append(flow)
        return groups

    @cached_property
    def _flows_by_importer(self) -> dict[tuple[str, int], list[Flow]]:
        groups: dict[tuple[str, int], list[Flow]] = {}
        for flow in self.flows:
            groups.setdefault((flow.importer, flow.year), []).append(flow)
        return groups
