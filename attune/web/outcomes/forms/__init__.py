"""Forms of the pages of measures."""
