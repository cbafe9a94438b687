"""A list of patients from a file: read, made usable, screened by the same rules, written whole or not at all."""
