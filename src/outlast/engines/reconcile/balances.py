"""The balance of one country and year, made to close by reconciling its figures."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from outlast.case import Case
from outlast.engines.reconcile.accounts import Account, reconcile_nodes
from outlast.engines.reconcile.measurements import case_relations, measured
from outlast.engines.reconcile.nodes import Node

TERMS = ("production", "sales", "imports", "exports", "consumption")


class Term(NamedTuple):
    """A term of a balance, reconciled."""

    value: float
    """[t]"""
    se: float
    """Standard error.  [t]"""
    figures: tuple[str, ...]
    """Figures of it; empty where it is computed from the others."""


class Balance(NamedTuple):
    """A balance that closes."""

    terms: Mapping[str, Term]
    reliance: float
    """(Imports − exports) ÷ consumption."""
    reliance_se: float | None
    """Standard error of it; None for a country that exports."""
    chi2: float
    df: int
    p: float | None
    """Chance of figures that disagree more, if their grades are right."""


def reconciled_balance(case: Case, country: str, year: int) -> Balance | None:
    """Reconcile what is printed of a country's supply and use in a year.

    Parameters
    ----------
    case : Case
        Holds the figures; assumptions take no part.
    country : str
        Code of a country.
    year : int
        Calendar year.

    Returns
    -------
    Balance or None
        None where the figures do not determine imports and consumption, do not check one another,
        or agree only on an amount below nothing.
    """
    own = {node: there for node, there in measured(case).items()
           if (node.subject, node.year, node.item) == (country, year, "")}  # fmt: skip
    dependence = Node("import_dependence", "", country, "", str(year))
    bound = case_relations(case, {*own, dependence})
    accounts = reconcile_nodes(own, bound)
    found = {name: _term(accounts.rows, dependence.at(quantity=name)) for name in TERMS}
    kept = {name: term for name, term in found.items() if term is not None}
    known = {"imports", "consumption"} <= set(kept) and accounts.df > 0
    if not known or any(term.value <= 0 for term in kept.values()):
        return None
    net = kept["imports"].value - (kept["exports"].value if "exports" in kept else 0.0)
    errors = [row.se for row in accounts.rows if row.node == dependence]
    return Balance(kept, net / kept["consumption"].value, errors[0] if errors else None,
                   accounts.chi2, accounts.df, accounts.p)  # fmt: skip


def _term(rows: Iterable[Account], node: Node) -> Term | None:
    """Reconciled value of a node with the figures of it; None where nothing tells it."""
    there = [row for row in rows if row.node == node]
    if not there:
        return None
    return Term(there[-1].value, there[-1].se, tuple(row.id for row in there if row.id))
