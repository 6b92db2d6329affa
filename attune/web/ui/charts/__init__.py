"""Charts of figures: numbers in, places of shapes out; drawn in a page, or as a file of its own."""
