"""A list of patients: read, screened by the same rules as one patient, and written whole or not at all."""
