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


def number_needed_in_words(effect: Effect, direction: str) -> str:
    """ "NNT 2.4 (2.1 to 2.9)", "NNH ...", "one fewer for every ..."; empty where the interval holds zero."""
    if effect.nnt is None:
        return ""
    figures = f"{effect.nnt:.1f} ({effect.nnt_low:.1f} to {effect.nnt_high:.1f})"
    if effect.rd > 0:
        return f"{'NNT' if direction == 'higher is better' else 'NNH'} {figures}"
    return f"one fewer for every {figures} treated"
