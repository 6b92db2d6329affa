"""The pages of the evidence library: reading, putting together, and writing for editors."""
