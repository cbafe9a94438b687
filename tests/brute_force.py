"""What the kernel must agree with: one value against one pair of bounds, as docs/data.md says it."""

from ruxcheck.kernel.criteria import Range


def holds(admitted: Range, point: float) -> bool:
    """Whether a value known exactly lies inside; the bound itself is inside unless it is marked as outside."""
    above = point > admitted.low if admitted.low_outside else point >= admitted.low
    below = point < admitted.high if admitted.high_outside else point <= admitted.high
    return above and below
