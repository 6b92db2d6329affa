"""The mixed model of nested groups, fitted exactly from counts, sums and sums of products."""
