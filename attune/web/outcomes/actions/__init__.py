"""Writing: plans, forms, links, goals and decisions."""
