"""Effects in words: absolute figures of 100 patients first, an interval always, both directions where it holds zero."""

from ruxcheck.evidence.figures import Effect


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
