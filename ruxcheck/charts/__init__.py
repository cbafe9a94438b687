"""Charts: rows in, an Altair chart and its alternative text out. The only folder that imports altair."""
