"""Asks the official sources whether anything changed since what is stored, and proposes. It never changes a rule."""
