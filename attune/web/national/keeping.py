"""Having the store of outcome records (engine/store.py) keep a push, and forget what was replaced.

The store is slow to load, so it is loaded when the first push comes.
"""

from pathlib import Path

from django.conf import settings

from attune.core.records.pushes import Push


class NotKeptError(Exception):
    """The store could not write; nothing was acknowledged."""


def keep(push: Push) -> Path:
    """On the disk when this returns: its records; of one that holds sums, that there are none any more. Raises NotKeptError."""
    from attune.web.national.engine import store  # slow to load

    kind = store.WHOLE if push.sums is not None else push.kind
    try:
        return store.append(settings.NATIONAL, push.service, push.sequence, kind, push.episodes)
    except (OSError, store.StoreError) as error:
        raise NotKeptError(push.sequence) from error


def forget_replaced(service: str, up_to: int) -> None:
    """What later pushes replaced or took back leaves the disk. Raises NotKeptError."""
    from attune.web.national.engine import store  # slow to load

    try:
        store.compact(settings.NATIONAL, service, up_to)
    except (OSError, store.StoreError) as error:
        raise NotKeptError(up_to) from error


def newest_file(service: str) -> int:
    """The number of the newest file that lies there for a service, acknowledged or not; 0 without any."""
    folder = settings.NATIONAL / "records" / f"service={service}"
    return max((int(path.stem) for path in folder.glob("[0-9]*.parquet")), default=0)


def is_whole(service: str, last: int) -> bool:
    """Whether everything acknowledged lies there, undamaged."""
    from attune.web.national.engine import store  # slow to load

    try:
        store.verify(settings.NATIONAL, {service: last})
    except store.StoreError:
        return False
    return True
