r"""Net import reliance from physical figures that add up, and from nothing else.

.. math::  R = \frac{M - X}{C}, \qquad \frac{|M + P - X - C|}{C} \le \epsilon

with imports :math:`M`, exports :math:`X`, production :math:`P` and consumption :math:`C` in
tonnes.  A trade heading that mixes materials cannot give it: China exports more under HS 280429
than it imports.
"""

from typing import NamedTuple

from outlast.case import Case
from outlast.case.schema import Balance, Figure


class Reliance(NamedTuple):
    """Net import reliance of a country in a year."""

    share: float | None
    """(Imports − exports) ÷ consumption; negative for a net exporter, ``None`` if unknown."""
    figures: tuple[str, ...]
    reason: str
    """Why it is unknown, or what was left out."""


def net_import_reliance(case: Case, importer: str, year: int) -> Reliance:
    """Compute net import reliance from the balances that close.

    Parameters
    ----------
    case : Case
        Holds balances, their figures and the tolerance within which one closes.
    importer : str
        Country or bloc.
    year : int
        Calendar year.

    Returns
    -------
    Reliance
        Unknown where no balance is on file, none closes, or those that close disagree.
    """
    tolerance = case.figures[case.header.closure_tolerance]
    name = case.countries.name(importer)
    balances = [b for b in case.balances if (b.country, b.year) == (importer, year)]
    if not balances:
        found = case.find_figures("import_dependence", importer, year)
        official = [figure for figure in found if figure.grade == "A"]
        told = [_told(figure, case) for figure in official]
        why = "; ".join([_why_no_balance(case, importer, year), *told])
        return Reliance(None, tuple(figure.id for figure in official), why)
    accounts = {balance.id: _account(case, balance) for balance in balances}
    limit = tolerance.value or 0
    closing = [b for b in balances if (gap := accounts[b.id][1]) is not None and gap <= limit]
    if not closing:
        return Reliance(None, (), _why_none(case, balances, accounts, limit))
    shares = {accounts[balance.id][0] for balance in closing}
    figures = tuple(sorted({f for b in closing for f in _figures(b)} | {tolerance.id}))
    if len(shares) > 1:
        listed = " and ".join(f"{share:.3f}" for share in sorted(shares, key=str))
        return Reliance(None, figures, f"balances that close disagree: {listed}")
    ignored = all(balance.exports is None for balance in closing)
    note = f"exports of {name} are not counted in its net import reliance" if ignored else ""
    return Reliance(shares.pop(), figures, note)


def _why_no_balance(case: Case, importer: str, year: int) -> str:
    """Say which terms of a balance are on file, and which are missing or only assumed."""
    name = case.countries.name(importer)
    known, lacking = [], []
    for term in ("imports", "production", "consumption"):
        figures = [f for f in case.find_figures(term, importer, year) if f.value is not None]
        values = [case.tonnes(f) or 0.0 for f in figures if f.status != "assumed"]
        if not values:
            lacking.append(f"{term} is only assumed" if figures else f"no {term}")
        elif max(values) > 1.01 * min(values):  # more than a unit's rounding apart
            known.append(f"{len(values)} figures of {term} that differ")
        else:
            known.append(term)
    if not known:
        return f"no physical figures of {name} for {year} are on file"
    there = f"on file for {name} in {year}: {', '.join(known)}"
    return f"{there}; {', '.join(lacking) or 'no set of them that should add up'}"


def _told(figure: Figure, case: Case) -> str:
    """Quote a printed reliance, which is shown and not taken over."""
    bounds = [f"{word} {bound:g}" for word, bound in (("at least", figure.low),
                                                      ("at most", figure.high))
              if bound is not None]  # fmt: skip
    known = f"{figure.value:g}" if figure.value is not None else " and ".join(bounds) or "unknown"
    publisher = case.sources[figure.source].publisher
    return f"{publisher} prints {known} {figure.unit} ({figure.id})"


def _figures(balance: Balance) -> tuple[str, ...]:
    ids = (balance.imports, balance.production, balance.consumption, balance.exports)
    return tuple(figure for figure in ids if figure is not None)


def _account(case: Case, balance: Balance) -> tuple[float | None, float | None]:
    """Reliance and gap of one balance, both as parts of consumption; None if unknown."""
    amounts = [case.tonnes(case.figures[figure]) for figure in _figures(balance)]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts) or not known[2]:
        return None, None
    imports, production, consumption, *rest = known
    exports = sum(rest)
    gap = abs(imports + production - exports - consumption) / consumption
    return (imports - exports) / consumption, gap


def _why_none(
    case: Case,
    balances: list[Balance],
    accounts: dict[str, tuple[float | None, float | None]],
    limit: float,
) -> str:
    """Say by how much each balance of the year misses."""
    gaps = [gap for balance in balances if (gap := accounts[balance.id][1]) is not None]
    name = case.countries.name(balances[0].country)
    if not gaps:
        return f"the balance of {name} for {balances[0].year} has an unknown figure"
    return (
        f"the balance of {name} for {balances[0].year} does not close: off by "
        f"{min(gaps):.1%} of consumption at best, at most {limit:.1%} is accepted"
    )
