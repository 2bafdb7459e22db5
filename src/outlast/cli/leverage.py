"""``outlast leverage``: from when a card can be played, and who yields first."""

import math
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from outlast.cli.options import (
    AsJson,
    Output,
    Quiet,
    console,
    deliver,
    parse_years,
    talk,
    talk_of_compiling,
    working,
)
from outlast.errors import InvalidInput, UsageError, not_one_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EXHAUSTION = ("endurance", "market")
DRAWS = 1000
SEATS = ("both", "sender", "target")
_CARD_HELP = (
    "What the sender plays: a case, with options after a colon such as helium:with=QAT+RUS or "
    "rare-earth-magnets:severity=0.5; or market:rate=0.25, a duty."
)


def leverage(
    card: Annotated[str, typer.Argument(metavar="CARD", help=_CARD_HELP)],
    *,
    sender: Annotated[str, typer.Option("--sender", "-s", help="Who may play it.")],
    target: Annotated[str, typer.Option("--target", "-t", help="Against whom.")],
    answer: Annotated[
        list[str] | None,
        typer.Option(metavar="CARD", help="What the target may answer with; may be repeated."),
    ] = None,
    years: Annotated[
        str | None, typer.Option(metavar="Y:Y", help="Baseline years, such as 2006:2024.")
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="One baseline year. (default: the last)")
    ] = None,
    stake: Annotated[
        str | None,
        typer.Option(metavar="USD", help="What the sender wins a year, such as 5bn or 300m."),
    ] = None,
    concession: Annotated[
        str | None,
        typer.Option(
            metavar="USD",
            help="What yielding costs the target a year. "
            "(default: so much that it yields only when it must)",
        ),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", "-n", help="Number of futures.")] = DRAWS,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    exhaustion: Annotated[
        str,
        typer.Option(
            help="What a side cannot bear: endurance (a critical sector short though all goes to "
            "critical sectors first) or market (one short at market prices)."
        ),
    ] = "endurance",
    matrix: Annotated[
        bool, typer.Option("--matrix", help="Also tell who can hurt whom with each card.")
    ] = False,
    variants: Annotated[
        bool,
        typer.Option("--variants/--no-variants", help="Run the variants of the card's case too."),
    ] = True,
    play: Annotated[
        bool, typer.Option("--play", help="Play it out in the terminal, a month at a time.")
    ] = False,
    seat: Annotated[
        str, typer.Option(help="With --play: both, or the one you take; the model has the other.")
    ] = "both",
    as_json: AsJson = False,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """From which stake a card is worth playing, year by year, and who yields first."""
    chosen = _years(years, year)
    if exhaustion not in EXHAUSTION:
        raise not_one_of("--exhaustion", exhaustion, EXHAUSTION)
    if seat not in SEATS:
        raise not_one_of("--seat", seat, SEATS)
    if seat != "both" and not play:
        raise UsageError("--seat is given without --play, expected both or none")
    asked: dict[str, Any] = {
        "concession": money_of("--concession", concession), "stake": money_of("--stake", stake),
        "draws": draws, "seed": seed, "exhaustion": exhaustion,
    }  # fmt: skip
    cards = (card, sender, target, answer or [])
    if play:
        _play(cards, chosen, asked, seat, output, as_json=as_json, quiet=quiet)
        return
    with working("Starting …", quiet=quiet) as say:
        from outlast.engines import leverage as engine  # noqa: PLC0415 - start-up time

        talk_of_compiling(quiet=quiet)
        result = engine.leverage(
            *cards, chosen, **asked, matrix=matrix, variants=variants, progress=say
        )
    if deliver(result, output, as_json=as_json, quiet=quiet):
        return
    from outlast.cli.leverage_tables import show  # noqa: PLC0415 - as above

    show(console(), result)
    if result.result["game"]:
        again = _again(cards, result.result["game"]["year"] if chosen else None, {
            "--stake": stake, "--concession": concession,
            "--exhaustion": exhaustion if exhaustion != EXHAUSTION[0] else None,
            "--draws": draws if draws != DRAWS else None, "--seed": seed if seed != 1 else None,
        })  # fmt: skip
        talk(f"Next: {again}", quiet=quiet)


def _again(
    cards: tuple[str, str, str, list[str]], year: int | None, given: "Mapping[str, object]"
) -> str:
    """Write the command that plays a year of what was asked."""
    card, sender, target, answers = cards
    words = ["outlast", "leverage", card, "--sender", sender, "--target", target]
    for answer in answers:
        words += ["--answer", answer]
    for option, value in {"--year": year, **given}.items():
        if value is not None:
            words += [option, str(value)]
    return shlex.join([*words, "--play"])


def _years(years: str | None, year: int | None) -> "Sequence[int] | None":
    if year is not None and years is not None:
        raise UsageError("--year and --years are both given, expected one of them")
    if years is not None:
        return parse_years(years)
    return None if year is None else [year]


def money_of(option: str, text: str | None) -> float | None:
    """Read an amount of USD as millions.

    Parameters
    ----------
    option : str
        Whose it is.
    text : str or None
        Such as ``5bn``, ``300m``, ``2.5e9``.

    Returns
    -------
    float or None
        Million USD; None where nothing is given.

    Raises
    ------
    InvalidInput
        If it is no amount of 0 or more.

    Examples
    --------
    >>> money_of("--stake", "5bn"), money_of("--stake", "300m"), money_of("--stake", "2.5e9")
    (5000.0, 300.0, 2500.0)
    """
    if text is None:
        return None
    match = re.fullmatch(r"([0-9.]+(?:e[0-9]+)?) *(tn|bn|m|k)?", text.strip().lower())
    try:
        value = float(match[1]) if match else math.nan
    except ValueError:
        value = math.nan
    if match is None or not math.isfinite(value):
        raise InvalidInput(option, repr(text[:40]), expected="an amount of USD, 0 or more",
                           remedy="write 5bn, 300m or 2.5e9")  # fmt: skip
    return value * {"tn": 1e6, "bn": 1e3, "m": 1.0, "k": 1e-3, None: 1e-6}[match[2]]


def _play(
    cards: tuple[str, str, str, list[str]],
    years: "Sequence[int] | None",
    asked: dict[str, Any],
    seat: str,
    output: Path | None,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Set up one future and play it out; the log is kept however it ends."""
    from outlast.cli.leverage_play import Table, deliver_log  # noqa: PLC0415 - start-up time

    if years is not None and len(years) != 1:
        raise UsageError("--play is given with several years, expected --year or none")
    with working("Starting …", quiet=quiet) as say:
        from outlast.engines.leverage.exercise import exercise_of  # noqa: PLC0415 - as above

        talk_of_compiling(quiet=quiet)
        exercise = exercise_of(*cards, years[0] if years else None, **asked, progress=say)
    for line in exercise.briefing:
        talk(line, quiet=quiet)
    table = Table(exercise, names={"sender": cards[1], "target": cards[2]}, seat=seat,
                  aloud=not as_json)  # fmt: skip
    left = table.play()
    deliver_log(table, output, as_json=as_json, quiet=quiet)
    if left:
        raise typer.Exit(left)
