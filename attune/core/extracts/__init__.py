"""Data for research under an agreement: only the agreed fields, no one alone in what could single them out."""
