"""The problem that a case makes: traced numbers, hands, dates, and what is left out."""

from dataclasses import replace

import pytest

import outlast
from outlast.engines.plan.goals import least_total
from outlast.engines.plan.planner import plan
from outlast.engines.plan.problem import problem_of
from outlast.errors import InvalidInput

DRAWS = 64
NEAR = 1e-4


@pytest.fixture(scope="module")
def isle():
    return outlast.load("isle")


@pytest.fixture(scope="module")
def problem(isle):
    return problem_of(isle, "XIS", 2023, 5, 1, draws=DRAWS)


def objective(problem):
    return plan(problem.instance, problem.rules, least_total(), gap=NEAR / 10).upper[-1]


def test_every_number_of_an_option_traces_to_a_row_or_an_assumption(problem, isle):
    assumed = {row.name for row in problem.assumptions}
    assert {"fixed_opex_share", "utilisation", "life", "discount", "growth"} <= assumed
    for offer in problem.kept:
        assert offer.row.key in problem.figures
        for term in offer.terms.values():
            assert term.row.key in problem.figures
            assert term.row.source in isle.sources


def test_terms_become_quarters(problem):
    well = next(o for o in problem.instance.options if o.name == "well")
    assert well.capacity == pytest.approx(5 * 0.85 / 4)  # utilisation assumed
    assert well.lead == 4
    assert well.fixed == pytest.approx(0.03 * well.capex / 4)
    contract = next(o for o in problem.instance.options if o.name == "xwe-contract")
    assert contract.variable == pytest.approx(1.1 * problem.normal.imported)
    cavern = next(o for o in problem.instance.options if o.name == "cavern")
    assert (1 - cavern.boil_off) ** 4 == pytest.approx(0.98)


def test_powers_stop_their_own_and_what_they_control(problem):
    lane = {code: n for n, code in enumerate(problem.lanes)}
    row = problem.hands.lanes[problem.hands.powers.index("XNO")]
    assert row[lane["XNO"]] == 1
    assert 0.3 < row[lane["XSO"]] < 0.5
    assert row[lane["home"]] == 0
    west = problem.hands.options[problem.hands.powers.index("XWE")]
    stopped = {o.row.id: x for o, x in zip(problem.kept, west, strict=True)}
    assert stopped["xwe-contract"] == 1
    assert stopped["well"] == 0


def test_what_comes_too_late_says_so(isle):
    late = problem_of(isle, "XIS", 2023, 4, 1, draws=DRAWS)
    reasons = {offer.row.id: offer.reason for offer in late.offers}
    assert reasons["poor-well"].startswith("can never finish")


def test_an_option_that_lacks_a_number_is_left_out_and_unknown(isle):
    numbers = [n for n in isle.option_numbers if n.id != "well-capex"]
    bare = problem_of(replace(isle, option_numbers=numbers), "XIS", 2023, 5, 1, draws=DRAWS)
    assert "well" not in {offer.row.id for offer in bare.kept}
    assert ("options.well", "unknown: capex") in bare.unknown


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"attackers": 9}, "the powers with reach"),
        ({"attackers": 0}, "1 or more"),
        ({"years": 1}, "from 2 to 40"),
        ({"first": 1999}, "2020 to 2023"),
        ({"ready": 7}, "from 0 to 4 years"),
    ],
)
def test_bad_input_is_refused(isle, given, words):
    asked = {"importer": "XIS", "first": 2023, "years": 5, "attackers": 1, "draws": 8, **given}
    with pytest.raises(InvalidInput, match=words):
        problem_of(isle, **asked)


def test_no_option_that_can_finish_is_bad_input(isle):
    options = {"poor-well": isle.options["poor-well"], "sieve": isle.options["sieve"]}
    with pytest.raises(InvalidInput, match="one that can finish"):
        problem_of(replace(isle, options=options), "XIS", 2023, 2, 1, draws=8)


def test_fewer_options_and_more_attackers_never_help(problem, isle):
    best = objective(problem)
    slack = NEAR * abs(best)
    for name in ("lamp-catchers", "xwe-contract"):
        assert objective(problem.without([name])) >= best - slack
    assert objective(problem_of(isle, "XIS", 2023, 5, 2, draws=DRAWS)) >= best - slack


def test_a_chain_of_requirements_falls_as_a_whole(isle):
    chain = {"lamp-catchers": "poor-well", "poor-well": "well"}
    options = {name: row.model_copy(update={"requires": chain.get(name, row.requires)})
               for name, row in isle.options.items()}  # fmt: skip
    numbers = tuple(n for n in isle.option_numbers if n.id != "well-capex")
    bare = replace(isle, options=options, option_numbers=numbers)
    reasons = {o.row.id: o.reason for o in problem_of(bare, "XIS", 2023, 5, 1, draws=DRAWS).offers}
    assert reasons["poor-well"] == "needs well, which is left out"
    assert reasons["lamp-catchers"] == "needs poor-well, which is left out"
