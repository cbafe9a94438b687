"""How a difference or a count arose, as every table and picture names it."""

NEWCOMBE = "Newcombe, unadjusted"
MANTEL_HAENSZEL = "Mantel-Haenszel over TRuE-AD1 and TRuE-AD2, Sato variance"
PUBLISHED = "as published, adjusted"
HYPOTHETICAL = "hypothetical"
