"""``outlast shock``: how short an importer goes, and for how long it lasts."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from outlast.cli.options import (
    AsJson,
    CaseName,
    Output,
    Quiet,
    console,
    deliver,
    talk,
    talk_of_compiling,
    working,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from outlast.case import Case
    from outlast.results import Result


WIDE = 0.2
"""A half width of an index above which it says little."""


def shock(
    case: CaseName,
    *,
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario",
            "-s",
            help="A scenario of the case, or a YAML file. "
            "(default: the case's spotlight_scenario, else its first by name)",
        ),
    ] = None,
    target: Annotated[
        str | None, typer.Option("--target", "-t", help="Importer. (default: the case's)")
    ] = None,
    year: Annotated[int | None, typer.Option(help="Baseline year. (default: the last)")] = None,
    months: Annotated[int, typer.Option(help="Length of the run.")] = 36,
    draws: Annotated[int, typer.Option("--draws", "-n", help="Number of futures.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    sampling: Annotated[
        str, typer.Option(help="How draws lie: random, or latin for a Latin hypercube.")
    ] = "random",
    sensitivity: Annotated[
        str | None,
        typer.Option(
            help="Also tell what drives the answer: sobol (indices of variance) or morris (mean "
            "effects, fewer runs)."
        ),
    ] = None,
    samples: Annotated[
        int, typer.Option(help="Base points of --sensitivity, a power of two.")
    ] = 64,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Compute on a Dask cluster, or on `local`: one of this machine's cores.",
        ),
    ] = None,
    as_json: AsJson = False,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """How short an importer goes when suppliers stop, and for how long it lasts."""
    with working("Starting …", quiet=quiet) as say:
        from outlast.case import load  # noqa: PLC0415 - start-up time
        from outlast.engines import shock as engine  # noqa: PLC0415 - as above

        opened = load(case)
        talk_of_compiling(quiet=quiet)
        try:
            result = engine.shock(
                opened, scenario, target, year, months=months, draws=draws, seed=seed,
                sampling=sampling, sensitivity=sensitivity, samples=samples, cluster=cluster,
                progress=say,
            )  # fmt: skip
        except KeyboardInterrupt:
            talk("What is done is kept: the same command goes on from there.", quiet=quiet)
            raise
    if not deliver(result, output, as_json=as_json, quiet=quiet):
        first = [note for note in result.warnings if note.startswith("measure ")]
        for note in first:  # what the numbers below cannot be read without
            talk(f"Note: {note}", quiet=quiet)
        _show(console(), result, opened)
        for note in result.warnings:
            if note not in first:
                talk(f"Note: {note}", quiet=quiet)


def _show(screen: "Console", result: "Result", case: "Case") -> None:
    from outlast.cli.shock_losses import loss_words, losses  # noqa: PLC0415 - as above
    from outlast.countries import the  # noqa: PLC0415 - start-up time
    from outlast.engines.shock.names import title  # noqa: PLC0415 - as above

    found, name = result.result, the(result.result["target_name"])
    screen.print(
        f"{title(found['scenario_title'], name)}: {name}, "
        f"flows of {found['year']}, {found['draws']:,} futures",
        style="bold",
    )
    for words in (
        *_feeds(found, case), _missed(found, name), _short(found), _prices(found), _bill(found),
        _drivers(result, case),
    ):  # fmt: skip
        screen.print(words)
    screen.print(_sectors(found, case))
    screen.print(_endurance(found))
    screen.print(_others(found, case))
    if any(row["p50"] is not None for row in found["loss"]["forms"]):
        screen.print(losses(result))
    screen.print(loss_words(result, case))
    screen.print(_annual(result, name))
    if "sensitivity" in found:
        screen.print(_sensitivity(found["sensitivity"], case))


def _missed(found: Mapping[str, Any], name: str) -> str:
    unmet = found["unmet_share_12m"]
    return (
        f"In the 12 months after it begins {name} misses {_percent(unmet['p50'])} "
        f"of its normal use (5-95 %: {_percent(unmet['p5'])} to {_percent(unmet['p95'])}; "
        f"model forms: {_forms(found['forms'])})."
    )


def _feeds(found: Mapping[str, Any], case: "Case") -> list[str]:
    """Say which makers miss a part of what they make the product of."""
    from outlast.countries import possessive, the  # noqa: PLC0415 - start-up time

    words = []
    for row in found.get("stages", ()):
        fill, whole = row["feed_fill_12m"], case.chain[row["stage"]]
        path = row["stage"].rpartition("/")[0]
        maker = the((case.chain[path] if path else case).countries.name(row["producer"]))
        if fill is not None and fill["p5"] < 0.995:
            words.append(
                f"{possessive(maker)} plants get {_percent(fill['p50'])} of their "
                f"{whole.header.title.lower()} ({_percent(fill['p5'])} to {_percent(fill['p95'])})"
            )
    return [f"Feed over these 12 months: {'; '.join(words)}."] if words else []


def _short(found: Mapping[str, Any]) -> str:
    chance, months = found["short_probability"], found["short_months"]
    return (
        f"A critical sector is short within 3 months in {_percent(chance['m3'])} of the futures, "
        f"within 12 in {_percent(chance['m12'])}; for {months['p50']:.0f} of the 12 months in the "
        f"median future (5-95 %: {months['p5']:.0f} to {months['p95']:.0f})."
    )


def _prices(found: Mapping[str, Any]) -> str:
    """Say the highest median of the spot and the delivered price, each with its band."""
    spot, delivered = _peak(found, "price_spot"), _peak(found, "price_delivered")
    return f"Price at its peak (5-95 %): spot {spot}, delivered {delivered}."


def _bill(found: Mapping[str, Any]) -> str:
    """Say the highest median of what the target pays in a month."""
    return (
        "Bill for what arrives, contracts at their price and spot at its own, at its peak "
        f"(5-95 %): {_peak(found, 'import_bill')}."
    )


def _peak(found: Mapping[str, Any], series: str) -> str:
    peak = max(found[series][found["onset_month"] :], key=lambda row: row["p50"])
    month = peak["month"] - found["onset_month"] + 1
    return (
        f"{peak['p50']:.1f} times normal in month {month} ({peak['p5']:.1f} to {peak['p95']:.1f})"
    )


def _sectors(found: Mapping[str, Any], case: "Case") -> "Table":
    from rich.table import Table  # noqa: PLC0415

    table = Table(title="Lowest fill of each sector (* critical)", title_justify="left")
    for heading in ("Sector", "5 %", "50 %", "95 %"):
        table.add_column(heading, justify="left" if heading == "Sector" else "right")
    for row in found["sectors"]:
        name = case.sectors[row["sector"]].name + (" *" if row["critical"] else "")
        table.add_row(name, *(_percent(row["min_fill"][q]) for q in ("p5", "p50", "p95")))
    return table


def _endurance(found: Mapping[str, Any]) -> str:
    """Say how long critical minimum needs are met, and the median by opening stock."""
    lasts = found["endurance_weeks"]
    low, high = ("for good" if lasts[q] is None else f"{lasts[q]:.0f}" for q in ("p5", "p95"))
    never = _percent(lasts["never_share"])
    band = f" (5-95 %: {low} to {high} weeks; for good in {never} of the futures)"
    by_stock = ", ".join(
        f"{row['opening_months']:g} {_weeks(row['p50'])}" for row in found["endurance_by_stock"]
    )
    return (
        "With everything given to critical sectors first, their minimum is met "
        + (f"{_weeks(lasts['p50'])}{band}" if lasts["never_share"] < 1 else "in every future")
        + f". By opening stock, in months of use: {by_stock}."
    ).replace("for good weeks", "for good")


def _others(found: Mapping[str, Any], case: "Case") -> str:
    from outlast.engines.shock.names import country  # noqa: PLC0415

    short = [row for row in found["others"] if row["unmet_share_12m"]["p50"] > 0.005][:8]
    words = ", ".join(
        f"{country(case, row['country'])} {_percent(row['unmet_share_12m']['p50'])}"
        for row in short
    )
    return f"Who else goes short: {words or 'nobody by half a per cent'}."


def _sensitivity(found: Mapping[str, Any], case: "Case") -> "Table | str":
    """Lay out the strongest assumptions, each with its half width of 95 %."""
    from rich.table import Table  # noqa: PLC0415

    from outlast.engines.shock.names import driver  # noqa: PLC0415

    if not found["rows"]:
        return "What drives the answer: nothing, it is the same in every future."
    columns = {
        "sobol": {"Alone": "first", "With others": "total"},
        "morris": {"Mean effect": "mean_effect", "Scatter": "interaction"},
    }[found["method"]]
    title = {
        "sobol": "Part of the answer's variance that an assumption explains (± at 95 %)",
        "morris": "Effect on the unmet share of moving an assumption over its range (± at 95 %)",
    }[found["method"]]
    wide = found["method"] == "sobol" and max(row["total_half_width"] for row in found["rows"])
    caption = "Wide intervals: more --samples would narrow them." if wide > WIDE else None
    table = Table(title=title, title_justify="left", caption=caption, caption_justify="left")
    table.add_column("Assumption")
    for heading in columns:
        table.add_column(heading, justify="right")
    for row in found["rows"][:10]:
        cells = [f"{100 * row[key]:.0f} %" + (
            f" ± {100 * row[width]:.0f}" if (width := f"{key}_half_width") in row else ""
        ) for key in columns.values()]  # fmt: skip
        table.add_row(driver(case, row["assumption"]), *cells)
    return table


def _annual(result: "Result", name: str) -> str:
    """Say what the model of one year finds, or why it finds nothing, and what it leaves out."""
    found = result.result["annual"]
    left = ", ".join(
        f"{row['id']} ({row['kind']}: {row['reason']})" for row in found["not_covered"]
    )
    left = f" Not in it: {left}." if left else ""
    head = "Beside it, one year in which everybody adapts, with fixed spending and no stocks: "
    if found["price_index"]["central"] is None:
        reason = next(u.reason for u in result.unknown if u.path == "annual.price_index.central")
        return f"{head}unknown, as {reason}.{left}"

    def over(key: str, write: Callable[[float], str]) -> str:
        ends = ("unknown" if found[key][form] is None else write(found[key][form])
                for form in ("low", "high"))  # fmt: skip
        return f"{write(found[key]['central'])} (forms: {' to '.join(ends)})"

    tonnes = over("quantity_change_share", lambda x: f"{100 * x:+.1f} %")
    index = over("price_index", lambda x: f"{x:.2f}")
    use = over("use_change_share", lambda x: f"{100 * x:+.1f} %")
    return (f"{head}tonnes used by {name} {tonnes}, price index {index} times normal, real use "
            f"{use}.{left}")  # fmt: skip


def _percent(share: float | None) -> str:
    return "never" if share is None else f"{100 * share:.1f} %"


def _forms(forms: list[Mapping[str, Any]]) -> str:
    return ", ".join(f"{row['name']} {_percent(row['unmet_share_12m']['p50'])}" for row in forms)


def _weeks(weeks: float | None) -> str:
    return "for good" if weeks is None else f"for {weeks:.0f} weeks"


def _drivers(result: "Result", case: "Case") -> str:
    from outlast.engines.shock.names import driver  # noqa: PLC0415

    rows = result.result["drivers"]
    known = [row for row in rows if row["rank_correlation"] is not None][:3]
    words = (f"{driver(case, row['assumption'])} ({row['rank_correlation']:+.2f})"
             for row in known)  # fmt: skip
    return f"What explains most of the spread: {', '.join(words) or 'nothing that is drawn'}."
