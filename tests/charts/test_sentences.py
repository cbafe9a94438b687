"""What a mark of a chart says when it is pointed at or read aloud: its row in words."""

import pytest

from ruxcheck.charts.theme import SAYS, said_in_words, sentence


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            {"key": "1|1.5%|74/131: 56.5 of 100 (47.9 to 64.7)", "arm": "rux-1.5"},
            "1.5%: 74/131: 56.5 of 100 (47.9 to 64.7)",
        ),
        ({"key": "#0|IGA treatment success"}, "IGA treatment success"),
        ({"label": "1.5%", "text": "52.6 of 100"}, "1.5%: 52.6 of 100"),
        ({"text": "58%"}, "58%"),
        ({"label": "1.5%", "percent": 52.6123, "arm": "rux-1.5"}, "1.5%: 52.6 of 100"),
        ({"label": "1.5%", "low": 48.1335, "high": 57.0228, "arm": "rux-1.5"}, "1.5%: 95% CI 48.1 to 57 of 100"),
        ({"label": "Could enter, 12 y or older", "low": 12, "high": 90}, "Could enter, 12 y or older"),
        (
            {"row": "US label", "start": 1.75824e12, "end": 1.7827776e12},
            "US label: from 2025-09-19, drawn to 2026-06-30",
        ),
        ({"label": "Vehicle", "start": 0, "end": 8}, "Vehicle: week 0 to 8"),
        ({"age_low": 2, "age_high": 12, "bsa_low": 35, "bsa_high": 100}, "Age 2 to 12 y, %BSA 35 to 100%"),
        (
            {"arm": "rux-1.5", "name": "1.5% cream,\ntwice a day: 56 of 100", "counted": True},
            "1.5% cream, twice a day: 56 of 100",
        ),
        ({"nM": 281}, ""),
        ({}, ""),
    ],
)
def test_a_row_is_said_in_words(row, words):
    assert sentence(row) == words


def test_bars_points_and_areas_speak_and_what_stands_beside_them_only_shows():
    rows = [{"label": "1.5%", "text": "53"}]
    spec = {
        "layer": [{"data": {"values": rows}, "mark": "point"}, {"data": {"values": rows}, "mark": {"type": "text"}}]
    }
    point, text = said_in_words(spec)["layer"]
    assert point["data"]["values"][0][SAYS] == "1.5%: 53"
    assert point["encoding"]["description"] == point["encoding"]["tooltip"] == {"field": SAYS, "type": "nominal"}
    assert "aria" not in point["mark"]
    assert text["mark"]["aria"] is False
    assert SAYS not in rows[0]
