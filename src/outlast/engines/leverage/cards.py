"""Cards as they are written: a case with what is played of it, or a market that is closed.

``helium:reach=territory,with=QAT+RUS,severity=0.5`` or ``market:rate=1.45``.
"""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Literal

from outlast.case import Case, load
from outlast.countries import Countries, the
from outlast.errors import InvalidInput, UsageError, did_you_mean, not_one_of

Reach = Literal["territory", "control"]
MARKET = "market"
REACHES = ("territory", "control")
MONTHS = 24.0
"""For how long people expect a ban to last, if the card does not say."""
MOST = 600.0
"""No duty is higher, as a part of the price, and no ban expected to last longer, in months."""


@dataclass(frozen=True)
class MaterialCard:
    """A material that a power stops.

    Attributes
    ----------
    text : str
        As written.
    case : Case
        Of the material.
    reach : {"territory", "control"}
        Whether what the powers hold abroad stops, too.
    allies : tuple of str
        Who stops what it controls beside the sender.
    severity : float
        Part that is stopped, above 0 to 1.
    after : str or None
        A scenario of the case that runs beneath the card.
    scenario : str or None
        A scenario of the case that is played instead of a plain stop.
    expect : float
        For how long people expect it to last.  [month]
    """

    text: str
    case: Case
    reach: Reach = "control"
    allies: tuple[str, ...] = ()
    severity: float = 1.0
    after: str | None = None
    scenario: str | None = None
    expect: float = MONTHS

    @property
    def name(self) -> str:
        """The case's."""
        return self.case.name


@dataclass(frozen=True)
class MarketCard:
    """A market that a power taxes or closes.

    Attributes
    ----------
    text : str
        As written.
    rate : float
        Duty on everything that comes from the target, a part of its price.
    """

    text: str
    rate: float

    @property
    def name(self) -> str:
        """``market``."""
        return MARKET


Card = MaterialCard | MarketCard


def read_card(text: str, loaded: MutableMapping[str, Case] | None = None) -> Card:
    """Read a card.

    Parameters
    ----------
    text : str
        ``NAME`` or ``NAME:key=value,…``: a case with the keys ``reach``, ``with``, ``severity``,
        ``after``, ``scenario``, ``expect``; or ``market`` with the key ``rate``.
    loaded : mutable mapping of str to Case, optional
        Cases read already, by how they are written; grows by this card's.

    Returns
    -------
    MaterialCard or MarketCard
        With its case loaded and its names looked up.

    Raises
    ------
    UsageError
        If there is no such case, key, scenario or reach.
    InvalidInput
        If a number is out of range, or two keys contradict each other.

    Examples
    --------
    >>> read_card("market:rate=1.45").rate
    1.45
    >>> read_card("isle:severity=2")
    Traceback (most recent call last):
    outlast.errors.InvalidInput: severity of card isle:severity=2 is 2, expected a number above 0 \
and at most 1: 1 stops everything, 0.5 half
    """
    name, _, rest = text.partition(":")
    if name == MARKET:
        options = _options(text, rest, ("rate",))
        if "rate" not in options:
            raise UsageError(f"card {text} has no rate, expected one: market:rate=0.25 taxes what "
                             "comes from the target by a quarter")  # fmt: skip
        return MarketCard(text, _number(text, "rate", options["rate"], _above,
                                        f"a number above 0 and at most {MOST:g}",
                                        "0.25 for a duty of a quarter"))  # fmt: skip
    options = _options(text, rest, ("reach", "with", "severity", "after", "scenario", "expect"))
    cases = {} if loaded is None else loaded
    if name not in cases:
        cases[name] = load(name)
    return _material(text, cases[name], options)


def _material(text: str, case: Case, options: Mapping[str, str]) -> MaterialCard:
    """Look up what a material card names."""
    for key in ("reach", "with", "severity", "expect"):
        if key in options and "scenario" in options:
            raise InvalidInput(f"card {text}", f"{key} beside scenario", expected="one of the two",
                               remedy="a scenario says itself who stops what")  # fmt: skip
    reach = options.get("reach", "control")
    if reach not in REACHES:
        raise not_one_of(f"reach of card {text}", reach, REACHES)
    for key in ("after", "scenario"):
        if key in options and options[key] not in case.scenarios:
            raise UsageError(f"{key} of card {text} is {options[key]!r}, expected a scenario of "
                             f"{case.name}: {did_you_mean(options[key], case.scenarios)}"
                             )  # fmt: skip
    named = (code for code in options.get("with", "").split("+") if code)
    allies = tuple(case.countries.find(code) for code in named)
    return MaterialCard(
        text, case,
        reach="territory" if reach == "territory" else "control",
        allies=tuple(dict.fromkeys(allies)),
        severity=_number(text, "severity", options.get("severity", "1"), _part,
                         "a number above 0 and at most 1", "1 stops everything, 0.5 half"),
        after=options.get("after"),
        scenario=options.get("scenario"),
        expect=_number(text, "expect", options.get("expect", str(MONTHS)), _above,
                       f"months, above 0 and at most {MOST:g}"),
    )  # fmt: skip


def _options(text: str, rest: str, known: tuple[str, ...]) -> dict[str, str]:
    """Split ``key=value,…``."""
    found: dict[str, str] = {}
    for part in rest.split(",") if rest else ():
        key, equals, value = (word.strip() for word in part.partition("="))
        if key not in known:
            raise UsageError(f"card {text} has {key!r}, expected one of {', '.join(known)}: "
                             f"{did_you_mean(key, known)}")  # fmt: skip
        if not equals or not value or key in found:
            got = f"{key} twice" if key in found else f"{key} without a value"
            raise UsageError(f"card {text} has {got}, expected {key}=VALUE once")
        found[key] = value
    return found


def _number(
    text: str, key: str, value: str, allowed: Callable[[float], bool], expected: str,
    remedy: str = "",
) -> float:  # fmt: skip
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not allowed(number):
        raise InvalidInput(f"{key} of card {text}", value, expected=expected, remedy=remedy)
    return number


def _above(number: float) -> bool:
    return 0 < number <= MOST


def _part(number: float) -> bool:
    return 0 < number <= 1


def check_parties(card: Card, sender: str, target: str, countries: Countries) -> None:
    """Refuse a sender, target or ally that cannot play or be hit.

    Raises
    ------
    InvalidInput
        If one is a bloc, both are the same, or the target is among the allies.
    """
    for what, code in (("sender", sender), ("target", target)):
        if countries.bloc(code):
            raise InvalidInput(what, code, expected="one country",
                               remedy="take its members one by one")  # fmt: skip
    if sender == target:
        raise InvalidInput("target", target, expected="another than the sender",
                           remedy="nobody plays a card against itself")  # fmt: skip
    allies = card.allies if isinstance(card, MaterialCard) else ()
    for ally in allies:
        if target in countries.members(ally):
            raise InvalidInput(f"with of card {card.text}", ally,
                               expected="others than the target",
                               remedy="nobody stops its own supply")  # fmt: skip


def words(card: Card, sender: str, target: str, countries: Countries) -> str:
    """Say what a card is in a sentence without its stop.

    Parameters
    ----------
    card : MaterialCard or MarketCard
        As `read_card` gives it.
    sender, target : str
        Who plays it, and against whom.
    countries : Countries
        Knows their names.

    Returns
    -------
    str
        Such as "the United States stop all helium that they control from reaching China".
    """
    who, whom = (the(countries.name(code)) for code in (sender, target))
    many = who.startswith("the ") and who.endswith("s")
    if isinstance(card, MarketCard):
        verb = "tax" if many else "taxes"
        return f"{who} {verb} what comes from {whom} by {100 * card.rate:g} %"
    titles = {name: scenario.title for name, scenario in card.case.scenarios.items()}
    if card.scenario:
        played = f"{who} {'do' if many else 'does'} this: {titles[card.scenario]}"
    else:
        played = _stop(card, _together(who, card.allies, countries), whom, many=many)
    if card.after:
        played += f", while this happens: {titles[card.after]}"
    return played


def _stop(card: MaterialCard, who: str, whom: str, *, many: bool) -> str:
    """Say a plain ban or quota."""
    many = many or bool(card.allies)
    goods = card.case.header.material
    part = f"all {goods}" if card.severity == 1 else f"{100 * card.severity:g} % of the {goods}"
    them, their = ("they", "their") if many else ("it", "its")
    verb = "stop" if many else "stops"
    if card.reach == "territory":
        where = "territories" if card.allies else "territory"
        return f"{who} {verb} {part} made on {their} {where} from reaching {whom}"
    return f"{who} {verb} {part} that {them} control{'' if many else 's'} from reaching {whom}"


def _together(who: str, allies: tuple[str, ...], countries: Countries) -> str:
    names = [who, *(the(countries.name(code)) for code in allies)]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if allies else who
