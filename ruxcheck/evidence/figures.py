"""Published figures and the effects computed from them: typed records, and rows of JSON and text."""

from ruxcheck.kernel import Frozen

NEWCOMBE = "Newcombe, unadjusted"
MANTEL_HAENSZEL = "Mantel-Haenszel"  # over the pooled studies, which the full name gives
PUBLISHED = "as published, adjusted"
HYPOTHETICAL = "hypothetical"

# the arms of a comparison by the part they play, and everybody together; data/vocabulary.toml describes them
COMPARATOR, OTHER_STRENGTH, APPROVED_STRENGTH, ALL_ARMS = "vehicle", "rux-0.75", "rux-1.5", "all"


# The figures of `data/outcomes/` as frozen, typed rows, and the effects computed from them.


class Figure(Frozen):
    """One published figure: an arm, an endpoint and a time, as its source prints it.

    `value` is the text as printed ("26.3", "<1"), None where the source gives none; `n` of `N` are patients, None where
    unknown. `low` and `high` are printed ranges or intervals, `sd` and `se` a printed standard deviation or error, in `unit`. `n_origin`
    says whether the count was printed or derived, and how. `week` is None where the time is no week.
    """

    file: str
    row: int
    trial: str
    population: str
    arm: str
    endpoint: str
    time: str
    week: int | None
    statistic: str
    n: int | None
    N: int | None
    value: str | None
    sd: float | None
    low: float | None
    high: float | None
    unit: str
    n_origin: str
    imputation: str
    p_printed: str
    source: str
    locator: str
    note: str
    sd_printed: str = ""
    se: float | None = None

    @property
    def number(self) -> float | None:
        """The printed value as a number; None where it is no plain number ("<1") or absent."""
        try:
            return float(self.value)
        except (TypeError, ValueError):
            return None

    @property
    def counts(self) -> str:
        """n/N in words for a footer: "253/481", "N 26" where only the number analysed is known; empty where neither is."""
        if self.n is not None and self.N:
            return f"{self.n}/{self.N}"
        return f"N {self.N}" if self.N else ""


class Effect(Frozen):
    """A proportion with its interval and, against vehicle, the difference: all in percentage points, 95%.

    None where not computed or not printed. `rd_method` names how the difference arose: Newcombe (unadjusted),
    Mantel-Haenszel over the two trials, or as published. `printed` is the percent as the source prints it, empty if none. `nnt` is 100 over the size of the difference, given only where
    the interval of the difference leaves out zero.
    """

    trial: str
    endpoint: str
    time: str
    week: int | None
    population: str
    arm: str
    n: int | None
    N: int | None
    percent: float | None
    printed: str
    n_origin: str
    ci_low: float | None
    ci_high: float | None
    ci_method: str
    comparator: str | None
    rd: float | None
    rd_low: float | None
    rd_high: float | None
    rd_method: str | None
    rr: float | None
    rr_low: float | None
    rr_high: float | None
    nnt: float | None
    nnt_low: float | None
    nnt_high: float | None
    source: str
    locator: str

    @property
    def counts(self) -> str:
        return f"{self.n}/{self.N}" if self.n is not None and self.N else ""


class Endpoint(Frozen):
    """What an endpoint is called and which direction is better ("none": no value judgement).

    `rank` is "primary" or "key secondary" where a trial ranked it so; a P value of any other is adjusted for nothing.
    """

    id: str
    label: str
    definition: str
    unit: str
    direction: str
    rank: str = ""


class Arm(Frozen):
    """A treatment arm; `approved` is true only for the strength that a label approves.

    `short` names an arm of a long-term period in a picture, and `drawn_as` is the arm whose look it has; else empty.
    """

    id: str
    label: str
    approved: bool
    short: str = ""
    drawn_as: str = ""


class Study(Frozen):
    """A study that figures belong to; `record` is its trial record, `compared` whether its arms may be compared.

    `strata` are the single studies that it pools, if any. `benefit` and `harm` are the endpoints that stand for it in one line; empty where no source read gives one.
    `harm_source` is the document whose count of it is told first where several count differently.
    """

    id: str
    title: str
    design: str
    record: str = ""
    compared: bool = False
    benefit: str = ""
    harm: str = ""
    harm_source: str = ""
    strata: tuple[str, ...] = ()


class Evidence(Frozen):
    """Every figure, what is computed from it, and the words for both."""

    figures: tuple[Figure, ...]
    effects: tuple[Effect, ...]
    endpoints: dict[str, Endpoint]
    arms: dict[str, Arm]
    studies: dict[str, Study]
    populations: dict[str, str]
    glossary: tuple[str, ...] = ()

    @property
    def approved_arms(self) -> set[str]:
        """The arms on the strength that a label approves."""
        return {arm.id for arm in self.arms.values() if arm.approved}

    def find(self, **where) -> tuple[Figure, ...]:
        """The figures whose fields equal these values, in file order."""
        return _matching(self.figures, where)

    def effect(self, **where) -> Effect:
        """The one effect with these values. Raises LookupError where there is none or more than one."""
        found = self.effects_of(**where)
        if len(found) != 1:
            raise LookupError(f"{len(found)} effects for {where}; exactly one is expected")
        return found[0]

    def effects_of(self, **where) -> tuple[Effect, ...]:
        """The effects whose fields equal these values, in file order."""
        return _matching(self.effects, where)


def _matching(rows: tuple, where: dict) -> tuple:
    """Narrowed field by field: pages ask often, and most rows fall out at the first field."""
    for name, value in where.items():
        rows = tuple([row for row in rows if getattr(row, name) == value])
    return rows


def figure_from(file: str, number: int, cells: dict[str, str]) -> Figure:
    """A typed figure from the cells of one checked CSV row."""
    whole = {name: int(cells[name]) if cells[name] else None for name in ("week", "n", "N")}
    real = {name: float(cells[name]) if cells.get(name) else None for name in ("sd", "low", "high", "se")}
    row = {"file": file, "row": number, "value": cells["value"] or None, "sd_printed": cells["sd"]}
    typed: dict = {**cells, **whole, **real, **row}
    return Figure(**typed)


def effect_from(cells: dict[str, str]) -> Effect:
    """A typed effect from the cells of one row of `derived/effects.csv`."""
    whole = {name: int(cells[name]) if cells[name] else None for name in ("week", "n", "N")}
    texts = {name: cells[name] or None for name in ("comparator", "rd_method")}
    kept = {
        *whole,
        *texts,
        "trial",
        "endpoint",
        "time",
        "population",
        "arm",
        "n_origin",
        "printed",
        "ci_method",
        "source",
        "locator",
    }
    real = {name: float(text) if text else None for name, text in cells.items() if name not in kept}
    typed: dict = {**cells, **whole, **texts, **real}
    return Effect(**typed)


# The effects as rows for other programs, and as a table for people.

KEYS = (
    "trial", "endpoint", "week", "population", "arm", "n", "N", "percent", "n_origin", "ci_low", "ci_high", "comparator",
    "rd", "rd_low", "rd_high", "rd_method", "nnt", "nnt_low", "nnt_high", "source", "locator",
)  # fmt: skip
# what the source itself prints beside a figure
PRINTED = ("printed_low", "printed_high", "p_printed", "odds_ratio", "odds_ratio_low", "odds_ratio_high")


def json_rows(evidence: Evidence) -> list[dict]:
    """The stable contract of `evidence --json`: one row an effect, percentages in points, absent values null.

    After what is computed stands what the source prints: the interval of the percent, the odds ratio with its interval, the P value.
    """
    printed = {_place(row): row for row in evidence.figures if row.statistic in ("percent", "count")}
    ratios = {_place(row): row for row in evidence.figures if row.statistic == "odds-ratio"}
    rows = []
    for effect in evidence.effects:
        figure, ratio = printed.get(_place(effect)), ratios.get(_place(effect))
        ends = (figure.low, figure.high) if figure else (None, None)
        p_value = (ratio and ratio.p_printed) or (figure and figure.p_printed) or None
        odds = (ratio.number, ratio.low, ratio.high) if ratio else (None, None, None)
        computed = {key: getattr(effect, key) for key in KEYS}
        rows.append(computed | dict(zip(PRINTED, (*ends, p_value, *odds))))
    return rows


def _place(row: Figure | Effect) -> tuple:
    return (row.trial, row.population, row.endpoint, row.time, row.arm, row.source)


def text_rows(evidence: Evidence) -> list[str]:
    """One line an effect that fits 100 columns: where, whom, n/N, percent and interval, and the difference."""
    return [_line(effect) for effect in evidence.effects]


def _line(effect: Effect) -> str:
    where = f"{effect.trial} {effect.endpoint}, {effect.time}"[:36]
    interval = f"{effect.ci_low:.1f}-{effect.ci_high:.1f}" if effect.ci_low is not None else ""
    rd = f"{effect.rd:+.1f} ({effect.rd_low:.1f}, {effect.rd_high:.1f})" if effect.rd is not None else ""
    mark = "" if effect.rd_method in (None, NEWCOMBE) else effect.rd_method.split()[0][:9]
    printed = effect.printed or ""
    return f"{where:<37}{effect.arm[:9]:<10}{effect.counts:>8}{printed:>6} {interval:<11}{rd} {mark}".rstrip()[:100]


# Effects in words: absolute figures of 100 patients first, an interval always, both directions where it holds zero.


def percent_of(effect: Effect) -> float:
    """The percent as printed, or computed from the counts where none was printed."""
    return effect.percent if effect.percent is not None else round(100 * effect.n / effect.N, 1)


def whole_percent(effect: Effect) -> int:
    """Patients of 100, rounded once: from n of N, and from the printed percent only where no count is known."""
    return round(100 * effect.n / effect.N) if effect.n is not None and effect.N else round(percent_of(effect))


def percent_in_words(effect: Effect) -> str:
    """The percent with the decimals its source prints, or one decimal where it was computed."""
    return effect.printed or f"{percent_of(effect):.1f}"


def interval_in_words(effect: Effect) -> str:
    """ "52.6 of 100 (48.1 to 57.0)"; with no event "0 of 29: up to 11.9 of 100"."""
    if effect.n == 0:
        return f"0 of {effect.N}: up to {effect.ci_high:.1f} of 100"
    return f"{percent_in_words(effect)} of 100 ({effect.ci_low:.1f} to {effect.ci_high:.1f})"


def difference_in_words(effect: Effect) -> str:
    """ "41.1 more of 100 (34.7 to 46.7)" or "7.3 fewer of 100 (0.5 to 14.4 fewer)"; across zero both directions."""
    low, high = effect.rd_low, effect.rd_high
    if low > 0:
        return f"{effect.rd:.1f} more of 100 ({low:.1f} to {high:.1f})"
    if high < 0:
        return f"{-effect.rd:.1f} fewer of 100 ({-high:.1f} to {-low:.1f})"
    word = "more" if effect.rd > 0 else "fewer"
    return f"{abs(effect.rd):.1f} {word} of 100 ({-low:.1f} fewer to {high:.1f} more)"


def arms_in_words(effect: Effect, comparator: Effect) -> str:
    """ "57% v 11% on vehicle: 46 more per 100 (95% CI 33 to 56)", each figure rounded once; across zero both directions."""
    arms = f"{whole_percent(effect)}% v {whole_percent(comparator)}% on vehicle"
    low, high = effect.rd_low, effect.rd_high
    word = "more" if effect.rd > 0 else "fewer"
    if low <= 0 <= high:
        interval = f"{_whole(-low)} fewer to {_whole(high)} more"
    else:
        nearer, further = sorted((abs(low), abs(high)))
        interval = f"{_whole(nearer)} to {_whole(further)} {word}"
    return f"{arms}: {_whole(abs(effect.rd))} {word} per 100 (95% CI {interval})"


def arm_in_words(effect: Effect) -> str:
    """ "59% (17/29; 95% CI 39 to 76)"; with no event "0 of 29: up to 11.9 of 100"."""
    if effect.n == 0:
        return interval_in_words(effect)
    return f"{whole_percent(effect)}% ({effect.counts}; 95% CI {_whole(effect.ci_low)} to {_whole(effect.ci_high)})"


def _whole(figure: float) -> str:
    """A figure of 100 patients without decimals, but with one below 1: 0.1 is not nothing."""
    return f"{figure:.0f}" if figure >= 1 or figure == 0 else f"{figure:.1f}"


def number_needed_in_words(effect: Effect, direction: str) -> str:
    """ "NNT 2.4 (2.1 to 2.9)", "NNH ...", "one fewer for every ..."; empty where the interval holds zero."""
    if effect.nnt is None:
        return ""
    figures = f"{effect.nnt:.1f} ({effect.nnt_low:.1f} to {effect.nnt_high:.1f})"
    if effect.rd > 0:
        return f"{'NNT' if direction == 'higher is better' else 'NNH'} {figures}"
    return f"one fewer for every {figures} treated"
