"""What the model's assumptions and scenarios are called in a sentence; results keep the ids."""

from collections.abc import Iterator, Mapping

from outlast.case import Case
from outlast.case.measures import TARGET, VARIABLES, WORLD, Observation
from outlast.case.schema import WORLD_SUBJECT, Control, Prior, Sector, SectorShare
from outlast.countries import possessive, the
from outlast.engines.shock.baseline import REST

Assumption = Prior | Control | Sector | SectorShare
IMPORTER_WORDS = "the importer"
"""What the titles of scenarios call the target."""
REST_WORDS = "rest of the world"

PRODUCTION: Mapping[str, str] = {
    "leontief": "every input binds (Leontief)",
    "strongly_critical": "critical and important inputs bind",
    "half_critical": "important inputs bind by half",
    "weakly_critical": "critical inputs alone bind",
    "linear": "inputs replace each other (linear)",
    "ces": "the whole economy, by CES (no bound)",
}
"""Words for the functions by which a loss is told."""

PRIORS: Mapping[str, str] = {
    "model_form": "form of the model",
    "sigma": "ease of swapping origins in the fluid form",
    "contract_share": "part of deliveries under contract",
    "contract_months": "time in which contracts run out",
    "contract_repricing_months": "time in which contract prices follow spot",
    "delivered_contract_weight": "weight of contracts in the delivered price",
    "sigma_short": "ease of swapping origins at first",
    "sigma_long": "ease of swapping origins in the long run",
    "sigma_months": "time until origins are swapped with ease",
    "growth_factor": "growth limit of a link by its own flow",
    "growth_share": "growth limit of a link by the buyer's use",
    "new_route_weight": "readiness to open new routes",
    "new_route_width": "price at which new routes open",
    "sea_months": "time from loading to use",
    "stock_weeks": "usable stock",
    "release_limit": "most that stocks give in a month",
    "release_width": "price at which stocks are released",
    "restock_months": "time in which stocks are filled again",
    "front_load_months": "what is bought ahead of an announced stop",
    "elasticity_factor": "how far demand yields to price",
    "elasticity_growth": "growth of that yielding with time",
    "elasticity_months": "time in which demand learns to yield",
    "choke_sd": "doubt about the prices at which sectors give up",
    "output_factor": "outputs that nobody prints",
    "domestic_use_share": "producers' own use where none is printed",
    "slack": "idle capacity",
    "ces_sigma": "ease of replacing the material in the whole economy",
    "tariff_elasticity": "how far trade yields to a tariff",
    "redirect_share": "part of lost sales that finds other buyers",
    "redirect_months": "time in which lost sales find other buyers",
    "export_value_added": "value added in a USD of exports",
    "market_exports": "exports to the market",
    "export_margin": "value added in an export that is not sold",
    "lost_share_after": "part of sales that never comes back",
    "lost_share_months": "months over which lost sales count",
}
"""Words for the names of priors; a name that is not listed is written with blanks."""


MEASURES: Mapping[str, str] = {
    "lost": "size of the loss",
    "repair": "time of the repair",
    "leak": "part that comes through third countries",
    "approval": "part of applications approved",
    "delay": "time until an application is decided",
    "content": "content of foreign goods",
    "lead": "time until it begins",
    "reached": "share of demand that it reaches",
}
"""Words for what measures give as a range, by the beginning of its name."""

STAGES = {"input": "{} in a tonne of product", "loss": "{} lost in making the product"}
"""Words for what is drawn of a stage."""


def assumption(case: Case, row: Assumption) -> str:
    """Name a row that the model draws.

    Examples
    --------
    >>> from outlast.case import load
    >>> isle = load("isle")
    >>> assumption(isle, isle.sector_shares[0])
    "share of street lamps in Isle's use"
    """
    if isinstance(row, Prior):
        return PRIORS.get(row.name, row.name.replace("_", " "))
    if isinstance(row, Sector):
        return f"price that halves use for {_inside(row.name)}"
    if isinstance(row, SectorShare):
        whose = "other countries'" if row.country == WORLD_SUBJECT else possessive(
            the(case.countries.name(row.country)))  # fmt: skip
        return f"share of {_inside(case.sectors[row.sector].name)} in {whose} use"
    origin = (
        "every origin" if row.origin == WORLD_SUBJECT else the(case.countries.name(row.origin))
    )
    plant = f" ({row.facility})" if row.facility and row.importer is None else ""
    layer = "territory" if row.layer == "direct" else row.layer
    power = the(case.countries.name(row.power)) if row.power else f"owners of {row.firm}"
    return f"part of {possessive(origin)} supply{plant} that {layer} gives {power}"


def _inside(name: str) -> str:
    """Write a name as within a sentence: a first capital goes, an acronym stays."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def driver(case: Case, name: str) -> str:
    """Say in words what `drivers` of a result name by id.

    Examples
    --------
    >>> from outlast.case import load
    >>> driver(load("isle"), "growth_share"), driver(load("isle"), "choke-toys")
    ("growth limit of a link by the buyer's use", 'price that halves use for toys')
    >>> driver(load("isle"), "delay-papers")
    'time until an application is decided (papers)'
    """
    if name in PRIORS:
        return PRIORS[name]
    path, _, within = name.rpartition(":")
    if path in case.chain:
        return f"{_inside(case.chain[path].header.title)}: {driver(case.chain[path], within)}"
    known = next((row for key, row in _drawn(case) if key == name), None)
    return assumption(case, known) if known else _unlisted(case, *name.partition("-")[::2])


def _unlisted(case: Case, kind: str, rest: str) -> str:
    """Say in words what is drawn under a name that no row has."""
    if kind == "minimum" and rest in case.sectors:
        return f"minimum for {_inside(case.sectors[rest].name)}"
    if kind == "output":
        return f"output of {the(case.countries.name(rest.upper()))}"
    if kind in STAGES:
        titles = {row.stage: stage.header.title for row, stage in case.stages}
        return STAGES[kind].format(_inside(titles[rest]))
    if kind in MEASURES:
        return f"{MEASURES[kind]} ({rest})"
    return (f"{kind}-{rest}" if rest else kind).replace("_", " ")


def _drawn(case: Case) -> Iterator[tuple[str, Assumption]]:
    """Rows other than priors by the name under which they are drawn."""
    yield from ((f"choke-{row.id}", row) for row in case.sectors.values())
    yield from ((f"share-{row.id}", row) for row in case.sector_shares)
    yield from ((f"control-{row.id}", row) for row in case.control)


def listed_ids(case: Case, name: str) -> list[str]:
    """Ids in `figures` of what a driver is drawn from; of a prior every form's and year's.

    Examples
    --------
    >>> from outlast.case import load
    >>> listed_ids(load("isle"), "share-xis-toys"), listed_ids(load("isle"), "choke-toys")
    (['sector-share:xis-toys'], ['sector:toys'])
    """
    path, _, within = name.rpartition(":")
    if path in case.chain:
        return [f"{path}:{row}" for row in listed_ids(case.chain[path], within)]
    kind, _, rest = name.partition("-")
    if kind in STAGES:
        return [f"stage:{rest}"]
    if kind in {"choke", "minimum"}:
        return [f"sector:{rest}"]
    if kind == "share":
        return [f"sector-share:{rest}"]
    if kind == "control":
        return [rest]
    return [prior.id for prior in case.priors if prior.name == name]


def country(case: Case, code: str) -> str:
    """Name a destination; the rest of the world has no code of its own."""
    return REST_WORDS if code == REST else case.countries.name(code)


def observed(case: Case, seen: Observation, target: str) -> str:
    """Say what an episode observed, and of whom.

    Examples
    --------
    >>> from outlast.case import load
    >>> helium = load("helium")
    >>> seen = helium.episodes["2021-22-shortage"].observed
    >>> observed(helium, seen[0], "CHN"), observed(helium, seen[1], "CHN")
    ("peak of China's spot price", 'lowest use met in China: laboratories')
    """
    here = "the world" if seen.where == WORLD else _of(
        case, target if seen.where in {None, TARGET} else seen.where)  # fmt: skip
    origin, place = _of(case, seen.origin), _of(case, seen.destination or target)
    sector = _inside(case.sectors[seen.sector].name) if seen.sector else ""
    words = f"{VARIABLES[seen.variable].words}"
    told = {
        "exports": f"{possessive(origin)} exports" + (f" to {place}" if seen.destination else ""),
        "imports": f"{possessive(place)} imports" + (f" from {origin}" if seen.origin else ""),
        "import_share": f"{possessive(origin)} share of {possessive(place)} imports",
        "price_gap": f"{possessive(here)} spot price over {possessive(origin)}",
        "spot_peak": f"peak of {possessive(here)} spot price",
    }
    whose = f"{words} in {here}: {sector}" if sector else f"{possessive(here)} {words}"
    return told.get(seen.variable, whose)


def _of(case: Case, code: str | None) -> str:
    return the(case.countries.name(code)) if code else ""


def title(text: str, importer: str) -> str:
    """Put the importer's name into a scenario's title.

    >>> title("The United States stop exports to the importer", "China")
    'The United States stop exports to China'
    """
    return text.replace(IMPORTER_WORDS, importer)
