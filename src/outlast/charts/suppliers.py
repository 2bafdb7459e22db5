"""Who supplied an importer, year by year."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.theme import REST, country_colours, finish, percent_axis


def suppliers_over_years(
    rows: Sequence[dict[str, Any]], names: Sequence[str], fixed: Sequence[str] = ()
) -> dict[str, Any]:
    """Stack the suppliers' shares over the years, with a basis to choose.

    Parameters
    ----------
    rows : sequence of dict
        ``basis, year, supplier, share`` for every supplier and year; shares 0 to 1.
    names : sequence of str
        The suppliers that get a colour, the largest first; every other is in `REST`.
    fixed : sequence of str
        Names whose colour is the same on every page.

    Returns
    -------
    dict
        A Vega-Lite specification with a parameter ``basis``.
    """
    order = [*names, REST]
    table = pd.DataFrame(rows)
    table["rank"] = table["supplier"].map({name: i for i, name in enumerate(order)})
    span = [int(table["year"].min()), int(table["year"].max())]
    basis = alt.param("basis", value="material")
    base = (
        alt.Chart(table)
        .transform_filter("datum.basis == basis")
        .encode(
            x=alt.X("year:Q", axis=alt.Axis(format="d", title=None, tickMinStep=1),
                    scale=alt.Scale(domain=span, nice=False)),
            y=alt.Y("share:Q", stack="zero", scale=alt.Scale(domain=[0, 1]),
                    axis=percent_axis("share of imports")),
            color=alt.Color("supplier:N", scale=country_colours(order, fixed)),
            order=alt.Order("rank:Q"),
            tooltip=["year:Q", "supplier:N", alt.Tooltip("share:Q", format=".1%")],
        )
    )  # fmt: skip
    areas = base.mark_area(line=False, opacity=0.92)
    # A basis known for one year only has no area; a bar shows it.
    bars = base.transform_filter("datum.alone").mark_bar(size=26, xOffset=-13)
    return finish(alt.layer(areas, bars).add_params(basis), height=330)
