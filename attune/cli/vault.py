"""`attune vault`: whether what lies encrypted is whole, and the key file on paper."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from attune.cli import data_directory
from attune.cli.telling import AsJson, fail, plain_errors, print_json, say
from attune.core.vault import key_file, kit, kit_note
from attune.core.vault.errors import VaultError
from attune.core.vault.streaming import check_stream

vault = typer.Typer(no_args_is_help=True, help="Encrypted films, and the keys that open them.")

Data = Annotated[Path, typer.Argument(metavar="DATA", help="The data directory (ATTUNE_DATA).")]
Keys = Annotated[Path, typer.Argument(metavar="KEYS", help="The key file (ATTUNE_KEYS).")]
BROKEN = 1


@vault.command("verify")
def vault_verify(
    data: Data,
    keys: Annotated[
        Path | None, typer.Option("--keys", help="The key file; DATA.keys if not said.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read every part of every film to its end and say what is not, byte for byte, what was written.

    It changes nothing and may run beside the server. Status 1: something is broken.
    """
    with plain_errors(data):
        found = list(data_directory.films(data, keys or data.with_name(data.name + ".keys")))
    troubles: list[dict[str, str]] = []
    parts = size = away = 0
    for film in found:
        for part in film.missing():
            troubles.append({"film": film.film_id, "part": part, "says": "It is missing."})
        for part in film.parts():
            parts += 1
            try:
                if film.is_away(part):
                    away += 1
                    continue
                with film.open(part) as reader:
                    size += check_stream(reader)
            except (VaultError, OSError) as error:
                troubles.append({"film": film.film_id, "part": part, "says": str(error)})
    if as_json:
        told = {"films": len(found), "parts": parts, "bytes": size, "away": away}
        print_json(told | {"broken": troubles})
    for trouble in troubles:
        say("Film {film}, {part}: {says}".format_map(trouble))
    say(f"{len(found)} films, {parts} parts, {size} bytes: {len(troubles) or 'nothing'} broken.")
    if away:
        say(
            f"{away} parts lie in the bucket and were not read: ./run manage verify_films reads them."
        )
    if troubles:
        raise typer.Exit(BROKEN)


@vault.command("kit")
def vault_kit(keys: Keys) -> None:
    """Say the recovery kit of a key file, to be printed: the same keys as a text on paper."""
    with plain_errors(keys):
        held = key_file.read(keys)
    sys.stdout.write(kit.to_text(held))
    sys.stdout.flush()
    kit_note.note(keys, held.newest)
    say("Print this, and keep it locked away. Renewed keys need a new kit: then destroy this one.")


@vault.command("restore-kit")
def vault_restore_kit(
    keys: Keys,
    source: Annotated[
        Path | None, typer.Option("--from", help="The typed kit; standard input if not said.")
    ] = None,
) -> None:
    """Make the key file again from a recovery kit that was typed. One that exists is never replaced."""
    with plain_errors(source or keys):
        text = source.read_text() if source else sys.stdin.read()
        restored = kit.from_text(text)
        try:
            key_file.create(keys, restored)
        except FileExistsError:
            fail(f"There is a key file at {keys} already. Nothing was changed.")
    say(f"{keys} holds the keys of {restored.name} again: {', '.join(restored.keys)}.")
