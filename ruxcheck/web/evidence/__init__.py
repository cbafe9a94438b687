"""The evidence pages: efficacy, safety, exposure, trials, labels and sources."""
