"""The page on the paediatric maximum-use trial: its pictures and words, every number from a record or a figure."""

from functools import lru_cache

from markupsafe import Markup

from ruxcheck.charts.exposure import course_picture
from ruxcheck.charts.proportions import counted, proportions_picture
from ruxcheck.charts.theme import Picture, source_line
from ruxcheck.evidence.figures import Effect, Evidence, Figure
from ruxcheck.export.table import Rich, Table, bold, bullets, run, small, source_link, source_note
from ruxcheck.kernel.criteria import Criterion
from ruxcheck.kernel.records import Documents, Record
from ruxcheck.store.evidence_files import evidence_label, load_displays, load_evidence, shown_figures
from ruxcheck.store.reading import load, load_documents
from ruxcheck.web.evidence import exposure as exposure_figures
from ruxcheck.web.evidence.safety import figures_of, population_line
from ruxcheck.web.markup import paragraphs

Shown = tuple[Picture, tuple[Figure, ...]]
RESPONSES = {"easi-75": "EASI-75", "iga-ts": "IGA treatment success"}
HARMS = {"teae": "Any adverse event", "teae-related": "Treatment-related event", "aesi": "Event of special interest"}


def part(name: str) -> str:
    """The id of the trial, source or rule that plays this part on the page."""
    return load_displays()["maximum-use"].ids[name]


def trial_record() -> Record:
    """The entry rules of the trial."""
    return load().trial(part("record"))


def criterion_on(record: Record, field: str) -> Criterion:
    """The rule of a record on one field."""
    return next(criterion for criterion in record.criteria if criterion.field == field)


def figure_of(**where) -> Figure:
    """The one figure of the trial with these values. Raises ValueError where there is not exactly one."""
    (row,) = load_evidence().find(trial=part("record"), **where)
    return row


@lru_cache(maxsize=1)
def area() -> Shown:
    """The mean affected area over the weeks, against the area up to which the United States label has the cream used."""
    evidence = load_evidence()
    rows = tuple(
        row
        for row in evidence.find(trial=part("record"), endpoint="bsa-mean", source=part("summary"))
        if row.week is not None
    )
    rule = criterion_on(evidence_label(), "bsa_percent")
    sentence = ", ".join(f"{row.value}% at {row.time}" for row in rows)
    limit = f"Limit: {evidence_label().title}, {rule.locator}. Single arm, no comparison."
    footer = f"{source_line(rows, evidence, load_documents())} {limit}"
    words = f"{rule.range.high:g}%: area limit of the {evidence_label().short}"
    shown = course_picture(list(rows), rule.range.high, words, f"Mean body surface affected: {sentence}", footer)
    return shown, rows


def responses_of() -> list[tuple[str, Effect]]:
    """Every response with a count, by endpoint and week."""
    return [
        (f"{words}, week {effect.week}", effect)
        for endpoint, words in RESPONSES.items()
        for effect in load_evidence().effects_of(trial=part("record"), endpoint=endpoint)
        if effect.n is not None
    ]


@lru_cache(maxsize=1)
def responses() -> Shown:
    """EASI-75 and treatment success as proportions of one arm."""
    effects = responses_of()
    sentence = ", ".join(f"{words} {effect.printed}" for words, effect in effects)
    rows = figures_of([effect for _, effect in effects])
    line = source_line(rows, load_evidence(), load_documents())
    footer = f"{line} Interval: {effects[0][1].ci_method}. Single arm, no comparison."
    return proportions_picture(effects, f"Without a control group, of 100 children: {sentence}", footer), rows


@lru_cache(maxsize=1)
def harms() -> Shown:
    """Adverse events as proportions of one arm."""
    evidence = load_evidence()
    effects = [(words, evidence.effect(trial=part("record"), endpoint=endpoint)) for endpoint, words in HARMS.items()]
    sentence = ", ".join(
        f"{words.lower()} {counted(effect)}" for words, effect in effects if effect.endpoint != "teae-related"
    )
    rows = figures_of([effect for _, effect in effects])
    methods = ", ".join(dict.fromkeys(effect.ci_method for _, effect in effects))
    footer = f"{population_line(rows)} Interval: {methods}. Single arm, no comparison."
    return proportions_picture(effects, sentence[0].upper() + sentence[1:], footer), rows


def prepare() -> None:
    """Build every picture of the page once."""
    for build in (area, responses, harms, exposure_figures.children):
        build()


# The words around the pictures of the paediatric maximum-use trial: every number comes from a record or a figure.


def why(documents: Documents) -> Markup:
    """What a maximum-use trial asks."""
    return paragraphs(
        "A maximum-use trial asks one question: is the largest realistic exposure to a cream still safe? Patients with "
        "extensive disease are treated, and the drug in the blood is measured.",
        "The safety of oral JAK inhibitors has been debated, in children above all. A trial at maximum exposure shows how "
        "much of a cream gets through the skin.",
        "It is not built to show how well the cream works. A group without treatment is not needed for its question, and "
        "without one no effect can be measured.",
        small(source_link(documents, part("summary"), "second and fifth paragraphs")),
    )


def who(documents: Documents) -> Table:
    """Entry rules, number and age of the children, and the course of treatment, from the trial record."""
    record = trial_record()
    rules = tuple(
        (rule.statement, source_link(documents, rule.source, rule.locator)) for rule in record.criteria if rule.core
    )
    age, design, gate = figure_of(endpoint="baseline-age"), _note("design"), _note("long_term")
    course = (
        f"{design.statement}. Median age {age.value} {age.unit}.",
        run(f"{gate.statement}. ", small(source_link(documents, gate.source, gate.locator))),
    )
    return Table("Entry rules on age, IGA and area", ("Rule", "Where"), rules, above=course)


def _note(name: str):
    return next(note for note in trial_record().notes if note.id == part(name))


def amounts() -> tuple[Figure, ...]:
    """Patients, amounts and levels, as publication and label give them."""
    return shown_figures("maximum-use-amounts")


def exposure(documents: Documents) -> Markup:
    """Amount of cream and plasma level: the paper's first, the label's own figures apart."""
    enrolled = figure_of(endpoint="enrolled")
    level = figure_of(endpoint="css", source=part("publication"))
    first = figure_of(endpoint="cream-per-day", source=part("publication"), time="weeks 0 to 4")
    later = figure_of(endpoint="cream-per-day", source=part("publication"), time="weeks 8 to 52")
    return paragraphs(
        run(
            bold("News summary of the paper."),
            f" {level.N} of {enrolled.n} children had plasma values: mean {level.value} {level.unit}, SD not found. They used "
            f"{first.value} {first.unit} in {first.time}, then {later.value} {later.unit} in {later.time}. ",
            source_link(documents, level.source, level.locator),
        ),
        run(bold("Label."), " ", _label_account(documents)),
        "A mean below the line does not mean that every child is below it: where an SD is given, it is larger than the mean. "
        "The reference is an adult laboratory marker; two papers describe it in two ways (table below).",
    )


def _label_account(documents: Documents) -> Rich:
    (source,) = {row.source for row in amounts() if row.source in evidence_label().figures}
    analysed = figure_of(endpoint="pk-analysed", source=source)
    used = figure_of(endpoint="cream-per-day", source=source)
    area = figure_of(endpoint="bsa-mean", source=source)
    return run(
        f"{analysed.n} children, mean area {area.value}% (SD {area.sd:g}, range {area.low:g} to {area.high:g}), {used.value} "
        f"{used.unit} (SD {used.sd:g}). {area.note} ",
        source_link(documents, area.source, area.locator),
    )


def area_words() -> Markup:
    """What the line of the label means for these children."""
    rule, entry = criterion_on(evidence_label(), "bsa_percent"), criterion_on(trial_record(), "bsa_percent")
    severity = [criterion_on(record, "iga").limit for record in (trial_record(), evidence_label())]
    tube = next(rule for rule in evidence_label().criteria if rule.id == part("tube_limit")).amount_limits[0]
    used = figure_of(endpoint="cream-per-day", source=part("publication"), time="weeks 0 to 4")
    per_day = tube["tube_g"] * tube["tubes"] / tube["days"]
    return paragraphs(
        f"The dashed line is the {evidence_label().short}'s limit of use, {rule.range.high:g}% of body surface. Every child began above "
        f"it: entry asked for {entry.range.low:g}% or more, and for IGA {severity[0]} where the label is read as IGA {severity[1]}.",
        f"The amount lay beyond a limit too: {used.value} {used.unit} on average in {used.time}. The label limit is {tube['tube_g']} g in "
        f"{tube['days']} days from 2 to 11 years, at most {per_day:.1f} g/day.",
        "A fall in a single arm can come from the cream, from the natural course, from care in a trial, or from who stayed. "
        "Those who went on after week 8 were selected, so the last point is not the first group.",
    )


def response(evidence: Evidence) -> Markup:
    """Which response could not be drawn, and how firm the counts are."""
    (undrawn,) = evidence.find(trial=part("record"), endpoint="iga-ts", time="week 52")
    return paragraphs(
        "The sources print percents and no counts. The counts drawn are the whole numbers that fit, and the intervals rest on "
        "them:",
        bullets(
            f"{words}, {row.time}: {row.n_origin.removeprefix('derived: ')}"
            for name, words in RESPONSES.items()
            for row in evidence.find(trial=part("record"), endpoint=name)
            if row.n is not None
        ),
        f"Not drawn: {RESPONSES['iga-ts']} at {undrawn.time}, {undrawn.value}%. {undrawn.note}",
    )


def harms_words(evidence: Evidence, documents: Documents) -> Markup:
    """Which treatment-related events there were, and what the sources say in words."""
    names = ("application-site-paraesthesia", "folliculitis", "teae-serious-related", "teae-discontinued")
    rows = [row for name in names for row in evidence.find(trial=part("record"), endpoint=name)]
    (special,) = evidence.find(trial=part("record"), endpoint="aesi")
    return paragraphs(
        f"Of special interest: {special.note}",
        "Treatment-related:",
        bullets(
            f"{evidence.endpoints[row.endpoint].label}: {row.counts + '. ' if row.counts else ''}{row.note}"
            for row in rows
        ),
        source_note(documents, rows),
    )


def limits(documents: Documents) -> Markup:
    """What one small open trial leaves open."""
    enrolled = figure_of(endpoint="enrolled")
    effect = load_evidence().effect(trial=part("record"), endpoint="aesi")
    gaps = "; ".join(gap.what for gap in trial_record().not_read)
    words = (
        "The summary names small size and open design as limits, and says that a trial of this kind is properly done "
        "without a control. "
    )
    items = [
        f"{enrolled.n} children: rare harm cannot be seen. {effect.n} of {effect.N} still leaves up to "
        f"{effect.ci_high:.1f} of 100 open.",
        "Open label: everybody knew the treatment.",
        "No control group: no difference, no number needed, no relative effect.",
        run(words, source_link(documents, part("summary"), "fifth paragraph")),
        f"Not read: {gaps}.",
    ]
    return paragraphs(bullets(items))
