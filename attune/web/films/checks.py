"""What is looked at when a server starts: whether films can be opened safely on this machine, and, where a
bucket is set, whether it can be used."""

from typing import Any

from django.core import checks

from attune.web.films.bucket import BucketError, bucket
from attune.web.films.preparing import hardware, tried


@checks.register(checks.Tags.database)
def walls_round_films_hold(
    app_configs: Any, databases: Any = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """A trial of the walls; without them films wait, and everything else works."""
    if databases is None:
        return []  # not before every command: only where the machine itself is looked at
    tried.cache_clear()
    verdict = tried()
    if verdict.holds and verdict.whole:
        return []
    hint = "" if verdict.holds else "Films wait until that is put right; everything else works."
    return [checks.Warning(verdict.sentence, hint=hint, id="attune.W010")]


@checks.register(checks.Tags.database)
def hardware_decodes_films(
    app_configs: Any, databases: Any = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Where the operator wants hardware to decode films: whether it does."""
    if databases is None:
        return []
    hardware.cache_clear()
    found = hardware()
    if not found.sentence:
        return []
    kind = checks.Info if found.holds else checks.Warning
    return [kind(found.sentence, hint="", id="attune.W011")]


@checks.register(checks.Tags.database)
def bucket_can_be_used(
    app_configs: Any, databases: Any = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Something small is written there, read and erased."""
    found = bucket()
    if databases is None or found is None:
        return []
    try:
        found.try_out()
    except BucketError as error:
        hint = "Films that lie there can't be played until that is put right; new ones stay here."
        return [checks.Warning(str(error), hint=hint, id="attune.W011")]
    return []
