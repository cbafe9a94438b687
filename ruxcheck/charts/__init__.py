"""Charts: rows in, an Altair chart and its alternative text out. The only package that imports altair."""
