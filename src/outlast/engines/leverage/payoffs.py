"""The game of one future as a table: what the sender may plan against what the target may plan.

Plans that differ only where nobody comes are one row or column.  Each column with answers, and
the one without, resists to the end that is best for the target once the sender holds out: until
it cannot bear the next month, or until yielding is cheaper.
"""

from dataclasses import dataclass

from outlast.engines.leverage.contest import Contest, lasting
from outlast.engines.leverage.solve import months_resisted, solve
from outlast.engines.leverage.tree import named

ROWS = ("hold", "play, withdraw once answered", "play, hold out")
AT_ONCE = "yield at once"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one plan brings against another.

    Attributes
    ----------
    row, column : str
        Plans of the sender and of the target.
    sender, target : float
        Payoffs, −inf where a side cannot bear it.  [million USD]
    equilibrium : bool
        Whether both plans are those of the subgame-perfect equilibrium.
    """

    row: str
    column: str
    sender: float
    target: float
    equilibrium: bool


@dataclass(frozen=True, slots=True)
class PayoffTable:
    """A reduced normal form.

    Attributes
    ----------
    rows, columns : tuple of str
        Plans of the sender and of the target.
    cells : tuple of Cell
        Row by row.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[Cell, ...]


def payoff_table(contest: Contest, stake: float, draw: int = 0) -> PayoffTable:
    """Lay out the plans of one future.

    Parameters
    ----------
    contest : Contest
        What the months cost both sides.
    stake : float
        What the sender wins if the target yields.  [million USD/year]
    draw : int
        Which future.

    Returns
    -------
    PayoffTable
        Its equilibrium is that of the whole game; where the sender holds, the column is what
        the target would do.
    """
    one = contest.future(draw)
    outcome, ends = solve(one, stake), months_resisted(one)[:, 0].tolist()
    answer = int(outcome.answer[0])
    at_once = bool(outcome.yields[answer, 0, 0])
    if not at_once and not ends[answer]:  # it would yield, were the sender to stay
        ends[answer] = int(min(one.target_turns[0], one.turns))
    columns = [(AT_ONCE, 0, 0)]
    columns += [(_column(one, place, end), place, end) for place, end in enumerate(ends) if end]
    theirs = AT_ONCE if at_once else _column(one, answer, ends[answer])
    ours = ROWS[2 if outcome.plays[0] else 0]
    cells = tuple(
        Cell(row, name, *_played(one, stake, row, place, end), (row, name) == (ours, theirs))
        for row in ROWS
        for name, place, end in columns
    )
    return PayoffTable(ROWS, tuple(name for name, _, _ in columns), cells)


def _column(one: Contest, place: int, end: int) -> str:
    until = "resist to the end" if end == one.turns else f"yield after {lasting(one.month(end))}"
    return f"{named(one.answers[place])}, {until}"


def _played(one: Contest, stake: float, row: str, place: int, end: int) -> tuple[float, float]:
    """Payoffs of two plans against each other."""
    if row == ROWS[0]:
        return 0.0, 0.0
    wins = end == 0 or (row == ROWS[2] and end < one.turns)
    resisted = end if wins or row == ROWS[2] else 1
    resisted = int(min(resisted, one.sender_turns[place, 0] + 1))  # broken, it cannot go on
    left = one.turns - end if wins else 0
    own = float(one.sender_cost[place, 0, :resisted].sum())
    other = float(one.target_cost[place, 0, :resisted].sum())
    won, conceded = float(stake) / one.turns_a_year * left, float(one.concession[0]) * left
    return won - own, 0.0 - conceded - other
