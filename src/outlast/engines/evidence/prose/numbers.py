"""Numbers as prose writes them: scale, unit, rate, and the word that says how they are meant."""

from typing import NamedTuple

from outlast.engines.evidence.prose.scales import MONEY, Printed, digits, scaled
from outlast.engines.evidence.prose.units import (
    Unit,
    money_before,
    price_at,
    rate_at,
    scale_at,
    unit_at,
)
from outlast.engines.evidence.prose.words import Word

_TO_NINETEEN = """zero one two three four five six seven eight nine ten eleven twelve thirteen
fourteen fifteen sixteen seventeen eighteen nineteen"""
_SMALL = {word: str(value) for value, word in enumerate(_TO_NINETEEN.split())}
_TO_NINETY = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = dict(zip(_TO_NINETY.split(), range(20, 100, 10), strict=True))
_PARTS = {"half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5,
          "fifths": 5, "tenth": 10, "tenths": 10}  # fmt: skip

_MEANT = {
    "around": """nearly,almost,around,about,roughly,some,approximately,approx,approx .,circa,
close to,near,~,≈,in the region of,in the order of,more or less""",
    "exceeded": """more than,over,exceeded,exceeding,exceeds,exceed,at least,above,topped,
surpassed,surpassing,greater than,higher than,>,no less than,not less than,in excess of,
upwards of,upward of""",
    "under": """less than,under,below,up to,fewer than,lower than,not more than,no more than,
at most,<,as much as,as many as,beneath,not over""",
}
APPROXIMATORS = {
    tuple(words.split()): rule for rule, listed in _MEANT.items() for words in listed.split(",")
}
"""Words before a number, and the rule by which it is read."""
_LEVELS = frozenset({"below", "above", "under", "beneath", "near", "to"})
_SOFTENERS = frozenset({"just", "well", "slightly", "a", "little", "far", "only", "still"})
_AFTER = {("or", "so"): "around", ("or", "more"): "exceeded", ("or", "less"): "under",
          ("plus",): "exceeded", ("+",): "exceeded"}  # fmt: skip
_NO_FIGURE = {
    "points": "percentage points are a difference, not a figure",
    "other": "a currency that is not USD, CNY or EUR",
}
_PART_OF_WORD = frozenset({"st", "nd", "rd", "th", "s", "d", "x", "g"})


class Number(NamedTuple):
    """A number of the text; `first` and `last` are its words, `start` and `end` its characters."""

    first: int
    last: int
    start: int
    end: int
    kind: str
    value: Printed | None
    rate: str = ""
    of: str = ""
    """The unit of which a price speaks."""
    level: bool = False
    """Whether the word before says where it stands ("below"), not by how much it moved."""
    doubt: str = ""
    note: str = ""
    digits: int = 0
    """The word that holds its digits."""
    scale: int = 0
    """Power of ten of its scale ("million")."""
    power: int = 0
    """Power of ten of its unit (``MMcf``)."""


class _Raw(NamedTuple):
    """A bare number: its digits, how many words, and whether it is a fraction in words."""

    text: str
    end: int
    fraction: bool = False


def _in_words(tokens: list[Word], place: int) -> _Raw | None:
    """Read "fifteen", "twenty-five", "two-thirds", "half a"."""
    word = tokens[place].lower
    rest = [token.lower for token in tokens[place + 1 : place + 4]]
    dash = 1 if rest[:1] == ["-"] else 0
    after = rest[dash] if len(rest) > dash else ""
    if word == "half" and rest[:1] == ["a"]:
        return _Raw("0.5", place + 2, fraction=True)
    count = "1" if word == "a" else _SMALL.get(word)
    if count and after in _PARTS and rest[dash + 1 : dash + 2] in (["of"], ["from"]):
        part = 100 * int(count) / _PARTS[after]
        return _Raw(f"{part:.1f}".removesuffix(".0"), place + 2 + dash, fraction=True)
    if word == "half" and rest[:1] in (["of"], ["the"]):
        return _Raw("50", place + 1, fraction=True)
    if word in _TENS:
        if after in _SMALL and 1 <= int(_SMALL[after]) <= 9:
            return _Raw(str(_TENS[word] + int(_SMALL[after])), place + 2 + dash)
        return _Raw(str(_TENS[word]), place + 1)
    return _Raw(_SMALL[word], place + 1) if word in _SMALL else None


def _raw(tokens: list[Word], place: int) -> _Raw | None:
    """Read a number without its unit; a number that is part of a word is none."""
    word = tokens[place]
    if not word.is_number:
        return _in_words(tokens, place) if word.text[0].isalpha() else None
    if _inside_word(tokens, place):
        return None
    if place and tokens[place - 1].text == "-" and tokens[place - 1].end == word.start:
        free = place < 2 or tokens[place - 2].end < tokens[place - 1].start
        return _Raw(f"-{word.text}" if free else word.text, place + 1)
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following and following.start == word.end and following.lower in _PART_OF_WORD:
        return None
    return _Raw(word.text, place + 1)


def _inside_word(tokens: list[Word], place: int) -> bool:
    """Whether letters stand right before the number, as in "CO2", "COVID-19", "No.#5"."""
    if not place or tokens[place - 1].end < tokens[place].start:
        return False
    before = tokens[place - 1].text
    if before[-1].isalnum():
        return True
    if before not in {"-", "–", "/", "#", "№"} or place < 2:
        return False
    joined = tokens[place - 2].end == tokens[place - 1].start
    return joined and (tokens[place - 2].text[0].isalpha() or before not in {"-", "–"})


def _approximator(tokens: list[Word], first: int) -> tuple[str, int, bool]:
    """The rule that the words before a number give, where they begin, and if they tell a level."""
    for length in (4, 3, 2, 1):
        key = tuple(token.lower for token in tokens[max(first - length, 0) : first])
        if len(key) == length and key in APPROXIMATORS:
            begin = first - length
            level = key[0] in _LEVELS
            while begin and tokens[begin - 1].lower in _SOFTENERS:
                begin -= 1
            return APPROXIMATORS[key], begin, level
    return "printed", first, False


class _Bare(NamedTuple):
    place: int
    raw: _Raw
    first: int
    end: int
    power: int
    unit: Unit | None
    money: str


def _bare(tokens: list[Word], place: int) -> _Bare | None:
    """Read one number with its scale and unit."""
    raw = _raw(tokens, place)
    if raw is None:
        return None
    money = money_before(tokens, place)
    power, end = scale_at(tokens, raw.end)
    unit = unit_at(tokens, end)
    if raw.fraction and raw.text != "0.5":
        unit = Unit("%", 0, end)
    if money and unit and unit.kind == money[0]:
        end, unit = unit.end, None
    if money:
        return _Bare(place, raw, money[1], end, power, None, money[0])
    return _Bare(place, raw, place, unit.end if unit else end, power, unit, "")


def number_at(tokens: list[Word], place: int, kind: str = "", power: int = 0) -> Number | None:
    """Read the number, or the range, whose digits begin at `place`.

    `kind` and `power` are those of another number's unit, for a number that has none itself.
    """
    one = _bare(tokens, place)
    if one is None:
        return None
    if kind:
        one = one._replace(unit=Unit(kind, power, one.end))
    between = one.first > 0 and tokens[one.first - 1].lower == "between"
    return _finish(tokens, one, _second(tokens, one, between=between), between=between)


def _second(tokens: list[Word], one: _Bare, *, between: bool) -> _Bare | None:
    """The upper end of a range ("12-13 %", "12 to 13 per cent", "between 12 and 13 %")."""
    place = one.end
    if place + 1 >= len(tokens):
        return None
    joint = tokens[place].lower
    came_from = one.first > 0 and tokens[one.first - 1].lower == "from"
    if joint not in {"-", "–", "to", "and"} or (joint == "and") != between or (
            joint == "to" and came_from):  # fmt: skip
        return None
    for start in range(place + 1, min(place + 4, len(tokens))):
        two = _bare(tokens, start)
        if two:
            return two if two.first == place + 1 else None
    return None


def _finish(tokens: list[Word], one: _Bare, two: _Bare | None, *, between: bool) -> Number:
    """Join both ends, and add the words around them."""
    if two and not _one_scale(one, two):
        two = None
    last = two or one
    end = last.end
    kind = last.money or one.money or (last.unit.kind if last.unit else "")
    power = last.power + (last.unit.power if last.unit else 0)
    begin = one.first - (between and two is not None)
    rule, first, level = _approximator(tokens, begin)
    per = price_at(tokens, end) if kind in MONEY else None
    if per:
        end = per[1]
    rate, end = rate_at(tokens, end)
    trailing = _trailing(tokens, end)
    if trailing and rule == "printed":
        rule, end = trailing
    value, doubt = _value(one, two, kind, power, rule)
    note = "a fraction in words is read as around" if one.raw.fraction else ""
    if last.unit and last.unit.short:
        note = "a ton taken as a tonne"
    return Number(first, end, tokens[first].start, tokens[end - 1].end, kind, value, rate,
                  per[0] if per else "", level, doubt, note, one.place, last.power,
                  last.unit.power if last.unit else 0)  # fmt: skip


def _trailing(tokens: list[Word], end: int) -> tuple[str, int] | None:
    for length in (2, 1):
        key = tuple(token.lower for token in tokens[end : end + length])
        if len(key) == length and key in _AFTER:
            return _AFTER[key], end + length
    return None


def _one_scale(one: _Bare, two: _Bare) -> bool:
    """Whether the two numbers are the ends of one range in one unit."""
    year = len(one.raw.text) == 4 and one.raw.text[:2] in {"19", "20"} and not one.unit
    if year and two.unit and two.unit.kind == "%":
        return False
    first, second = _scale(one), _scale(two)
    if first == second:
        return True
    if one.money:
        return not second[0] and one.power in {0, two.power}
    return not one.unit and one.power in {0, two.power}


def _scale(bare: _Bare) -> tuple[str, int]:
    kind = bare.money or (bare.unit.kind if bare.unit else "")
    return kind, bare.power + (bare.unit.power if bare.unit else 0)


def _value(
    one: _Bare, two: _Bare | None, kind: str, power: int, rule: str
) -> tuple[Printed | None, str]:
    """Digits, unit and rule; or the reason why there are none."""
    if kind in {"", "points", "other"}:
        return None, _NO_FIGURE.get(kind, "no unit")
    numbers = [digits(bare.raw.text) for bare in (one, two) if bare]
    if None in numbers:
        return None, "the number is not in English print"
    plain = tuple(number for number in numbers if number)
    if two and float(plain[0]) >= float(plain[1]):
        return None, "the ends of the range do not rise"
    rule = "range" if two else "around" if one.raw.fraction and rule == "printed" else rule
    value = scaled(plain, kind, power, rule)
    return value, "" if value else "a scale that its unit does not take"


def numbers(tokens: list[Word]) -> list[Number]:
    """Find the numbers that have a unit, in order, and bare ones with no unit too.

    Examples
    --------
    >>> from outlast.engines.evidence.prose.words import words
    >>> [n.value for n in numbers(words("nearly 95 %, about US$4bn, 12 to 13 per cent"))]
    [Printed(printed='95', unit='%', rule='around'), \
Printed(printed='4000', unit='million_USD', rule='around'), \
Printed(printed='12-13', unit='%', rule='range')]
    """
    found: list[Number] = []
    place = 0
    while place < len(tokens):
        number = number_at(tokens, place)
        if number:
            found.append(number)
        place = max(number.last, place + 1) if number else place + 1
    return found
