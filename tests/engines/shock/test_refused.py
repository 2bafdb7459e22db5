"""Measures that cannot be meant are refused, each with one clear line."""

import pytest
from laid import lay
from pydantic import ValidationError
from scenarios import scenario

from outlast.case.rows import explain
from outlast.engines.shock.links import read
from outlast.errors import InvalidInput

LICENCE = {"kind": "licence", "powers": ["USA"], "throughput": 0.5}
RULE = {"kind": "content_rule", "powers": ["USA"], "product": "280429", "threshold": 0.1,
        "contents": {"QAT": 0.3}}  # fmt: skip
TARIFF = {"kind": "tariff", "origins": ["USA"], "rate": 0.1}
CLOSURE = {"kind": "transit_closure", "passages": ["Hormuz"], "reroute_months": 2,
           "reroute_share": 0.75, "extra_cost": 0.2}  # fmt: skip
ACCIDENT = {"kind": "accident", "origin": "QAT", "lost_share": 0.5, "repair_months": 3}
RELEASE = {"kind": "stock_release", "holders": ["CHN"], "amount": "500 t", "rate": 0.2}
BUY = {"kind": "stock_purchase", "holders": ["CHN"], "rate": 0.2}
RATION = {"kind": "rationing", "countries": ["CHN"], "sectors": {"labs": 0.5}}
REPLACE = {"kind": "substitution", "countries": ["CHN"], "sectors": {"labs": 0.5}}
RECYCLE = {**REPLACE, "kind": "recycling"}
BUILD = {"kind": "capacity_subsidy", "country": "QAT", "part": 0.1, "lead_months": 12}
EACH = (LICENCE, RULE, TARIFF, CLOSURE, ACCIDENT, RELEASE, BUY, RATION, REPLACE, RECYCLE, BUILD)


def without(measure, *names):
    return {name: value for name, value in measure.items() if name not in names}


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ({**LICENCE, "throughput": 0}, "throughput is '0', expected more than 0: a queue without"),
        (without(LICENCE, "throughput"), "throughput is 'missing', expected a value"),
        ({**LICENCE, "throughput": -1}, "expected more than 0"),
        ({**LICENCE, "throughput_from": {"+3": 0}}, "expected more than 0: a queue without"),
        ({**LICENCE, "throughput_from": {"soon": 1}}, "expected .N months from the start"),
        ({**LICENCE, "approval_share": 1.2}, "is '1.2', expected a share from 0 to 1, or .low"),
        ({**LICENCE, "approval_share": [0.9, 0.2]}, "expected a share from 0 to 1, or .low"),
        ({**LICENCE, "approval_share": [0.1, 0.2, 0.3]}, "expected a share from 0 to 1, or .low"),
        ({**LICENCE, "approval_share": "half"}, "is 'half', expected a share from 0 to 1"),
        ({**LICENCE, "delay_months": 700}, "is '700', expected months from 0 to 600"),
        ({**LICENCE, "delay_months": -1}, "is '-1', expected months from 0 to 600"),
        ({**LICENCE, "leak_share": 2}, "leak_share is '2', expected a share from 0 to 1"),
        ({**LICENCE, "leak_months": 601}, "leak_months is '601', expected at most 600"),
        (without(RULE, "product"), "product is 'missing', expected a value"),
        ({**RULE, "threshold": 1.5}, "threshold is '1.5', expected at most 1"),
        ({**RULE, "contents": {"QAT": 30}}, "contents.QAT is '30', expected a share from 0 to 1"),
        ({**RULE, "contents": {}}, "contents is 'empty', expected shares by origin, or technol"),
        ({**RULE, "level": -0.5}, "level is '-0.5', expected 0 or more"),
        ({**TARIFF, "rate": -0.1}, "rate is '-0.1', expected 0 or more"),
        (without(TARIFF, "rate"), "rate is 'missing'"),
        ({**CLOSURE, "reroute_share": 1.1}, "reroute_share is '1.1', expected at most 1"),
        ({**CLOSURE, "shares": {"QAT": 1.1}}, "shares.QAT is '1.1', expected at most 1"),
        (without(CLOSURE, "extra_cost"), "extra_cost is 'missing'"),
        ({**ACCIDENT, "lost_share": 1.1}, "lost_share is '1.1', expected a share from 0 to 1"),
        ({**ACCIDENT, "announced": "+0"}, "announced is .*expected none: nobody announces an acc"),
        ({**ACCIDENT, "end": "+3"}, "end is .*expected none: the repair ends it"),
        ({**ACCIDENT, "facility": "arzew"}, "is 'both', expected one of the two"),
        (without(ACCIDENT, "origin"), "is 'neither', expected one of the two"),
        ({**without(ACCIDENT, "origin"), "facility": "arzew", "share": 0.5},
         "share is 'given with a facility', expected none: its capacity tells"),
        ({**RELEASE, "amount": 500}, "amount is '500', expected an amount with its unit, such as"),
        ({**RELEASE, "amount": "500"}, "amount is '500', expected an amount with its unit"),
        ({**RELEASE, "rate": 0}, "rate is '0', expected"),
        ({**RELEASE, "trigger": 0.5}, "trigger is '0.5', expected 1 or more"),
        ({**RATION, "sectors": {"labs": 1.5}}, "sectors.labs is '1.5', expected at most 1"),
        ({**RATION, "sectors": {}}, "expected one sector or more"),
        ({**REPLACE, "sectors": {"labs": 1.5}}, "sectors.labs is '1.5', expected a share from 0"),
        ({**RECYCLE, "lead_months": [5, 3]}, "expected months from 0 to 600, or .low, high"),
        ({**BUILD, "part": -1}, "part is '-1', expected"),
        ({**BUILD, "capacity": "3 t/year"}, "is 'both', expected one of the two"),
        (without(BUILD, "part"), "is 'neither', expected one of the two"),
        ({**without(BUILD, "part"), "capacity": "300"}, "expected an amount with its unit"),
        ({**BUILD, "announced": "+0"}, "announced is .*expected a known key"),
    ],
)  # fmt: skip
def test_what_no_case_could_take(measure, words):
    with pytest.raises(ValidationError) as caught:
        scenario(measure)
    (detail,) = caught.value.errors()
    fault = str(explain("mine.yaml", detail))
    assert len(fault.splitlines()) == 1
    with pytest.raises(AssertionError, match=words):
        raise AssertionError(fault)


@pytest.mark.parametrize(
    ("measures", "words"),
    [
        ([{**LICENCE, "powers": ["US"]}], "did you mean 'USA'"),
        ([{**LICENCE, "start": "+4", "throughput_from": {"+3": 1}}],
         "throughput_from is month 3, expected dates after its start"),
        ([LICENCE, {**LICENCE, "throughput": 1}],
         "m0 and m1 is two queues, expected one queue for the same power, target and time"),
        ([{**RULE, "powers": []}], "powers is empty"),
        ([{**RULE, "contents": {"USA": 0.3}}], "contents is USA, expected countries other tha"),
        ([{**RULE, "contents": {"EU27": 0.3}}], "contents is EU27, expected countries other tha"),
        ([{**RULE, "contents": {"QTR": 0.3}}], "contents is 'QTR', expected"),
        ([{**TARIFF, "origins": []}], "origins is empty"),
        ([{**TARIFF, "origins": ["USSR"]}], "origins is 'USSR', expected"),
        ([{**TARIFF, "targets": ["ROW"]}], "targets is 'ROW', expected"),
        ([{**CLOSURE, "passages": ["Hormus"]}], "passages is 'Hormus', .*did you mean 'Hormuz'"),
        ([{**CLOSURE, "passages": []}], "passages is empty"),
        ([{**CLOSURE, "shares": {"QTR": 1}}], "shares is 'QTR', expected"),
        ([{**without(ACCIDENT, "origin"), "facility": "arzev"}],
         "facility is 'arzev', expected an id of facilities.csv: did you mean 'arzew'"),
        ([{**without(ACCIDENT, "origin"), "facility": "ras-laffan-3"}],
         "facility is ras-laffan-3, expected a plant known to run in 2018"),
        ([{**ACCIDENT, "origin": "QTR"}], "origin is 'QTR', expected"),
        ([{**RELEASE, "amount": "500 USD"}], "amount is 500 USD, expected an amount in t or mont"),
        ([{**RELEASE, "holders": []}], "holders is empty"),
        ([{**RELEASE, "holders": ["CHNA"]}], "holders is 'CHNA', .* did you mean 'CHN'"),
        ([RELEASE, {**RELEASE, "amount": "3 months"}], "m0 and m1 is two of stock_release in CHN"),
        ([BUY, {**BUY, "holders": ["ALL"]}], "m0 and m1 is two of stock_purchase in CHN"),
        ([{**RATION, "sectors": {"lab": 0.5}}],
         "sectors is 'lab', expected an id of sectors.csv: did you mean 'labs'"),
        ([RATION, {**RATION, "start": "+3"}], "two of rationing of labs in CHN, expected one for"),
        ([REPLACE, {**REPLACE, "countries": ["IMPORTER"]}], "two of substitution of labs in CHN"),
        ([RECYCLE, {**RECYCLE, "start": "+3"}], "two of recycling of labs in CHN"),
        ([{**without(BUILD, "part"), "capacity": "30 USD"}], "capacity is 30 USD, expected an am"),
        ([{**BUILD, "country": "EU27"}], "country is EU27, expected one country"),
    ],
)  # fmt: skip
def test_what_this_case_does_not_have(helium, measures, words):
    with pytest.raises(InvalidInput, match=words) as caught:
        read(helium, scenario(*measures), "CHN", 2018, 2018 * 12)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("measure", [m for m in EACH if m is not ACCIDENT],
                         ids=lambda measure: measure["kind"])  # fmt: skip
def test_a_truce_lifts_each_but_not_before_it_begins(helium, measure):
    truce = {"kind": "truce", "start": "+3", "lifts": ["m0"]}
    lifted = read(helium, scenario(measure, truce), "CHN", 2018, 2018 * 12)
    assert lifted.spans["m0"].end == 3
    with pytest.raises(InvalidInput, match=r"truce m1: start is \+3, expected a date after the"):
        read(helium, scenario({**measure, "start": "+5"}, truce), "CHN", 2018, 2018 * 12)


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ({**RELEASE, "holders": ["NRU"]}, "m0: countries is NRU, expected a country that uses"),
        ({**RATION, "countries": ["NRU"]}, "m0: countries is NRU, expected a country that uses"),
        ({**BUILD, "country": "NRU"}, "m0: country is NRU, expected a country that makes or uses"),
        ({**BUILD, "country": "KOR"}, "m0: part is of KOR, which makes nothing, expected capacit"),
        ({**ACCIDENT, "origin": "FRA"}, "m0: origin is FRA, expected a producer of the baseline"),
    ],
)  # fmt: skip
def test_what_the_year_does_not_have(helium, measure, words):
    with pytest.raises(InvalidInput, match=words) as caught:
        lay(helium, measure)
    assert len(str(caught.value).splitlines()) == 1
