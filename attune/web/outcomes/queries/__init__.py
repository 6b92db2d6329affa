"""Reading: what is planned, what was filled in, and what it says."""
