"""Films: the only door to PyAV. Import the module you need; this file stays empty on purpose."""
