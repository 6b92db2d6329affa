"""The statistics kernel: every number, from one dyad to the nation, as a pure function."""
