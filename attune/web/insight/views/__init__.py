"""Pages of figures. What computes them is loaded when the first of them is asked for."""
