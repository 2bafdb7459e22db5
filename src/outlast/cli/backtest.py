"""``outlast backtest``: the model beside episodes whose outcome is known."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from outlast.cli.options import AsJson, Output, Quiet, console, deliver, talk_of_compiling, working

if TYPE_CHECKING:
    from rich.table import Table

BAND = ("5 %", "50 %", "95 %")
EXPLAINED = (
    "Prices and flows are multiples of normal unless a unit stands there, uses parts of demand. "
    "The median is within the observed bounds, or outside them while the 5-95 % band meets them "
    "(band only), or both missed. Two forecasts without a model stand beside: same, that nothing "
    "changes; lost, that losses are proportional: measures cut flows as they stand, nobody "
    "reacts, uses fall by what is lost and prices rise by as much."
)
SCORED = (
    "Lower is better but for coverage and skill. Flows are scored in multiples of normal, uses as "
    "parts of demand, prices by their logarithm. Coverage counts bands that meet what was "
    "observed with its tolerance, holds it those that hold the very number. Naive is the better "
    "of the two, with bands found with hindsight: as narrow as meet as many observations, as wide "
    "as score best. Skill is 1 less the model's CRPS over the better naive one's: above 0 the "
    "model is better."
)


def backtest(
    episode: Annotated[str, typer.Argument(metavar="[EPISODE|all]")] = "all",
    *,
    case: Annotated[
        str | None,
        typer.Option(help="A shipped case or a folder; every shipped one if not given."),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", "-n", help="Number of futures.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    losses: Annotated[
        bool, typer.Option("--losses", help="Set losses that others printed beside CES instead.")
    ] = False,
    as_json: AsJson = False,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Set the model's bands beside what happened in past episodes."""
    if losses:
        from outlast.cli.published_losses import published_losses  # noqa: PLC0415 - start-up time

        published_losses(seed, output, as_json=as_json, quiet=quiet)
        return
    with working("Starting …", quiet=quiet) as say:
        from outlast.engines.shock.episodes.backtest import backtest as engine  # noqa: PLC0415 - start-up

        talk_of_compiling(quiet=quiet)
        result = engine(case, episode, draws=draws, seed=seed, progress=say)
    if deliver(result, output, as_json=as_json, quiet=quiet):
        return
    _show(result.result)


def _show(told: Mapping[str, Any]) -> None:
    """Print every episode's rows, then the scores."""
    screen = console()
    for block in told["episodes"]:
        screen.print(_episode(block))
        if block["hindsight"]:
            ids = ", ".join(dict.fromkeys(row["id"] for row in block["hindsight"]))
            screen.print(f"Known only after the start, or chosen with it in view: {ids}.")
        for words in (*block["not_on_file"], block["lesson"]):
            if words:
                screen.print(words)
        screen.print(f"Priors of {block['case']}: sha256 {block['priors_sha256'][:16]}.\n")
    screen.print(EXPLAINED)
    if told["scores"]:
        screen.print(_scores(told))
        screen.print(SCORED)
        screen.print(_bands(told))
    screen.print(f"{told['statement'][:1].upper()}{told['statement'][1:]}.")


def _episode(block: Mapping[str, Any]) -> "Table":
    """Lay out one episode's observations."""
    from rich.table import Table  # noqa: PLC0415

    from outlast.engines.shock.episodes.wording import bounds, number  # noqa: PLC0415

    title = f"{block['title']}: {block['hits']} of {block['n']} medians within"
    table = Table(title=title, title_justify="left")
    for heading in ("What", "When", "Observed", *BAND, "Median", "Same", "Lost"):
        words = heading in {"What", "When", "Median"}
        table.add_column(heading, justify="left" if words else "right", no_wrap=heading == "When")
    for row in block["rows"]:
        mark = "within" if row["hit"] else "band only" if row["covered"] else "missed"
        table.add_row(
            row["words"], row["date"], bounds(row),
            *(number(row[q]) for q in ("p5", "p50", "p95")), mark,
            number(row["naive_same"], "-"), number(row["naive_proportional"], "-"),
        )  # fmt: skip
    return table


def _scores(told: Mapping[str, Any]) -> "Table":
    """Lay out the scores by kind and variable."""
    from rich.table import Table  # noqa: PLC0415

    table = Table(title="Scores", title_justify="left")
    for heading in ("Of", "n", "Coverage", "Holds it", "Width", "naive", "Interval score",
                    "naive", "Skill"):  # fmt: skip
        table.add_column(heading, justify="left" if heading == "Of" else "right")
    for row in told["scores"]:
        numbers = [
            f"{value:.2f}" for what in ("width", "interval_score")
            for value in (row[what], min(row[f"{what}_same"], row[f"{what}_proportional"]))
        ]  # fmt: skip
        skill = "-" if row["skill"] is None else f"{row['skill']:+.2f}"
        covers = (f"{row[what]:.0%}" for what in ("coverage", "held"))
        table.add_row(row["of"], str(row["n"]), *covers, *numbers, skill)
    return table


def _bands(told: Mapping[str, Any]) -> str:
    """Say how the bands compare, and how they would do if stretched by the others' misses."""
    kinds = " and ".join(told["narrower"]) or "nothing"
    words = f"At equal coverage the model's bands are narrower than both naive ones for {kinds}"
    if told["not_narrower"]:
        words += f", and not for {' and '.join(told['not_narrower'])}"
    met = told["stretched"]["coverage"]
    if met is None:
        return words + "."
    return (f"{words}. Stretched for each episode by what the others needed, bands meet "
            f"{met:.0%} of observations.")  # fmt: skip
