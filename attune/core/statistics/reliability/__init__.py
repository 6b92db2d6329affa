"""How far people who rate the same thing agree, beyond what chance alone would give."""
