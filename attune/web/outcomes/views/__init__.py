"""Pages of measures: those of a case, filling in, change, links, and the service’s own."""
