"""Encryption at rest: how films lie on the disk, and the keys without which they are noise."""
