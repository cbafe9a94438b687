"""The words of the labs: every number comes from a record, a figure or the arithmetic."""

from html import escape

from ruxcheck.effect_words import difference_in_words, interval_in_words
from ruxcheck.evidence import Evidence
from ruxcheck.evidence_files import load_evidence
from ruxcheck.framing import needed_in_words, ratio_in_words
from ruxcheck.model import Documents
from ruxcheck.ui import framing_figures, safety_figures, zero_events_figures
from ruxcheck.ui.labs_tables import roomy
from ruxcheck.ui.markup import listed, located, prose
from ruxcheck.ui.maximum_use_figures import trial_record

KINDS = {"higher is better": "Benefit", "lower is better": "Harm"}
READ = {
    "absolute": "How many patients it concerns, with and without the drug. The other frames all start from these counts.",
    "icons": "The same two arms to be counted, 100 icons each. Icons hide the interval, so it stands in the source line.",
    "number": "One number for the difference. It holds for this comparison, this time and these patients only.",
    "relative": "Says nothing of how many: the same ratio can stand for 2 in 100 or 40 in 100. Read it last.",
}
HYPOTHETICAL = (
    "<b>HYPOTHETICAL.</b> Nobody studied these patients. The two proportions stay as they are, the trial becomes smaller or "
    "larger: 20 patients are 10 in each arm, 200 are 100, 2,000 are 1,000. Counts are rounded to whole patients, so the "
    "percentages move a little; a rare event can vanish."
)


def option(name: str) -> str:
    """A result by name, as it stands in the choice: "Benefit: EASI-75, 12 y and older"."""
    result = framing_figures.BY_ID[name]
    return f"{KINDS[load_evidence().endpoints[result.endpoint].direction]}: {result.named}"


def definition(name: str) -> str:
    """What was counted."""
    return load_evidence().endpoints[framing_figures.BY_ID[name].endpoint].definition


def not_given(name: str, frame: str, evidence: Evidence) -> str:
    """Why this result has no picture in a frame."""
    treated = framing_figures.counted(name).treated
    if frame == "relative":
        return f"Ratio: {ratio_in_words(treated)}."
    return f"Number needed: {needed_in_words(treated, evidence.endpoints[treated.endpoint].direction)}."


def counts_table(evidence: Evidence, documents: Documents) -> str:
    """Any adverse event by poster and by label: both arms, difference, number needed."""
    rows = [_count(source, name, evidence, documents) for source, name in safety_figures.PAIRS.items()]
    heads = ("Counted by", "1.5%", "Vehicle", "Difference", "Number needed", "Where")
    return roomy("Any adverse event: what the choice of the count changes", heads, rows)


def _count(source: str, name: str, evidence: Evidence, documents: Documents) -> str:
    treated, vehicle = (safety_figures.event("teae", arm, source) for arm in ("rux-1.5", "vehicle"))
    told = [f"{arm.counts}: {interval_in_words(arm)}" for arm in (treated, vehicle)]
    told += [difference_in_words(treated), needed_in_words(treated, evidence.endpoints["teae"].direction)]
    cells = [f"<b>{escape(name)}</b>", *map(escape, told), located(documents, source, treated.locator)]
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def sources_say(name: str, documents: Documents) -> str:
    """What each source says and where; then what the tool takes, and why."""
    conflict = next(conflict for conflict in documents.conflicts if conflict.id == name)
    said = [
        f"{escape(item.text)} <small>{located(documents, item.source, item.locator)}</small>" for item in conflict.says
    ]
    return (
        f'<div class="rux"><p><b>What the sources say</b></p>{listed(said)}<p><b>What this tool takes:</b> '
        f"{escape(conflict.handling)}</p><p><b>Why:</b> {escape(conflict.because)}</p></div>"
    )


def can_say(documents: Documents) -> str:
    """What no event among so few can tell."""
    effect, row = zero_events_figures.none_seen(), zero_events_figures.figure()
    chances = {chance.rate: chance for chance in zero_events_figures.chances_for(effect.N)}
    items = [
        f"Of {effect.N} children none had one of the events looked for. {escape(row.note)} "
        f"<small>{located(documents, row.source, row.locator)}</small>",
        f"A true rate above {effect.ci_high:.1f} of 100 fits badly: at that rate {chances[effect.ci_high].of_100:.1f} of 100 such trials "
        "would see none, above it fewer.",
        f"A true rate of 5 of 100 fits well: {chances[5].of_100:.1f} of 100 such trials would see none.",
    ]
    return f'<div class="rux"><h3>Can say</h3>{listed(items)}</div>'


def cannot_say() -> str:
    """What it cannot tell."""
    effect, row = zero_events_figures.none_seen(), zero_events_figures.figure()
    rules = "; ".join(escape(rule.statement) for rule in trial_record().criteria if rule.core)
    items = [
        f"That such events never happen: up to {effect.ci_high:.1f} of 100 stays open.",
        "That the cream causes them more or less often than no cream: there was no group to compare with.",
        f"Anything on events that were not looked for, or after the time observed ({escape(row.time)}; by design up to week "
        f"{trial_record().periods[-1].end_week}).",
        f"Anything on other patients. Entry: {rules}.",
    ]
    return f'<div class="rux"><h3>Cannot say</h3>{listed(items)}</div>'


def counted_bound() -> str:
    """The counted group in one sentence."""
    effect = zero_events_figures.none_seen()
    return prose(
        f"Counted: <b>{escape(interval_in_words(effect))}</b> ({escape(effect.ci_method)}, two-sided 95%). The bound is the rate at which a "
        f"trial of {effect.N} would see no event 2.5 times of 100. All other numbers of patients here are HYPOTHETICAL."
    )
