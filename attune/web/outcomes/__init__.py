"""Measures and goals: planned, filled in, kept, and what they say of one relationship."""
