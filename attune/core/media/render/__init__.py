"""Exports: films to give away. Import the module you need; this file stays empty on purpose."""
