"""Forms of numbers that lean on the one before, as `echo` reads them.

In a form ``#`` is the other number and ``N`` the one that is read, ``O`` the word "or", brackets
are themselves, and every other letter is a sign of `vocabulary.SIGNS`.
"""

import re
from typing import NamedTuple

from outlast.engines.evidence.prose.scales import AMOUNTS, MONEY

RESTATED = "the same in another unit"
FLOWS = frozenset({"imports", "exports", "production", "consumption"})
_STANDS = frozenset({"capacity", "reserves", "resources"})
_SUMS = frozenset({"value", "export_value"})
_SHARES = frozenset({"export_share", "import_share", "goods_share", "world_share",
                     "domestic_share", "import_dependence"})  # fmt: skip
_BOUGHT = frozenset({"imports", "import_share", "value"})
_SOLD = frozenset({"exports", "export_share", "export_value"})
_MADE = frozenset({"production", "capacity", "production_growth"})


class Echo(NamedTuple):
    """A form, for what the other number must say, and what this one then counts."""

    told: frozenset[str]
    kinds: frozenset[str]
    form: re.Pattern[str]
    quantity: str = ""
    """Empty for that of the other number."""
    role: str = ""
    """Whether the country that is named is ``partner`` or ``subject``; ``ranked``: as before."""
    keeps: bool = False
    """Whether the other number's partner is this one's too."""
    with_partner: bool | None = None
    """Whether the other number must have a partner."""
    same_kind: bool = False
    other_time: bool = False
    """Whether it may be of another time."""
    of_world: bool = False
    """Whether the other number must be the world's."""
    dated: bool = False
    """Whether it must have a date of its own."""


def kind_of(kind: str) -> str:
    """``amount``, ``money``, ``share`` or the kind itself."""
    return "amount" if kind in AMOUNTS else "money" if kind in MONEY else (
        "share" if kind == "%" else kind)  # fmt: skip


def _kinds(names: str) -> frozenset[str]:
    return frozenset(names.split())


_TAIL = r"#[^#N|?@YXQ,&OL(]{0,14}"
"""The other number and the words that complete its statement."""
_END = r"(?=$|[,()&O|Q#]|o#)"
_SAME = rf"(?:o(?P<goods>[ME]))?\)?{_END}"
_OR = rf"{_TAIL}(?:,?O,?|,?(?:Qb*|b)?a|,?\(O?,?)"
_WORTH = rf"{_TAIL}(?:,?\(?(?:Qb*)?Vb?|,?O,?V?|,?(?:Qb*|b)?a|,?\(O?)"
_PART = rf"{_TAIL}(?:,?O,?|,?(?:Qb*)?[ab]?|,?\(O?,?|,?[|]{{1,2}}[IL]?b*a?)"
_THAT = r"^[,.]?(?:[IL]|R)b*[tuw]?b*a?"
_WORLD = r"NoT?WT?(?P<goods>[ME])?"
_OF = r"No(?:H|(?P<owner>[GAC]))?T?e?(?P<goods>[ME])?"
_PLACE = r"(?P<place>C)"
_THEN = rf"{_TAIL}[,&|]{{1,2}}z?"
_AMONG = r"(?:U[mxpSM]?|oT|oI)?"

_SHARE, _AMOUNT, _MONEY = _kinds("share"), _kinds("amount"), _kinds("money")
_ANY = _kinds("share amount money")


_ALL = Echo(frozenset(), frozenset(), re.compile(""))
_ALONE = _ALL._replace(with_partner=False)
_BESIDE = _ALL._replace(with_partner=True, keeps=True)
_AGAIN = _ALL._replace(keeps=True)
_OTHER = _AGAIN._replace(same_kind=True, other_time=True)
_DATED = _OTHER._replace(dated=True)
_ACTOR = _ALL._replace(role="subject")
_WORLDS = _ALL._replace(role="subject", of_world=True, other_time=True)
_RATE = _ALONE._replace(other_time=True)
_NEXT = _ALL._replace(role="ranked", same_kind=True)
_RANKED = _NEXT._replace(other_time=True)
_PARTNER = _ALL._replace(role="partner", other_time=True)
"""What forms have in common."""


def _row(
    told: frozenset[str], kinds: frozenset[str], form: str, quantity: str = "", like: Echo = _ALL
) -> Echo:
    return like._replace(told=told, kinds=kinds, form=re.compile(form), quantity=quantity)


def _rows(told: frozenset[str], like: Echo, *forms: str) -> list[Echo]:
    """Forms of any kind of number that count what the other number counts."""
    return [_row(told, _ANY, form, "", like) for form in forms]


def _by_partner(
    told: frozenset[str], share: str, amount: str, forms: tuple[str, ...]
) -> list[Echo]:
    """Forms that name another partner, of a share or of an amount."""
    counted = ((_SHARE, share), (_AMOUNT, amount))
    return [_row(told, kind, form, quantity, _PARTNER)
            for form in forms for kind, quantity in counted]  # fmt: skip


def _parts(link: str) -> list[Echo]:
    """Shares in which the other number is told: "12 % of demand", "0.1 % of all exports"."""
    made, imports = _MADE - {"capacity"}, frozenset({"imports"})
    total = rf"NoT?(?:H|(?P<owner>[GAC]))?T?x\)?{_END}"
    used = rf"No(?:M[|]?)?(?:I|(?P<owner>C))c\)?{_END}"
    return [
        _row(made, _SHARE, rf"{link}{_WORLD}[pST]?\)?{_END}", "world_share"),
        _row(_MADE, _SHARE, rf"{link}{_WORLD}p\)?{_END}", "world_share"),
        _row(_MADE | {"world_share"}, _SHARE, rf"{link}{_OF}c\)?{_END}", "domestic_share"),
        _row(_MADE, _SHARE, f"{link}{used}", "domestic_share"),
        _row(imports, _SHARE, rf"{link}{_OF}c\)?{_END}", "import_dependence", _ALONE),
        _row(_BOUGHT, _SHARE, rf"{link}(?:{_OF}m|NoT)\)?{_END}", "import_share", _BESIDE),
        _row(_SOLD, _SHARE, rf"{link}(?:{_OF}x|NoT)\)?{_END}", "export_share", _BESIDE),
        _row(frozenset({"export_value"}), _SHARE, f"{link}{total}", "goods_share", _ALONE),
    ]


def _changes(link: str) -> list[Echo]:
    """Growth to the other number: "up 9 % from 2024"."""
    forms = (rf"(?P<moved>[uw])y?o?N[inf]?{_END}", rf"N(?P<moved>[uw])[inf]?{_END}")
    told = FLOWS | {"price"}
    return [_row(told, _SHARE, f"{link}{form}", "growth", _ALONE) for form in forms]


def _sellers(link: str) -> list[Echo]:
    """Other countries from which something is bought: "Russia 31 %", "and 5 t from Korea"."""
    forms = (
        rf"{link}{_PLACE}b*[vSa]N{_AMONG}\)?{_END}",
        rf"{link}N{_AMONG}b*f{_PLACE}{_END}",
        rf"{link}f{_PLACE}b*N{_END}",
    )
    rows = _by_partner(_BOUGHT - {"value"}, "import_share", "imports", forms)
    again = rf"{link}Ib*[vSa]N{_AMONG}{_END}"
    return [*rows, _row(frozenset({"import_share"}), _SHARE, again, "", _DATED)]


def _listed(link: str) -> list[Echo]:
    """Other countries of a list, those to which something is sold among them."""
    buyers = (
        rf"{link}{_PLACE}[.bo]{{0,5}},?KN{_AMONG}{_END}",
        rf"{link}N{_AMONG}b*t{_PLACE}{_END}",
        rf"{link}t{_PLACE}b*N{_END}",
    )
    share = rf"{link}(?P<place>[CAG])hb*[uwtb]{{0,3}}N{_END}"
    shared, made = frozenset({"import_share", "world_share"}), frozenset({"production"})
    return [
        *_sellers(link),
        *_by_partner(_SOLD, "export_share", "exports", buyers),
        _row(shared, _SHARE, share, "", _RANKED),
        _row(shared, _SHARE, f"{link}Hhb*[uwtb]{{0,3}}N{_END}", "", _DATED),
        _row(
            frozenset({"world_share"}), _SHARE, f"{link}{_PLACE}b*[va]N{_AMONG}{_END}", "", _RANKED
        ),
        _row(made, _SHARE, f"{link}{_PLACE}b*[vap]N{_AMONG}{_END}", "world_share", _WORLDS),
        *_rows(
            FLOWS | _SHARES,
            _RANKED,
            rf"{link}{_PLACE}[.b]{{1,3}}(?:j(?:ho)?|(?<=[.])b)N{_AMONG}{_END}",
        ),
    ]


_PRONOUN = "^,?[IL](?:[uw]?[tb])+"
_FIGURES = FLOWS | _STANDS | _SHARES | _SUMS
_SUMMED = FLOWS | _SUMS | _SHARES
_GREW = rf"#[^N|?@YXQO(]{{0,14}},?[&j]{{0,2}}go?N{_END}"
ECHOES = (
    _row(_FIGURES, _AMOUNT, f"{_OR}N{_SAME}", RESTATED, _AGAIN),
    _row(_SUMMED, _MONEY, f"{_WORTH}N{_SAME}", RESTATED, _AGAIN),
    _row(_SUMMED, _MONEY, f"{_TAIL},?NV{_END}", RESTATED, _AGAIN),
    *_parts(_PART),
    *_changes(f"{_TAIL},?[&(]?"),
    _row(FLOWS, _SHARE, _GREW, "growth", _RATE),
    *_rows(
        _FIGURES,
        _DATED,
        rf"{_TAIL}[,|&]{{1,3}}(?:R|h|L)b*[uwt]*b*N{_END}",
        f"{_TAIL},&?b*[uw]*[tb]+N{_END}",
    ),
    _row(frozenset({"production"}), _AMOUNT, f"{_TAIL}[,&]*j[pM]?ko?N{_END}", "capacity"),
    *_listed(_THEN),
    _row(frozenset({"import_share"}), _SHARE, f"{_THEN}Nn{_PLACE}{_END}", "", _NEXT),
    *_rows(
        _FIGURES,
        _DATED,
        rf"#[^#N]{{0,14}}[,|&][RLI]b+[uwt]*b*N{_END}",
        f"{_TAIL},?[|]q?N{_END}",
        rf"{_TAIL}\(,?N\)",
    ),
    *_rows(_BOUGHT, _NEXT._replace(role="partner"), rf"#[^#N|]{{0,14}}f{_PLACE}\(N\)"),
    *_rows(_SUMMED, _NEXT, rf"{_TAIL},?[.]o{_PLACE}[jb(]N", rf"#\)[,&]{{1,2}}{_PLACE}\(N\)"),
    *_rows(
        FLOWS | _SHARES,
        _NEXT,
        f"{_THEN}{_PLACE}[jq]?N{_AMONG}{_END}",
        rf"{_TAIL},?[.]y{_PLACE}[jb(]{{0,2}}N",
    ),
    _row(
        frozenset({"world_share"}), _AMOUNT, rf"{_TAIL},?[.]y{_PLACE}[jb]N", "production", _ACTOR
    ),
)
"""For a number that stands behind the other in one sentence."""
FOLLOWING = (
    _row(_FIGURES, _AMOUNT, f"{_PRONOUN}O?N{_SAME}", RESTATED, _AGAIN),
    _row(_SUMMED, _MONEY, f"{_PRONOUN}V?N{_SAME}", RESTATED, _AGAIN),
    *_parts(_THAT),
    *_changes("^[IL]b+"),
    *_listed("^,?(?:(?:U|oT)[mxpM]?,?)?"),
    _row(_FIGURES, _ANY, f"^[,.]?(?:R|[IL]|[|L]h)b*[uwt]*b*N{_END}", "", _OTHER),
)
"""For a number of the next sentence."""
