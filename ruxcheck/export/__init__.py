"""What leaves the tool as a file: tables, notes, reports and handouts."""
