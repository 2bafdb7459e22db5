"""Prose is read rightly or not at all, whatever it holds."""

import csv
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.case.readings import reading
from outlast.engines.evidence.prose import read_text
from outlast.engines.evidence.prose.reader import MAX_IN_SENTENCE, MAX_NUMBERS
from outlast.engines.evidence.prose.text import MAX_CHARACTERS, MAX_SENTENCE
from outlast.periods import Period

ARTICLES = Path(__file__).parent / "articles"
RECALL = {
    "valves": 13, "stranglehold": 10, "card": 14, "desert": 15, "programme": 12,
    "port": 13, "magnets": 22, "balloon": 19, "ledger": 22,
    "forms": 50, "lists": 89, "snares": 20,
    "wire": 19, "memo": 18, "feature": 10, "briefing": 25,
    "letter": 17, "radio": 16, "leader": 23, "agency": 15,
}  # fmt: skip
"""Figures read of each article, so that a change of the rules that loses one is seen."""


def table():
    rows = defaultdict(set)
    with (ARTICLES / "expected.csv").open(encoding="utf-8") as file:
        for row in csv.reader(file):
            rows[row[0]].add(tuple(row[1:]))
    del rows["article"]
    return rows


def read(text, case):
    """Rows as the table of expected readings has them."""
    return {
        (text[found.start : found.end], claim.quantity, claim.subject, claim.partner or "",
         claim.item or "", claim.period, claim.printed, claim.unit, claim.rule)
        for found in read_text(text, case).found if (claim := found.claim)
    }  # fmt: skip


@pytest.mark.parametrize("name", RECALL)
def test_an_article_is_read_without_a_false_reading(name, helium):
    text, expected = (ARTICLES / f"{name}.txt").read_text("utf-8"), table()[name]
    found = read(text, helium)
    assert found <= expected
    assert len(found) >= RECALL[name]


def test_every_article_has_its_expected_readings():
    assert set(table()) == set(RECALL) == {path.stem for path in ARTICLES.glob("*.txt")}


@pytest.mark.parametrize(
    "sentence",
    [
        "Gazprom produced 5 million m3 of helium in 2023.",
        "It produced 5 million m3 of helium in 2023.",
        "Ras Laffan in Qatar produces 66 million m3 of helium in 2023.",
        "China's Sinopec produced 5 t of helium in 2023.",
        "Russia's Amur plant has a capacity of 60 million m3 a year in 2025.",
        "In 2023 Qatar and Russia supplied 95 % of China's helium imports.",
        "In 2023 Qatar and Russia supplied 53 % and 43 % of China's imports respectively.",
        "China imports 95 % of the helium for its hospitals in 2023.",
        "China imports 95 % of helium used in hospitals in 2023.",
        "China did not import 95 % of its helium in 2023.",
        "If China imports 95 % of its helium in 2023, it is at risk.",
        "China's imports and exports of helium reached 5 t in 2023.",
        "Outside China, helium demand was 150 million m3 in 2023.",
        "China's helium imports fell by 400 t in 2023.",
        "China imported 400 t of helium from Linde in 2023.",
        "After Qatar's outage in 2017, imports of helium fell to 400 t.",
        "China's helium imports, excluding Hong Kong, were 400 t in 2023.",
        "China imported 40 t of helium a month in 2023.",
        "China imported 12 % more helium in 2023.",
        "Shares in Linde rose 5 % in 2023.",
        "China's economy grew 5 % in 2023.",
        "China imposed a 25 % tariff on helium imports from the US in 2025.",
        "The duty on Chinese helium imports rose to 25 % in 2025.",
        "The tax on Chinese helium imports reached $5 million in 2025.",
        "Chinese hospitals used 500 t of helium in 2023.",
        "China's largest importer bought 500 t of helium in 2023.",
        "China's helium exports to the US and Japan were 50 t in 2023.",
        "China had imported 30 t of helium by April 2025.",
        "China imported 5 t of helium since 2019.",
        "China imported 5 t of helium last year.",
        "China imported 5 t of helium in fiscal year 2022.",
        "Before the war, 95 % of China's helium was imported.",
        "China's production of helium grew 65 % between 2020 and 2023.",
        "Let us look: us imports of helium were 5 t in 2023.",
        "China imported 1,2 million t of helium in 2023.",
        "China imported A$5 million worth of helium in 2023.",
        "China's share of helium fell by 5 percentage points in 2023.",
        "Imports of helium-3 by China under HS 280429 are on page 12 of the 3rd edition.",
        "Gallium is scarce. In 2023 China's exports fell to 400 t.",
        "China's helium imports from China were 5 t in 2023.",
        "China imported 130 % of its helium in 2023.",
        "China opened the plant in 2021. It produces 5 t of helium.",
        "China imported 20,000 t of helium since 2018, or 3 million m3 a year.",
        "In 2023 the largest Chinese producer made 5 t of helium.",
        "In 2023 some Chinese producers made 5 t of helium.",
        "Taiwan depends on Qatar for 33 % of the helium that its chip makers use in 2025.",
        "Helium is scarce in China. In 2025 bromine was dear. Its imports were 5 t.",
        "On 3 October 2024 China's helium imports reached 400 t.",
        "China's helium imports were 5 t in March.",
        "China imported 5 t of helium in the 12 months to June 2024.",
        "In 2025 shipments of helium from Qatar reached 400 t.",
    ],
)
def test_what_is_not_clear_is_not_read(sentence, helium):
    result = read_text(sentence, helium)
    assert not result.claims
    assert all(found.missing or found.reason for found in result.found)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Imports of helium reached 5 t in 2023.", ("subject",)),
        ("China imported 5 t of helium.", ("period",)),
        ("China's tariff was 25 % in 2023.", ("quantity",)),
        ("China is rare in rare earths. Its output was 5 t in 2023.", ("item",)),
    ],
)
def test_it_says_what_is_missing(text, missing, helium):
    [found] = read_text(text, helium).found
    assert found.claim is None
    assert found.missing == missing
    assert found.reason


def test_it_says_what_it_took_over(helium):
    text = "In 2022 China imported 92 % of its helium. It imported 24 million m3."
    _, second = read_text(text, helium).found
    assert second.claim.subject == "CHN"
    assert second.claim.period == "2022"
    assert second.guessed == (
        "subject from the sentence before",
        "period from the sentence before",
    )


def test_a_heading_gives_the_year(helium):
    [found] = read_text("# Helium in 2023\n\nChina imported 5 t of helium.", helium).found
    assert found.claim.period == "2023"
    assert found.guessed == ("period from the heading",)


def test_each_number_of_a_change_has_its_own_date(helium):
    text = "In 2024 China's helium imports fell from 9 t in 2020 to 5 t."
    assert [claim.period for claim in read_text(text, helium).claims] == ["2020", "2024"]
    text = "China's helium imports fell from 9 t to 5 t in 2024."
    assert [claim.period for claim in read_text(text, helium).claims] == ["2024"]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("China bought 95 % of its helium from the US, but by 2024 it bought 5 %.", [None]),
        ("In 2022 China used 9 t. It was 95 % dependent on US helium, but by 2024 it was 5 %.",
         ["2022", "2022"]),
        ("China's helium imports fell from 9 t to 5 t by end-2024.", [None, "2024"]),
        ("China imported 5 t of helium in 2024, more than in 2023.", ["2024"]),
        ("China's helium imports were 5 t in 2024, against 4 t in 2015. It used 9 t.",
         ["2024", "2015", "2024"]),
        ("In 2022 China bought 95 % of its helium from the US but now buys 5 %.", ["2022", None]),
        ("London, 13 October 2025 - China imported 5 t of helium last year.", ["2024"]),
        ("By Ann Oke in Berlin, October 2025\n\nChina used 5 t of helium last year.", ["2024"]),
        ("In the first half of 2025 China used 5 t of helium. It imported 3 t.",
         ["2025-H1", None]),
    ],
)  # fmt: skip
def test_a_number_has_the_year_it_was_told_with(text, periods, helium):
    found = read_text(text, helium).found
    assert [one.claim and one.claim.period for one in found][: len(periods)] == periods


def test_a_number_that_leans_on_another_says_so(helium):
    text = "China imported 5 t of helium in 2024, or 30 MMcf. That is 12 % of demand."
    _, again, part = read_text(text, helium).found
    assert again.claim.printed == "30"
    assert again.guessed == ("as the number before", "period of the number before")
    assert part.claim.quantity == "import_dependence"


@pytest.mark.parametrize(
    ("words", "printed", "unit", "rule", "low", "high"),
    [
        ("1.20 million m3", "1.20", "Mm3", "printed", 1.195, 1.205),
        ("750,000 m3", "750000", "m3", "printed", 749999.5, 750000.5),
        ("750 thousand m3", "0.750", "Mm3", "printed", 0.7495, 0.7505),
        ("160,000 cubic feet", "160.000", "Mcf", "printed", 159.9995, 160.0005),
        ("4 billion m3", "3500-4500", "Mm3", "range", 3500, 4500),
        ("less than 4 billion m3", "4000", "Mm3", "under", 0, 4000),
        ("0.7 to 0.8 million m3", "0.7-0.8", "Mm3", "range", 0.7, 0.8),
        ("between 12 and 13 tonnes", "12-13", "t", "range", 12, 13),
        ("some 2 million litres of liquid", "2000000", "L_liquid", "around", 1.9e6, 2.1e6),
        ("almost fifteen tonnes", "15", "t", "around", 14.25, 15.75),
        ("12 300 kg", "12300", "kg", "printed", 12299.5, 12300.5),
        ("865 MMcf", "865", "MMcf", "printed", 864.5, 865.5),
    ],
)
def test_the_printed_precision_is_kept(words, printed, unit, rule, low, high, helium):
    [claim] = read_text(f"China imported {words} of helium in 2023.", helium).claims
    assert (claim.printed, claim.unit, claim.rule) == (printed, unit, rule)
    assert reading(claim) == (low, high)


def test_places_are_those_of_the_original(helium):
    text = "\u200e<p>In 2022 Ch\u00adina imported **95\u00a0%** of its helium.</p>\x00"
    [found] = read_text(text, helium).found
    assert text[found.start : found.end] == "95\u00a0%"
    assert found.claim.subject == "CHN"


def test_a_case_with_its_own_countries(isle):
    [claim] = read_text("In 2023 Isle bought 80 % of its brightgas from Northland.", isle).claims
    assert (claim.subject, claim.partner, claim.item) == ("XIS", "XNO", None)


def test_what_lies_beyond_the_limits_is_reported(helium, monkeypatch):
    monkeypatch.setattr("outlast.engines.evidence.prose.reader.MAX_NUMBERS", 100)
    long = "China imported 5 t of helium in 2023. " * 40_000
    result = read_text(long, helium)
    assert len(result.found) == 100 < MAX_NUMBERS
    assert [part.end for part in result.unread] == [MAX_CHARACTERS, len(long)]
    assert read_text("5 t " * (MAX_SENTENCE // 4 + 1), helium).unread[0].reason
    assert read_text("5 t " * (MAX_IN_SENTENCE + 1), helium).unread[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000, "(" * 100_000, "1," * 50_000, "5 % " * 25_000, "<" * 100_000, "\0" * 1000,
        "China imports " * 7000, "from 5 t to 6 t, " * 6000, "a.b." * 25_000, "-" * 100_000,
        "China and " * 10_000, "\n" * 100_000, "1 000 " * 16_000, "US$" * 30_000, "'" * 100_000,
        "China made 5 t, or 6 m3, equal to 7 % of demand. " * 300, "more than in 2023 " * 6000,
        "up up to fell to rose " * 80 + "5 %. ", "in 2022 and " * 8000, "&amp;" * 20_000,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_work_grows_no_faster_than_the_text(text, helium):
    """Count calls of functions, which no busy machine can change."""
    read_text("China imported 5 t in 2023.", helium)
    half, whole = calls(text[: len(text) // 2], helium), calls(text, helium)
    assert whole < 2.5 * half + 20_000


def calls(text, case):
    count = 0

    def tick(*_):
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(tick)
    try:
        read_text(text, case)
    finally:
        sys.setprofile(before)
    return count


WORDS = """
China Chinese China's the US Qatar its it imports imported exports production output of from to in
by on and , . ; ( ) helium rare earths 5 % 12-13 95% 1.2 million m3 tonnes $4bn $ 2022 2023 last
year growth rose fell share world global capacity between about under over reached was million a
dependence dependent - – per kg than less more not which while half third seven plants May + or so
equal accounting for worth That figure they whose there up down more latest now from average
followed record production consumption demand producers gas shipments magnets last
<b> * # 31 February 2024 Q5 0 00 -5 1e9 ² ٣ US$ bn
"""


@settings(max_examples=300)
@given(
    text=st.lists(
        st.sampled_from([*WORDS.split(), "\n", "\n\n", "\x00", "\u200e"]), max_size=60
    ).map(" ".join)
)
def test_any_row_of_words_gives_sound_claims(text, helium):
    check(text, helium)


@settings(max_examples=3000)
@given(text=st.text(max_size=300))
def test_any_text_gives_sound_claims(text, helium):
    check(text, helium)


def check(text, case):
    result = read_text(text, case)
    spans = [(found.start, found.end) for found in result.found]
    assert spans == sorted(spans)
    assert [claim.id for claim in result.claims] == [
        f"text-{number}" for number in range(1, len(result.claims) + 1)
    ]
    for found in result.found:
        assert 0 <= found.start < found.end <= len(text)
        assert (found.claim is None) == bool(found.missing)
    for claim in result.claims:
        bounds = reading(claim)
        assert bounds.low <= bounds.high
        Period.parse(claim.period)
        assert case.countries.is_country(claim.subject) or claim.subject in {"WLD", "EU27"}


def test_a_material_that_is_named_is_not_guessed(helium):
    [one, two] = read_text("China used 24 t of helium in 2022 and 26 t in 2023.", helium).found
    assert one.guessed == two.guessed == ()
    [found, _] = read_text("China imported 3685 t of helium in 2021 (-0.6%).", helium).found
    assert found.claim.printed == "3685"
    assert not found.guessed
