"""An edit on the Check page, served as the README says, against an edit in an empty Streamlit app served the default way."""

from benchmarks.stream import ROOT, Session, default_start, median_ms, our_start, serving

EDITS = 40
EMPTY_PORT, OUR_PORT = 8701, 8702


def measure() -> list[tuple[str, float, str]]:
    """Rows of (what, value, note); medians of many edits in one run, each server alone on the machine."""
    with serving(default_start(ROOT / "benchmarks" / "empty_app.py", EMPTY_PORT), EMPTY_PORT) as port:
        session = Session(port)
        empty = median_ms([session.edit("figure", str(number)) for number in range(EDITS)])
        session.close()
    with serving(our_start(OUR_PORT), OUR_PORT) as port:
        session = Session(port)
        session.edit("Age, years", "8")
        ours = median_ms([session.edit("%BSA affected", f"{10 + number / 4:g}") for number in range(EDITS)])
        session.close()
    return [
        ("empty app, edit, ms", empty, "baseline"),
        ("Check page, edit, ms", ours, ""),
        ("Check page / empty app", ours / empty, "at most 0.7"),
    ]
