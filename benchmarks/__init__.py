"""Benchmarks: ratios against named peers on the machine at hand, never timed tests."""

import attune  # noqa: F401 -- before numpy: it says how many threads the matrix library has
