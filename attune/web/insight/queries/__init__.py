"""Reads of figures: whose records, and which release."""
