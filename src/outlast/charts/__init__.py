"""One function a view; each returns a Vega-Lite specification, written with Altair."""

from outlast.charts.bars import share_bars
from outlast.charts.episodes import drawn, flows_before_after, outcome_bands, outcome_fan, tornado
from outlast.charts.evidence import balance_plot, range_plot
from outlast.charts.flows import flow_map, without_place
from outlast.charts.game_tree import game_tree
from outlast.charts.leverage import (
    harm_matrix,
    matrix_cards,
    payoff_matrix,
    stake_tornado,
    swing_tornado,
)
from outlast.charts.leverage_years import pays_by_year, short_first
from outlast.charts.losses import loss_ranges
from outlast.charts.outlook import output_to_come
from outlast.charts.plan import plan_costs, programme_gantt, worst_shortage
from outlast.charts.plan_front import endurance_front, pareto_front
from outlast.charts.printed import printed_against_computed
from outlast.charts.reach import reach_lines, rung_waterfall
from outlast.charts.sankey import supply_sankey
from outlast.charts.shock import fan, sector_months
from outlast.charts.suppliers import suppliers_over_years
from outlast.charts.theme import REST
from outlast.charts.thresholds import thresholds

__all__ = [
    "REST",
    "balance_plot",
    "drawn",
    "endurance_front",
    "fan",
    "flow_map",
    "flows_before_after",
    "game_tree",
    "harm_matrix",
    "loss_ranges",
    "matrix_cards",
    "outcome_bands",
    "outcome_fan",
    "output_to_come",
    "pareto_front",
    "payoff_matrix",
    "pays_by_year",
    "plan_costs",
    "printed_against_computed",
    "programme_gantt",
    "range_plot",
    "reach_lines",
    "rung_waterfall",
    "sector_months",
    "share_bars",
    "short_first",
    "stake_tornado",
    "suppliers_over_years",
    "supply_sankey",
    "swing_tornado",
    "thresholds",
    "tornado",
    "without_place",
    "worst_shortage",
]
