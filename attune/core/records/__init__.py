"""Outcome records: all that may leave a service for figures of many services, and nothing else."""
