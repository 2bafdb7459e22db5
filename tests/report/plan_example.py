"""A small result of a plan, written by hand, with what is unknown and what is assumed."""

from outlast.results import Result, Unknown

MONEY = "million USD of 2024"


def option(name, words, kind, reason="used"):
    return {"id": name, "name": words, "kind": kind, "considered": True,
            "used": reason == "used", "units": 1.0, "limit": 4.0, "reason": reason,
            "taken_for_granted": []}  # fmt: skip


OPTIONS = [
    option("bog-plant", "Plant on the boil-off of an LNG works", "extraction"),
    option("cavern", "Strategic reserve in a salt cavern", "reserve"),
    option("russia-amur", "Contracts with Russia on Amur", "contract"),
    option("recovery-labs", "Recovery in laboratories", "recycling"),
    option("tanks", "Containers kept full", "firm_stock", "does not pay for what it averts"),
]


def step(name, year, gives, amount, unit, cost, assumed):
    words, kind = next(((row["name"], row["kind"]) for row in OPTIONS if row["id"] == name),
                       (name, "research"))  # fmt: skip
    capex = None if cost is None else 0.8 * cost
    return {"option": name, "name": words, "kind": kind, "year": year, "gives_from": gives,
            "units": 1.0, "amount": amount, "unit": unit, "capex": capex,
            "kept": None if cost is None else cost - capex, "cost": cost,
            "assumed_cost": assumed}  # fmt: skip


PROGRAMME = [
    step("recovery-labs", 2024, "2024-Q3", 120.0, "t/year", 31.0, 31.0),
    step("russia-amur", 2024, "2024-Q2", 500.0, "t/year", 12.0, 4.8),
    step("bog-plant", 2024, "2026-Q1", 93.0, "t/year", 9.6, 1.4),
    step("cavern", 2025, "2030-Q3", 1800.0, "t", 140.0, 126.0),
    step("bog-plant", 2027, "2029-Q1", 279.0, "t/year", 26.0, 4.0),
]


def struck(names, codes, start, shortage, share):
    return {"kind": "powers", "powers": codes, "severities": [1.0] * len(codes), "names": names,
            "start": start, "start_year": 2027, "months": 12, "shortage": shortage,
            "short_tonnes_12m": 4000 * share, "short_share_12m": share,
            "critical_tonnes_12m": 0.0, "critical_share_12m": share / 2}  # fmt: skip


BEFORE = struck(["Qatar", "United States"], ["QAT", "USA"], "2030-Q1", 5210.0, 0.62)
AFTER = struck(["Qatar", "Russia"], ["QAT", "RUS"], "2027-Q1", 840.0, 0.14)


def compared(name, cost, worst, months):
    return {"name": name, "cost": cost, "worst_attack": worst, "endurance_months": months,
            "worst_shortage": worst and worst["shortage"], "words": ""}  # fmt: skip


COMPARE = [
    compared("do nothing", 0.0, BEFORE, 0),
    compared("reserve only", 230.0, struck(["Qatar"], ["QAT"], "2027-Q1", 1904.0, 0.3), 3),
    compared("actual history", None, None, None),
    compared("plan", 218.6, AFTER, 12),
]
PARETO = [
    {"budget": 0.0, "cost": 0.0, "endurance_months": 0, "worst_shortage": 5210.0, "proven": True},
    {
        "budget": 100.0,
        "cost": 98.0,
        "endurance_months": 6,
        "worst_shortage": 2300.0,
        "proven": True,
    },
    {
        "budget": 400.0,
        "cost": 400.0,
        "endurance_months": None,
        "worst_shortage": 120.0,
        "proven": True,
    },
]
REPLAY = {
    "planner_shortage": 840.0, "shock_shortage": {"p5": 600.0, "p50": 1010.0, "p95": 1630.0},
    "difference": 170.0,
    "words": "1,010 t short in the median future (600 to 1,630), 170 t more than planned: prices "
    "ration there, and nobody knows how long it lasts.",
}  # fmt: skip
FLIPS = [
    {"option": name, "name": words, "low": 70.0, "high": 280.0, "unit": "million USD a unit",
     "choice": 1.0, "choice_low": 3.5, "choice_high": high, "flips": high < 1, "others": []}
    for name, words, high in (("cavern", "Strategic reserve in a salt cavern", 0.0),
                              ("bog-plant", "Plant on the boil-off of an LNG works", 3.5))
]  # fmt: skip
PRICES = [{"what": "one more tonne in store at the beginning of the attack", "value": 51_234.0,
           "unit": "USD/t", "words": "what is short would fall by so much"}]  # fmt: skip
CAMPAIGN = {
    "order": [{"case": "helium", "cost": 218.6, "shrinks": 0.48, "per_million": 0.0022},
              {"case": "magnets", "cost": None, "shrinks": None, "per_million": None}],
    "split": [{"case": "helium", "budget": 218.6}], "words": "Helium first.",
    "not_covered": ["chips", "telecoms"],
}  # fmt: skip


def example(**changes):
    """Make the result anew, with parts of it replaced."""
    found = {
        "case": "helium", "importer": "CHN", "importer_name": "China", "from_year": 2024,
        "years": 12, "attackers": 2, "goal": {"name": "endure", "words": "to last 12 months"},
        "powers": [{"power": "QAT", "name": "Qatar"}], "attacks_tried": 120, "money": MONEY,
        "objective": 218.6, "lower_bound": 218.6, "upper_bound": 218.6, "gap": 0.0,
        "ended": "optimal", "proven": True, "cost": 218.6, "investment": 218.6,
        "programme": PROGRAMME, "assumed_cost_share": 0.71, "worst_before": BEFORE,
        "worst_attack": AFTER, "options": OPTIONS, "prices": PRICES,
        "assumptions": [{"name": "foresight", "words": "an attack is known from its start",
                         "value": None, "low": None, "high": None, "unit": ""},
                        {"name": "life", "words": "of what is built", "value": 20.0,
                         "low": 10.0, "high": 25.0, "unit": "year"}],
        "compare": COMPARE, "pareto": PARETO, "flips": FLIPS, "replay": REPLAY,
        "reading": ["A reserve alone does not do it."],
    }  # fmt: skip
    return Result(
        command="plan",
        inputs={"cases": ["helium"], "for": "CHN"},
        result=found | changes,
        unknown=(Unknown("compare.2.cost", "what the plants cost is not on file"),),
        warnings=("the life of a cavern is assumed",),
        figures=(),
        run={"seed": 1, "version": "0", "case_sha256": "0" * 64},
    )


def bare():
    """Nothing was found out."""
    none = dict.fromkeys(
        ("objective", "lower_bound", "upper_bound", "gap", "programme", "worst_before", "cost",
         "investment",
         "worst_attack", "compare", "pareto", "flips", "prices", "replay", "assumed_cost_share",
         "options")
    )  # fmt: skip
    return example(**none, ended="limit", proven=False, reading=[], assumptions=[])
