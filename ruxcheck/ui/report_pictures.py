"""The pictures that go into a report: the fit maps, the results over %BSA, the amount of cream."""

from ruxcheck.asked import Asked
from ruxcheck.charts.frame import Picture
from ruxcheck.model import Rules
from ruxcheck.report import Report
from ruxcheck.sweep import over_bsa
from ruxcheck.ui.amount_panel import amount_shown
from ruxcheck.ui.fit_panels import PANELS, fit_shown
from ruxcheck.ui.margins_panel import margins_shown


def report_pictures(asked: Asked, report: Report, rules: Rules) -> tuple[Picture, ...]:
    """For white paper, in the order of the Check page; no amount where none can be estimated."""
    maps = [fit_shown(kind, report, asked.profile, rules, "light")[0] for kind in PANELS]
    amount = [amount_shown(report)] if report.amount else []
    return (*maps, *amount, margins_shown(asked, over_bsa(asked, report, rules), rules))
