"""The clause around one number, put into its plainest form.

Lists, changes and comparisons give several numbers to one statement.  For the number that is
read, the others are taken out: of "Qatar supplied 82 % of China's imports, Australia 8 %" the
second number sees "Australia supplied 8 % of China's imports".
"""

import re

from outlast.engines.evidence.prose.marked import Sign
from outlast.engines.evidence.prose.patterns import OTHER_NUMBER
from outlast.engines.evidence.prose.vocabulary import SIGNS

PLACES = frozenset(SIGNS[name] for name in ("name", "adjective", "owner", "world"))
_BREAK, _NUMBER, _JOINT = SIGNS["break"], SIGNS["number"], SIGNS["joint"]
_FLOWS = "mxpckrs$"
_JOINT_PLACES = re.compile(r"(?:[CAG],){0,30}[CAGW],?&[CAGW]|[CG][CA]|[CAG]&(?=[.XY])")
_JOINT_FLOWS = re.compile(r"[mxpckrs]&[eTM]*[mxpckrs]")
_WITHIN = re.compile(rf"(?:^|(?<=[,&]))n(?=C,?[eTM]*[{_FLOWS}])")
_APPOSITION = re.compile(r"(?<=[CGmxpckhDM]),[.WAGHoTYXy@e]{1,12},(?=b?[mxpcvdauwPBK]|b)")
_CHAIN = re.compile(r"(?:[,&]{1,2}C[#N])+(?=[,&]|$)")
_CHAIN_FROM = re.compile(r"(?:[,&]{1,2}[#N]b?fC)+(?=[,&]|$)")
_PAIRS = re.compile(r"C[#N](?:[,&]{1,2}C[#N])+")
_WHICH = re.compile(r",?&?z[bN#]*?N[bm]{0,2}fC")
_AGAIN = re.compile(r"[#N](?P<of>(?:o[ME])?)[,&]{1,2}[#N](?P<own>(?:o[ME])?)(?=[,&]|$)")
_FROM_TO = re.compile(r"f[#N],?t[#N](?:,?&t?[#N](?=$|,))?|t[#N]f[#N]")
_SECOND = re.compile(r"[,&]{1,2}(?=[eTM]*[mxpck](?:[uw]?[tb])*N)")
_OWNED = re.compile(r",?(?P<owner>[GHA])(?=[TeM]*[mxpck])")
_COMPARED = re.compile(r",?~[#N]")


class Clause:
    """Signs around one number, and their letters."""

    def __init__(self, signs: list[Sign]) -> None:
        self.signs = signs
        self.letters = "".join(sign.letter for sign in signs)

    def without(self, start: int, end: int) -> "Clause":
        """Take out a stretch."""
        return Clause(self.signs[:start] + self.signs[end:])

    def with_letters(self, start: int, end: int, letter: str) -> "Clause":
        """Write another letter for each sign of a stretch."""
        changed = [sign._replace(letter=letter) for sign in self.signs[start:end]]
        return Clause(self.signs[:start] + changed + self.signs[end:])

    @property
    def place(self) -> int:
        """Where the number stands."""
        return self.letters.index(_NUMBER)


def clause_at(signs: list[Sign], place: int) -> Clause:
    """Give the plain clause of the number at `place`."""
    clause = _cut(signs, place)
    for step in _STEPS:
        clause = step(clause)
    return clause


def _cut(signs: list[Sign], place: int) -> Clause:
    """Cut the clause out; every other number gets another letter, relative pronouns go."""
    start, end = place, place
    while start and not _breaks(signs, start - 1):
        start -= 1
    while end < len(signs) and not _breaks(signs, end):
        end += 1
    kept: list[Sign] = []
    for index in range(start, end):
        sign = signs[index]
        if sign.letter == SIGNS["which"]:
            if kept and kept[-1].letter == SIGNS["comma"]:
                kept.pop()
            continue
        if sign.letter == _BREAK:
            sign = sign._replace(letter=SIGNS["and"])
        other = sign.letter == _NUMBER and index != place
        kept.append(sign._replace(letter=OTHER_NUMBER) if other else sign)
    return Clause(kept)


def _breaks(signs: list[Sign], place: int) -> bool:
    """Whether a clause ends here; not at "88 t in 2022 but 23 t in 2024"."""
    if signs[place].letter != _BREAK:
        return False
    return place + 1 == len(signs) or signs[place + 1].letter != _NUMBER


def _brackets(clause: Clause) -> Clause:
    """Read "Qatar (82 %)" as "Qatar 82 %"."""
    kept = list(clause.signs)
    index = 0
    while index + 3 < len(kept):
        one, two, three, four = kept[index : index + 4]
        pair = one.letter in PLACES and three.number is not None
        if pair and two.value == "(" and four.value == ")":
            kept[index : index + 4] = [one, three]
        index += 1
    return Clause(kept)


def _of_which(clause: Clause) -> Clause:
    """Read "imports were 3,685 t, of which 82 % came from Qatar" as the part's statement."""
    match = _WHICH.search(clause.letters)
    if not match:
        part = clause.letters.find(SIGNS["whose"])
        return clause if part < clause.place else clause.without(part, len(clause.letters))
    before = clause.signs[: match.start()]
    owner = next((sign for sign in before if sign.letter in "CGAWHI"), None)
    goods = [sign for sign in before if sign.letter in "ME"][:1]
    if SIGNS["imports"] not in clause.letters[: match.start()]:
        return Clause([clause.signs[clause.place]])
    number, partner = clause.signs[clause.place], clause.signs[match.end() - 1]
    imports = [Sign("m", 0, 0), Sign("f", 0, 0), partner]
    whose = [owner._replace(letter="H" if owner.letter in "HI" else "G")] if owner else []
    if number.number and number.number.kind == "%":
        return Clause([number, Sign("o", 0, 0), *whose, *goods, *imports])
    return Clause([*whose, *goods, *imports, number])


def _pairs(clause: Clause) -> Clause:
    """Of a list "Qatar 82 %, Australia 8 %" keep the pair of the number that is read."""
    match = _PAIRS.search(clause.letters)
    if not match or not match.start() <= clause.place < match.end():
        return clause
    before = clause.letters[: match.start()]
    if before.endswith((SIGNS["comma"], SIGNS["from"])) and _BREAK not in before:
        here = clause.place
        return Clause(clause.signs[: match.start()] + clause.signs[here - 1 : here + 1])
    return clause


def _chain(clause: Clause) -> Clause:
    """Give "…, Australia 8 %" the verb of the first part."""
    match = _CHAIN.search(clause.letters)
    before = clause.letters[: match.start()] if match else ""
    number = before.rfind(OTHER_NUMBER)
    actor = before.rfind("C", 0, max(number, 0))
    return _in_place_of(clause, match, (actor, number), clause.place - 1)


def _chain_from(clause: Clause) -> Clause:
    """Give "… from Qatar, 8 % from Australia" the verb of the first part."""
    match = _CHAIN_FROM.search(clause.letters)
    before = clause.letters[: match.start()] if match else ""
    one = before.count(OTHER_NUMBER) == before.count("fC") == 1
    first = (before.index("fC") + 1, before.index(OTHER_NUMBER)) if one else (-1, -1)
    return _in_place_of(clause, match, first, clause.letters.find("fC", clause.place) + 1)


def _in_place_of(
    clause: Clause, further: re.Match[str] | None, first: tuple[int, int], country: int
) -> Clause:
    """Put the country and number that are read in place of the first, whose verb they share."""
    if not further:
        return clause
    main, here = clause.signs[: further.start()], clause.place
    if here < further.start():
        return Clause(main)
    place, number = first
    if here >= further.end() or place < 0 or not _same_kind(main[number], clause.signs[here]):
        return clause
    main[place], main[number] = clause.signs[country], clause.signs[here]
    return Clause(main)


def _repeated(clause: Clause) -> Clause:
    """Read "33 % in 2017 and 9 % in 2021": each number makes the statement."""
    match = _AGAIN.search(clause.letters)
    if not match:
        return clause
    first, here = match.start(), clause.place
    if here == first:
        return clause.without(match.end("of"), match.end())
    if here != match.start("own") - 1 or not _same_kind(clause.signs[first], clause.signs[here]):
        return clause
    of = (
        clause.signs[match.start("own") : match.end()] or clause.signs[first + 1 : match.end("of")]
    )
    return Clause([*clause.signs[:first], clause.signs[here], *of])


def _same_kind(one: Sign, two: Sign) -> bool:
    return bool(one.number and two.number and one.number.kind == two.number.kind)


def _change(clause: Clause) -> Clause:
    """Of "from 95 % to 5 %" keep the number that is read, as one that was reached."""
    match = _FROM_TO.search(clause.letters)
    if not match or not match.start() <= clause.place < match.end():
        return clause
    number = clause.signs[clause.place]
    after = [Sign(SIGNS["to"], number.start, number.start), number]
    return Clause(clause.signs[: match.start()] + after + clause.signs[match.end() :])


def _compared(clause: Clause) -> Clause:
    """Read "3 t, compared with 2 t in 2019": each number makes the statement."""
    match = _COMPARED.search(clause.letters)
    if not match:
        return clause
    if match.group()[-1] == OTHER_NUMBER:
        return clause.without(match.start(), match.end())
    before = clause.letters.rfind(OTHER_NUMBER, 0, match.start())
    number = clause.signs[clause.place]
    other = clause.letters[match.end() : match.end() + 2]
    if before < 0 or not _same_kind(clause.signs[before], number) or (
            len(other) == 2 and other[0] in "qnfo" and other[1] in "CAGWX"):  # fmt: skip
        return clause
    main = clause.signs[: match.start()]
    main[before] = number
    return Clause(main)


def _joint(clause: Clause) -> Clause:
    """Countries and flows that are named together have no number of their own."""
    for form in (_JOINT_PLACES, _JOINT_FLOWS):
        for match in form.finditer(clause.letters):
            clause = clause.with_letters(*match.span(), _JOINT)
    return clause


def _inside(clause: Clause) -> Clause:
    """Read "in Qatar, output" as "Qatar's output"."""
    match = _WITHIN.search(clause.letters)
    if not match or match.start() > clause.place:
        return clause
    place = match.end()
    owner = clause.signs[place]._replace(letter=SIGNS["owner"])
    comma = clause.letters[place + 1 : place + 2] == SIGNS["comma"]
    rest = clause.signs[place + 1 + comma :]
    return Clause([*clause.signs[: match.start()], owner, *rest])


def _appositions(clause: Clause) -> Clause:
    """Take out "…, the largest buyer, …" behind a country."""
    match = _APPOSITION.search(clause.letters)
    return clause.without(*match.span()) if match else clause


def _ellipsis(clause: Clause) -> Clause:
    """Give the second verb of "China produced … and imported …" its subject."""
    here = clause.place
    letters = clause.letters[:here]
    joint = max(letters.rfind(SIGNS["and"]), letters.rfind(SIGNS["comma"]))
    if joint < 0 or not re.match(r"b?[mxpcvPB]", letters[joint + 1 :] or "-"):
        return clause
    acting = re.findall(r"(?<![ftonyiqj~!X])[CI](?=b?[mxpcvPB])", letters[:joint])
    if len(acting) != 1:
        return clause
    match = re.search(r"(?<![ftonyiqj~!X])[CI](?=b?[mxpcvPB])", letters[:joint])
    subject = [clause.signs[match.start()]] if match else []
    comma = Sign(SIGNS["comma"], 0, 0)
    return Clause([*clause.signs[:joint], comma, *subject, *clause.signs[joint + 1 :]])


def _ownerless(clause: Clause) -> Clause:
    """Give the second thing of "China's output was 3 t and demand 27 t" its owner."""
    match = _SECOND.search(clause.letters)
    owners = _OWNED.findall(clause.letters[: match.start()]) if match else []
    first = _OWNED.match(clause.letters)
    if not match or not first or len(owners) != 1:
        return clause
    owner = clause.signs[first.start("owner")]._replace(letter=SIGNS["owner"])
    if first["owner"] == SIGNS["its"]:
        owner = clause.signs[first.start("owner")]
    comma = Sign(SIGNS["comma"], 0, 0)
    return Clause([*clause.signs[: match.start()], comma, owner, *clause.signs[match.end() :]])


_STEPS = (_brackets, _of_which, _pairs, _chain, _chain_from, _repeated, _change, _compared, _joint,
          _inside, _appositions, _ellipsis, _ownerless)  # fmt: skip
