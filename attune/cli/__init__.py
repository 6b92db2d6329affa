"""The `attune` command: the core's tools on files, no server needed.

With --json, stdout holds one JSON value and nothing else. Talk, progress and errors go to stderr. Bad
input ends with status 2 and one plain sentence; an output that exists is replaced, whole or not at
all, unless it is the input itself. Each group of commands is a module of its name.
"""

import typer

from attune.cli.measure import measures
from attune.cli.national import national
from attune.cli.reel import film
from attune.cli.stats import stats
from attune.cli.vault import vault

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # wrong usage is told in plain lines, not in a drawn box
    help="Tools for Video Interaction Guidance, on files.",
)
app.add_typer(film, name="film")
app.add_typer(measures, name="measure")
app.add_typer(national, name="national")
app.add_typer(stats, name="stats")
app.add_typer(vault, name="vault")


@app.callback()
def main_options() -> None:
    """Tools for Video Interaction Guidance, on files."""


def main() -> None:
    """The entry point of the `attune` command."""
    app()
