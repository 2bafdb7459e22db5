"""Both schemes can be read: text by WCAG AA (4.5), marks by 3."""

import json
import re

import pytest
from contrasts import contrast, rgb

import outlast
from outlast.charts.theme import DARK, GRID, MORE, PALETTE, REST_COLOUR
from outlast.report.colours import PAGE, VERDICTS, follow_scheme, stylesheet

TEXTS = ("ink", "muted", "accent", "link")
SCHEMES = pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])


@SCHEMES
def test_text_stands_out_on_every_ground(scheme):
    for ground in ("paper", "card", "wash", "mark"):
        for text in TEXTS:
            pair = rgb(PAGE[text][scheme]), rgb(PAGE[ground][scheme])
            assert contrast(*pair) >= 4.5, (text, ground)
    for text in ("guess", "for", "against"):
        assert contrast(rgb(PAGE[text][scheme]), rgb(PAGE["card"][scheme])) >= 4.5, text


@SCHEMES
def test_verdicts_stand_out_on_their_grounds(scheme):
    for text, ground, _ in VERDICTS.values():
        assert contrast(rgb(text[scheme]), rgb(ground[scheme])) >= 4.5


def test_marks_of_charts_stand_out_on_the_dark_page():
    for colour in {*PALETTE, *MORE, *DARK} - {REST_COLOUR, GRID}:
        dark = DARK.get(colour, colour)
        assert contrast(rgb(dark), rgb(PAGE["paper"][1])) >= 3, colour
    shown = [DARK.get(colour, colour) for colour in (*PALETTE, *MORE)]
    assert len(set(shown)) == len(shown)


def test_charts_name_their_colours_by_variables_that_are_there(isle):
    html = outlast.brief(isle, shocks=False).html()
    charts = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)
    used = set(re.findall(r"var\(--([\w-]+)\)", "".join(charts)))
    assert used
    assert all(f"--{name}: light-dark(" in html for name in used)
    assert not [day for day in DARK for chart in charts if day in chart]


def test_only_whole_colours_are_replaced():
    chart = {"title": "#1B2733 is an ink", "color": "#1B2733", "other": "#56B4E9FF"}
    followed = json.loads(follow_scheme(json.dumps(chart)))
    assert followed == {**chart, "color": "var(--chart-1b2733)"}


def test_what_is_printed_is_light():
    printed = stylesheet().rpartition("@media print")[2]
    assert "color-scheme: light !important" in printed
