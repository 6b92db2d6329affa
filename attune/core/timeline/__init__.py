"""Clips, stills and marks as plain data, and the changes people make to them."""
