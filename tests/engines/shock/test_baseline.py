"""The normal month: every tonne made is used, and hubs are traced."""

from dataclasses import replace

import numpy as np
import pytest

from outlast.engines.shock.baseline import REST, _trace, baseline
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.volumes import Producer, reference_price


def normal(case, year, draws=50, seed=1):
    return baseline(case, year, Sample(case, seed, draws, year, "central"), ("CHN",))


@pytest.mark.parametrize("year", [2006, 2012, 2018, 2021, 2024])
def test_every_tonne_made_is_used(helium, year):
    month = normal(helium, year)
    assert (month.flow >= 0).all()
    made = month.flow.sum(axis=(1, 2)) * 12
    assert np.allclose(month.demand.sum(axis=1) * 12, made)
    assert month.destinations[-1] == REST
    assert "CHN" in month.destinations


def test_watched_countries_stand_by_themselves(helium):
    """Singapore uses little of what it buys, and is asked for nonetheless."""
    month = normal(helium, 2024)
    assert {"SGP", "IND", "DEU", "TWN", "KOR", "JPN"} <= set(month.destinations)
    header = helium.header.model_copy(update={"watch": ("AND",)})  # which imports none
    bare = baseline(replace(helium, header=header), 2024,
                    Sample(helium, 1, 50, 2024, "central"), ("CHN",))  # fmt: skip
    assert not {"SGP", "AND"} & set(bare.destinations)
    assert month.demand.sum() == pytest.approx(bare.demand.sum())


def test_printed_output_is_taken_as_printed(helium):
    month = normal(helium, 2024)
    tonnes = dict(zip(month.origins, month.flow[0].sum(axis=1) * 12, strict=True))
    assert tonnes["QAT"] == pytest.approx(64e6 / 5907, rel=1e-6)
    assert tonnes["USA"] == pytest.approx(80e6 / 5907, rel=1e-6)


def test_the_plants_cap_an_assumed_output_unless_use_is_printed(helium):
    """Algeria's plants cap it; Russia's make less than the 5.9 million m3 printed as used."""
    month = normal(helium, 2018, draws=400)
    million_m3 = {origin: month.flow[:, i].sum(axis=1) * 12 * 5907 / 1e6
                  for i, origin in enumerate(month.origins)}  # fmt: skip
    assert million_m3["DZA"].max() == pytest.approx(17 + 7.7, rel=1e-3)
    assert million_m3["RUS"].min() > 5.8  # and 2.95 of plants


@pytest.mark.parametrize(("year", "price"), [(2009, 22), (2012, 28), (2017, 33), (2024, 74)])
def test_the_reference_price_of_closed_years(helium, year, price):
    found, of_year = reference_price(helium, year)
    assert found / 1000 == pytest.approx(price, abs=1.5)
    assert of_year == year


def test_china_bought_ever_less_from_america(helium):
    shares = []
    for year in (2006, 2012, 2018, 2024):
        month = normal(helium, year)
        column = np.median(month.flow, axis=0)[:, month.destinations.index("CHN")]
        shares.append(column[month.origins.index("USA")] / column.sum())
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.85
    assert shares[-1] < 0.08


def test_a_hub_is_traced_as_a_series_of_resales():
    """Follow the goods hop by hop instead of solving for them at once."""
    output = np.array([[100.0, 50.0, 0.0, 0.0]])
    moved = np.array([[0, 0, 40, 20], [0, 0, 30, 0], [0, 0, 0, 56], [0, 0, 0, 0]], float)
    exports = moved.sum(axis=1)[None]
    throughput = output + moved.sum(axis=0)
    split = moved / np.maximum(exports[0][:, None], 1e-9)
    producers = [Producer("A", output[:, 0], None), Producer("B", output[:, 1], None)]
    traced = _trace(["A", "B", "H", "Z"], producers, output, throughput, exports, split)[0]
    stays = (throughput - exports)[0] / throughput[0]
    expected = np.zeros((2, 4))
    for origin in range(2):
        goods = np.eye(4)[origin] * output[0, origin]
        for _ in range(20):
            expected[origin] += goods * stays
            goods = (goods * (1 - stays)) @ split
    assert traced == pytest.approx(expected)
    assert traced[1, 3] == pytest.approx(56 * 30 / 70)
