"""``outlast plan``: the cheapest programme that withstands the worst attacker."""

from typing import TYPE_CHECKING, Annotated

import typer

from outlast.cli.leverage import money_of
from outlast.cli.options import AsJson, Output, Quiet, console, deliver, talk, working
from outlast.errors import LimitReached, UsageError

if TYPE_CHECKING:
    from outlast.results import Result

_CASES_HELP = (
    "A shipped case with options (see `outlast cases`), or a folder; several make a campaign "
    "under one budget."
)


def plan(
    cases: Annotated[list[str], typer.Argument(metavar="CASE...", help=_CASES_HELP)],
    *,
    importer: Annotated[str, typer.Option("--for", "-f", help="Whom it is to make safe.")],
    first: Annotated[
        int, typer.Option("--from", help="Year in which the programme may begin.")
    ] = 2024,
    years: Annotated[int, typer.Option(help="For how many years is planned.")] = 12,
    attackers: Annotated[
        int, typer.Option("--attackers", "-k", help="How many powers may act together.")
    ] = 1,
    budget: Annotated[
        str | None,
        typer.Option(
            metavar="USD",
            help="The least shortage that so much buys, such as 500m or 2bn. "
            "(default: the least cost of programme and shortage together)",
        ),
    ] = None,
    endure: Annotated[
        int | None,
        typer.Option(
            metavar="MONTHS",
            help="The least cost at which critical sectors last so long, whoever attacks.",
        ),
    ] = None,
    layers: Annotated[
        str | None,
        typer.Option(
            metavar="L,L",
            help="Through what powers cut: direct (their territory), ownership, offtake, transit. "
            "(default: all)",
        ),
    ] = None,
    severity: Annotated[
        float, typer.Option(help="Part of its reach that each power stops, above 0 to 1.")
    ] = 1.0,
    any_quarter: Annotated[
        bool,
        typer.Option("--any-quarter", help="Attacks may begin in any quarter, not just January."),
    ] = False,
    seconds: Annotated[
        float | None,
        typer.Option(help="Stop after so long; the best programme and its gap are kept."),
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", "-n", help="Futures in which the programme is replayed.")
    ] = 256,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    price_year: Annotated[
        int | None, typer.Option(help="Year of the dollars. (default: the last with prices)")
    ] = None,
    as_json: AsJson = False,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """The cheapest programme that withstands the worst attacker, and the proof."""
    money = money_of("--budget", budget)
    _refuse(budget, endure, seconds)
    with working("Starting …", quiet=quiet) as say:
        from outlast.engines import plan as engine  # noqa: PLC0415 - start-up time

        result = engine.plan(
            cases if len(cases) > 1 else cases[0], importer, first, years, attackers,
            budget=money, endure=endure,
            layers=[name.strip() for name in layers.split(",")] if layers else None,
            severity=severity, any_quarter=any_quarter, seconds=seconds, draws=draws, seed=seed,
            price_year=price_year, progress=say,
        )  # fmt: skip
    if not deliver(result, output, as_json=as_json, quiet=quiet):
        from outlast.cli.plan_tables import show  # noqa: PLC0415 - as above

        show(console(), result)
    stop(result)
    if budget is None and endure is None and not as_json and output is None:
        name = " ".join(cases)
        more = f" --attackers {attackers}" if attackers > 1 else ""
        talk(f"Next: outlast plan {name} --for {importer} --from {first}{more} --endure 24",
             quiet=quiet)  # fmt: skip


def _refuse(budget: str | None, endure: int | None, seconds: float | None) -> None:
    """Refuse what does not go together."""
    if budget is not None and endure is not None:
        raise UsageError("--budget and --endure are both given, expected one of them")
    if endure is not None and endure < 1:
        raise UsageError(f"--endure is {endure}, expected 1 month or more")
    if seconds is not None and not seconds > 0:
        raise UsageError(f"--seconds is {seconds:g}, expected more than 0")


def stop(result: "Result") -> None:
    """Leave with 5 where a limit was reached; what was found is out already.

    Parameters
    ----------
    result : Result
        Of ``plan``.

    Raises
    ------
    LimitReached
        If it is not proven.
    """
    gap = result.result.get("gap")
    if not result.result.get("proven", True):
        shown = "unknown" if gap is None else f"{100 * gap:.2g} %"
        raise LimitReached(
            "the limit of time was reached: the best programme found is kept, and its gap "
            f"is {shown}; more --seconds would narrow it"
        )
