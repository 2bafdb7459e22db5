"""``outlast backtest``: the model beside episodes whose outcome is known."""

from typing import Annotated

import typer

from outlast.cli.options import AsJson, Output, Quiet, console, deliver, talk_of_compiling, working

BAND = ("5 %", "50 %", "95 %")
EXPLAINED = (
    "Prices are multiples of normal, fills parts of demand. The median is within the observed "
    "bounds, or outside them while the 5-95 % band meets them (band only), or both missed. Two "
    "forecasts without a model stand beside: no change, that all stays as it was; even loss, that "
    "everybody loses the same part of the world's supply and prices rise by as much."
)


def backtest(
    episode: Annotated[str, typer.Argument(metavar="[EPISODE|all]")] = "all",
    *,
    case: Annotated[str, typer.Option(help="A shipped case or a folder.")] = "helium",
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
        from outlast.engines.shock.backtest import backtest as engine  # noqa: PLC0415 - start-up
        from outlast.engines.shock.names import observed  # noqa: PLC0415

        talk_of_compiling(quiet=quiet)
        result = engine(case, episode, draws=draws, seed=seed, progress=say)
    if deliver(result, output, as_json=as_json, quiet=quiet):
        return
    from rich.table import Table  # noqa: PLC0415

    screen = console()
    for block in result.result["episodes"]:
        title = f"{block['title']}: {block['hits']} of {block['n']} medians within"
        table = Table(title=title, title_justify="left")
        for heading in ("What", "Of", "Observed", *BAND, "Median", "Other", "No change",
                        "Even loss"):  # fmt: skip
            words = heading in {"What", "Of", "Median"}
            table.add_column(heading, justify="left" if words else "right")
        for row in block["rows"]:
            low, high = row["observed"]
            found = (f"{row[q]:.2f}" for q in ("p5", "p50", "p95"))
            mark = "within" if row["hit"] else "band only" if row["covered"] else "missed"
            table.add_row(
                observed(row["variable"]),
                "world" if row["where"] == "world" else block["target"],
                f"{low:g} to {high:g}",
                *found,
                mark,
                "-" if row["other_p50"] is None else f"{row['other_p50']:.2f}",
                f"{row['naive_same']:.2f}",
                f"{row['naive_proportional']:.2f}",
            )
        screen.print(table)
    screen.print(
        "Other: the median on the series that the row is not of, the world's spot price or the "
        "importer's own; - where the model keeps the importer's alone."
    )
    screen.print(EXPLAINED)
    screen.print(f"{result.result['statement'].capitalize()}.")
    screen.print(
        f"Priors: sha256 {result.result['priors_sha256'][:16]}, one file for all episodes."
    )
