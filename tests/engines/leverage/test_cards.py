"""Cards as they are written, and what is refused."""

import pytest

import outlast
from outlast.countries import WORLD
from outlast.engines.leverage.cards import MaterialCard, check_parties, read_card, words
from outlast.errors import CountryError, InvalidInput, UsageError


def test_a_card_is_a_case_with_what_is_played_of_it():
    card = read_card("isle:reach=territory,with=XSO+Eastland,after=xno-stop,severity=0.5,expect=6")
    assert (card.name, card.reach, card.after, card.scenario) == ("isle", "territory", "xno-stop",
                                                                  None)  # fmt: skip
    assert (card.allies, card.severity, card.expect) == (("XSO", "XEA"), 0.5, 6)
    plain = read_card("isle")
    assert (plain.reach, plain.allies, plain.severity, plain.expect) == ("control", (), 1.0, 24)


def test_a_market_card_has_a_rate():
    card = read_card("market:rate=1.45")
    assert (card.name, card.rate) == ("market", 1.45)
    assert (
        words(card, "USA", "CHN", WORLD) == "the United States tax what comes from China by 145 %"
    )


@pytest.mark.parametrize(
    ("text", "error", "told"),
    [
        ("helum", UsageError, "case is 'helum', expected .* did you mean 'helium'"),
        (
            "isle:reech=control",
            UsageError,
            "card .* has 'reech', expected one of reach, .* 'reach'",
        ),
        ("isle:severity=0", InvalidInput, "severity of card .* is 0, expected a number above 0"),
        ("isle:severity=1.5", InvalidInput, "severity of card .* is 1.5, expected"),
        ("isle:severity=half", InvalidInput, "severity of card .* is half, expected"),
        ("isle:severity=nan", InvalidInput, "severity of card .* is nan, expected"),
        ("isle:expect=-1", InvalidInput, "expect of card .* is -1, expected months, above 0"),
        (
            "isle:reach=sea",
            UsageError,
            "reach of card .* is 'sea', expected one of territory, con",
        ),
        ("isle:after=xno-stp", UsageError, "after of card .* is 'xno-stp', .* mean 'xno-stop'"),
        ("isle:scenario=ban", UsageError, "scenario of card .* expected a scenario of isle"),
        ("isle:with=XXQ", CountryError, "country is 'XXQ'"),
        ("isle:reach", UsageError, "has reach without a value, expected reach=VALUE once"),
        ("isle:reach=control,reach=control", UsageError, "has reach twice"),
        ("isle:scenario=xno-stop,severity=0.5", InvalidInput, "is severity beside scenario"),
        ("market", UsageError, "has no rate, expected one"),
        ("market:rate=0", InvalidInput, "rate of card .* is 0, expected a number above 0"),
        ("market:rate=1e9", InvalidInput, "is 1e9, expected a number above 0 and at most 600"),
        ("isle:expect=601", InvalidInput, "is 601, expected months, above 0 and at most 600"),
        ("market:reach=control", UsageError, "has 'reach', expected one of rate"),
    ],
)
def test_a_card_that_cannot_be_read_is_one_error(text, error, told):
    with pytest.raises(error, match=told):
        read_card(text)


def test_a_card_in_words(helium, isle):
    said = words(MaterialCard("helium", helium), "USA", "CHN", helium.countries)
    assert said == "the United States stop all helium that they control from reaching China"
    card = read_card("isle:severity=0.5,reach=territory")
    assert words(card, "XNO", "XIS", isle.countries) == (
        "Northland stops 50 % of the brightgas made on its territory from reaching Isle"
    )
    card = read_card("isle:with=XSO,after=xno-stop")
    assert words(card, "XEA", "XIS", isle.countries) == (
        "Eastland and Southland stop all brightgas that they control from reaching Isle, while "
        "this happens: Northland's plants stop"
    )
    card = read_card("isle:scenario=xno-embargo")
    assert words(card, "XNO", "XIS", isle.countries) == (
        "Northland does this: Northland stops exports to the importer"
    )


def test_a_folder_is_a_card(isle_copy):
    assert read_card(f"{isle_copy}:severity=0.5").case.name == "isle"


@pytest.mark.parametrize(
    ("sender", "target", "text", "told"),
    [
        ("XNO", "XNO", "isle", "target is XNO, expected another than the sender"),
        ("EU", "XIS", "isle", "sender is EU, expected one country"),
        ("XNO", "EU27", "isle", "target is EU27, expected one country"),
        ("XNO", "XIS", "isle:with=XIS", "with of card isle:with=XIS is XIS, expected others"),
    ],
)
def test_parties_that_cannot_be(sender, target, text, told):
    card = read_card(text)
    with pytest.raises(InvalidInput, match=told):
        check_parties(card, sender, target, outlast.load("isle").countries)
