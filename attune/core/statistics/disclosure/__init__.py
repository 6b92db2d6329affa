"""Numbers that may leave: counts hidden and rounded by one set of rules, and the attacker who tries them."""
