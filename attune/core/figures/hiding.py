"""Which counts of a known whole are not shown, because they would tell of persons."""

from collections.abc import Mapping

FEWEST = 8
"""People below which a count or a figure would tell of persons."""


def hidden(counts: Mapping[str, int], least: int = FEWEST) -> frozenset[str]:
    """Of groups that add up to a known whole, those that are not shown: each below `least`, and as many more, the
    smallest first, as it takes until the whole less all that is shown tells of nobody: two or more groups, and
    together no fewer than `least`. A group of nobody is left out of it.

    Whoever shows them must not say which are hidden for being few: then one of two could be worked out where they are
    9 together.
    """
    known = {name: count for name, count in counts.items() if count > 0}
    few = {name for name, count in known.items() if count < least}
    shown = sorted(known.keys() - few, key=lambda name: (known[name], name))
    while few and shown and (len(few) < 2 or sum(known[name] for name in few) < least):
        few.add(shown.pop(0))
    return frozenset(few)
