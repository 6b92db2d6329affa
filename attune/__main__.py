"""`python -m attune`: the same as the `attune` command."""

from attune.cli import main

main()
