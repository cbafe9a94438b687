"""The evidence that speaks about this patient, on the Check page."""

from html import escape

from ruxcheck.evidence import Evidence
from ruxcheck.report import Report
from ruxcheck.speaks import voices, without_in_words


def voices_text(report: Report, evidence: Evidence, labels: dict[str, str]) -> str:
    """One to three lines a trial that fits, or the nearest trial and what of it does not carry over."""
    told = voices(report, evidence)
    spoken = [voice for voice in told if voice.benefit or voice.harm]
    silent = [voice.title for voice in told if not (voice.benefit or voice.harm)]
    lines = [_voice(voice) for voice in spoken]
    if silent:
        lines.append(f"<p><small>Also admits this patient, results not read: {escape(', '.join(silent))}.</small></p>")
    return f'<div class="rux">{"".join(lines) or f"<p>{escape(without_in_words(report, labels))}</p>"}</div>'


def _voice(voice) -> str:
    lines = "<br>".join(escape(line) for line in (voice.benefit, voice.harm) if line)
    return f"<p><b>{escape(voice.title)}</b> <small>{escape(voice.design)}</small><br>{lines}</p>"
