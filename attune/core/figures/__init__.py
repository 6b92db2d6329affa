"""Figures of many episodes: tallies of outcome records, and what may be said of them."""
