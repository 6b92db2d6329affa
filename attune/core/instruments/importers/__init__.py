"""Forms that others made, read into a report and a draft, never into a live measure."""
