"""Measures as versioned packages of data, and what a filled form scores."""
