"""Has the model been right before: every episode of the case, band against outcome."""

from collections.abc import Mapping
from typing import Any

from outlast.case import Case
from outlast.charts import drawn, flows_before_after, outcome_bands, outcome_fan, tornado
from outlast.engines.shock.episodes.backtest import backtest
from outlast.engines.shock.episodes.wording import bounds, number
from outlast.engines.shock.names import country
from outlast.report.headline import Writer
from outlast.report.sections.stops import grounds
from outlast.report.wording import capital, percent


def scorecard(writer: Writer, *, draws: int, seed: int) -> dict[str, Any] | None:
    """Run the episodes of the case and of its stages, and set bands beside outcomes.

    Returns
    -------
    dict or None
        None for a case without episodes.
    """
    case = writer.findings.case
    if not case.episodes and not any(stage.episodes for stage in case.chain.values()):
        return None
    result = backtest(case, draws=draws, seed=seed)
    found, based = result.result, grounds(case, result)
    return {
        "episodes": [_episode(writer, block, draws, based) for block in found["episodes"]],
        "statement": capital(found["statement"]),
        "summary": _summary(writer, found, draws, based),
    }


def _summary(writer: Writer, found: Mapping[str, Any], draws: int, based: list[str]) -> str:
    """Say in a sentence how good the forecasts were."""
    ledger = writer.ledger
    n = f"{found['n']:,} observation{'s' if found['n'] > 1 else ''}"
    how = f"back-test of {len(found['episodes'])} episodes, {n}, {draws} draws"
    medians = f"{found['hits']} median{'s' if found['hits'] != 1 else ''}"
    held = ""
    if found["held"] is not None:
        held = f", hold the very number of {ledger.cite(percent(found['held']), how, based)}"
    words = (f"Of {n} the model's 5–95 % bands of {draws} futures meet "
             f"{ledger.cite(percent(found['coverage']), how, based)} with their tolerances{held}, "
             f"and {medians} lie within what was observed.")  # fmt: skip
    if found["skill"] is None:
        return words
    better = "better" if found["skill"] > 0 else "no better"
    kinds = [" and ".join(found[name]) for name in ("narrower", "not_narrower")]
    wide = "; ".join(f"they are {word} for {kind}" for word, kind in
                     zip(("narrower", "not"), kinds, strict=True) if kind)  # fmt: skip
    return (f"{words} By CRPS it is {better} than the better of two forecasts without a model "
            f"(skill {found['skill']:+.2f}). Beside bands about these two that meet as many "
            f"observations, {wide}.")  # fmt: skip


def _episode(
    writer: Writer, block: Mapping[str, Any], draws: int, based: list[str]
) -> dict[str, Any]:
    """Gather the table and the pictures of one episode."""
    case = writer.findings.case
    rows = [_row(writer, block, row, draws, based) for row in block["rows"]]
    shown = [row for row in block["rows"] if drawn(row)]
    moved = block["tornado"]
    return {
        "id": block["id"],
        "title": block["title"],
        "hits": block["hits"],
        "covered": block["covered"],
        "n": block["n"],
        "checksum": block["priors_sha256"][:16],
        "lesson": block["lesson"],
        "rows": rows,
        "bands": outcome_bands(shown) if shown else None,
        "fans": [{"title": capital(one["words"]), "chart": outcome_fan(one)}
                 for one in block["series"]],
        "flows": flows_before_after(
            [{**row, "name": " → ".join(capital(country(case, row[end]))
                                        for end in ("origin", "destination"))}
             for row in block["flows"]], unit="t a month") if block["flows"] else None,
        "tornado": tornado(moved["drivers"], middle=moved["p50"],
                           title=f"{moved['words']}, {moved['date']}")
        if moved["drivers"] and moved["p50"] is not None else None,
        "moved": f"{moved['words']}, {moved['date']}",
        "hindsight": [f"{row['what']} {row['id']}: {row['reason']}" for row in block["hindsight"]],
    }  # fmt: skip


def _row(
    writer: Writer, block: Mapping[str, Any], row: Mapping[str, Any], draws: int,
    based: list[str],
) -> dict[str, Any]:  # fmt: skip
    """Write one observation beside the model and the two naive forecasts."""
    band = f"{number(row['p50'])} ({number(row['p5'])} to {number(row['p95'])})"
    return {
        "variable": capital(row["words"]),
        "date": row["date"],
        "observed": bounds(row),
        "band": writer.ledger.cite(
            band, f"Back-test {block['title']}: {row['words']}, {row['date']}; {draws} draws",
            based),
        "hit": "yes" if row["hit"] else "no, band only" if row["covered"] else "no",
        "same": number(row["naive_same"], "–"),
        "proportional": number(row["naive_proportional"], "–"),
        "source": _home(writer, block).sources.get(row["source"]),
    }  # fmt: skip


def _home(writer: Writer, block: Mapping[str, Any]) -> Case:
    """Find the case or the stage that an episode stands in."""
    case = writer.findings.case
    return case.chain.get(block["case"].partition("/")[2], case)
