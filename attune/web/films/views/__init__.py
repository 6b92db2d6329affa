"""What films answer: pages, uploads, and the bytes of what was prepared."""
