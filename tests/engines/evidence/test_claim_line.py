"""One claim line: every form that the guide shows, and a clear word on every mistake."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.case.readings import reading
from outlast.case.schema import QUANTITIES, Claim
from outlast.engines.evidence.prose import read_claim, read_claims
from outlast.errors import InvalidInput, OutlastError


def short(claim):
    return (claim.quantity, claim.subject, claim.partner, claim.item, claim.period, claim.printed,
            claim.unit, claim.rule)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("CHN imports from USA 2022 = 1.2 million m3",
         ("imports", "CHN", "USA", None, "2022", "1.2", "Mm3", "printed")),
        ("CHN imports 2023 = 865 MMcf",
         ("imports", "CHN", None, None, "2023", "865", "MMcf", "printed")),
        ("USA share of CHN imports 2022 = 95 %",
         ("import_share", "CHN", "USA", None, "2022", "95", "%", "printed")),
        ("CHN import share from USA 2022 ~ 95 %",
         ("import_share", "CHN", "USA", None, "2022", "95", "%", "around")),
        ("share of Qatar in China's imports 2023 = 82 %",
         ("import_share", "CHN", "QAT", None, "2023", "82", "%", "printed")),
        ("China's dependence on American helium as of 2024-10 < 5%",
         ("import_share", "CHN", "USA", None, "as of 2024-10", "5", "%", "under")),
        ("CHN import dependence 2022 ~ 95%",
         ("import_dependence", "CHN", None, None, "2022", "95", "%", "around")),
        ("China production 2023 > 750,000 m3",
         ("production", "CHN", None, None, "2023", "750000", "m3", "exceeded")),
        ("CHN capacity 2023 = 0.7-0.8 Mm3/year",
         ("capacity", "CHN", None, None, "2023", "0.7-0.8", "Mm3/year", "range")),
        ("CHN capacity 2023 = 0.7 to 0.8 Mm3",
         ("capacity", "CHN", None, None, "2023", "0.7-0.8", "Mm3/year", "range")),
        ("WLD production 2023 = 170 Mm3_15C",
         ("production", "WLD", None, None, "2023", "170", "Mm3_15C", "printed")),
        ("CHN domestic share 2023 = 12-13 %",
         ("domestic_share", "CHN", None, None, "2023", "12-13", "%", "range")),
        ("CHN share of world production 2023 under 5 %",
         ("world_share", "CHN", None, None, "2023", "5", "%", "under")),
        ("CHN production growth 2020..2023 = 65 %",
         ("production_growth", "CHN", None, None, "2020..2023", "65", "%", "printed")),
        ("CHN production growth 2022..2023 = -5 %",
         ("production_growth", "CHN", None, None, "2022..2023", "-5", "%", "printed")),
        ("CHN exports of rare-earths 2024 < 4 bn USD",
         ("export_value", "CHN", None, "rare-earths", "2024", "4000", "million_USD", "under")),
        ("CHN export value to USA of all-goods 2024 ~ 0.5 bn USD",
         ("export_value", "CHN", "USA", "all-goods", "2024", "500", "million_USD", "around")),
        ("CHN rare earths goods share 2024 about 0.1 %",
         ("goods_share", "CHN", None, "rare-earths", "2024", "0.1", "%", "around")),
        ("CHN imports 2025-04 >= 30 t",
         ("imports", "CHN", None, None, "2025-04", "30", "t", "at_least")),
        ("CHN price 2021 = 76.5 USD/kg",
         ("price", "CHN", None, None, "2021", "76.5", "USD/kg", "printed")),
        ("CHN price 2022 = 400 yuan per cubic metre",
         ("price", "CHN", None, None, "2022", "400", "CNY/m3", "printed")),
        ("CHN plants 2022..2024 = 7 piece",
         ("count", "CHN", None, "plants", "2022..2024", "7", "piece", "printed")),
        ("CHN imports from USA in October 2024 exceeded 5 tonnes",
         ("imports", "CHN", "USA", None, "2024-10", "5", "t", "exceeded")),
        ("exports of helium from Qatar 2023 = 60 million m3",
         ("exports", "QAT", None, None, "2023", "60", "Mm3", "printed")),
        ("CHN import_share from USA 2022 = 0.95 share",
         ("import_share", "CHN", "USA", None, "2022", "0.95", "share", "printed")),
    ],
)  # fmt: skip
def test_a_line_is_read(line, expected, helium):
    claim = read_claim(line, helium)
    assert short(claim) == expected
    assert (claim.source, claim.grade, claim.status, claim.text) == ("text", "D", "sourced", line)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Chna imports 2022 = 5 t", ("did you mean 'China'", "quantity imports, period 2022")),
        ("CHN improts 2022 = 5 t", ("did you mean 'imports'", "country CHN")),
        ("CHN imports = 5 t", ("expected a period", "understood quantity imports, country CHN")),
        ("imports 2022 = 5 t", ("expected a country",)),
        ("CHN 2022 = 5 t", ("expected a quantity",)),
        ("CHN import share 2022 = 95 %", ("expected a partner",)),
        ("CHN imports 2022 = 5", ("one number and its unit", "1.2 million m3")),
        ("CHN imports 2022 = 5year", ("the unit year does not count imports",)),
        ("CHN imports 2022 = 5 barrels", ("one number and its unit",)),
        ("CHN imports 2022", ("expected a line with =", "an example is")),
        ("", ("expected a line with =",)),
        ("= 5 t", ("expected a line with =",)),
        ("CHN production 2023 != 5 t", ("expected a line with =",)),
        ("CHN imports blue 2022 = 5 t", ("'blue' is not known",)),
        ("CHN imports 2023 = 13-12 t", ("the smaller number first",)),
        ("CHN imports 2023 = -5 t", ("0 or more",)),
        ("CHN imports from USA 2022 = 95 %", ("does not count imports, write import share",)),
        ("CHN import share from CHN 2022 = 95 %", ("the partner is the country itself",)),
        ("CHN domestic share 2023 = 130 %", ("more than 100 %",)),
        ("x" * 600, ("at most 500",)),
    ],
)
def test_a_mistake_is_told(line, words, helium):
    with pytest.raises(InvalidInput) as caught:
        read_claim(line, helium)
    message = str(caught.value)
    assert "\n" not in message
    for word in words:
        assert word in message


@pytest.mark.parametrize("quantity", sorted(QUANTITIES))
def test_every_quantity_has_a_line(quantity, helium):
    kind = QUANTITIES[quantity].replace("share", "%")
    line = f"CHN {quantity} from USA 2020..2021 = 5 {kind}"
    expected = {"import_dependence": "import_share"}  # dependence on one country
    assert read_claim(line, helium).quantity == expected.get(quantity, quantity)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("China's tariff was 25 % in 2023.", "no form of sentence that is understood"),
        ("China imported 5 t of helium.", "no period that is clear"),
        ("China imports helium.", "expected a line with ="),
        ("China imported 95 % of its helium in 2022 = true", "claim is"),
    ],
)
def test_a_sentence_that_is_not_clear_is_refused_with_the_reason(sentence, words, helium):
    with pytest.raises(InvalidInput) as caught:
        read_claims(sentence, helium)
    assert words in str(caught.value)


PARTS = """
CHN USA China China's American WLD imports exports production share of from to in growth + t+ NA
import_share dependence 2022 2020..2023 2025-04 2024-13 as = ~ > < >= <= about over 5 12-13 1.2 -5
% t m3 Mm3/year bn USD $4bn million rare-earths helium all-goods per kg , . ( / _ ' é ² or so
"""


def sound(line, case):
    try:
        claim = read_claim(line, case)
    except OutlastError as error:
        assert "\n" not in str(error)  # noqa: PT017
        return
    assert isinstance(claim, Claim)
    assert reading(claim).low <= reading(claim).high


@settings(max_examples=400)
@given(line=st.lists(st.sampled_from(PARTS.split()), max_size=14).map(" ".join))
def test_any_row_of_words_is_a_claim_or_a_clear_error(line, helium):
    sound(line, helium)


@settings(max_examples=200)
@given(line=st.text(max_size=200))
def test_any_text_is_a_claim_or_a_clear_error(line, helium):
    sound(line, helium)


@settings(max_examples=200)
@given(left=st.text(max_size=40), right=st.text(max_size=40))
def test_any_two_sides_are_a_claim_or_a_clear_error(left, right, helium):
    sound(f"CHN imports {left} 2022 = 5{right}", helium)
