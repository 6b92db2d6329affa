"""Base templates, components, forms as they look, and the gallery of them all."""
