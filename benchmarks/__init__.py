"""Benchmarks: ratios against named peers on the machine at hand, never timed tests."""
