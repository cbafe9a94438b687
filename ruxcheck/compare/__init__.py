"""One patient under two labels, and what differs between two label versions."""
