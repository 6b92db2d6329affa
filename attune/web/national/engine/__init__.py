"""The store of outcome records, and the counts and sums made of it."""
