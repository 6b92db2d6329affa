"""What comes in: moments (the editor) and reviews (what is watched together)."""
