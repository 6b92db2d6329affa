"""Checks that run at every start: what they find stops the program."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver


def own_patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address that leads to a view of ours, as (route, pattern)."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from own_patterns(pattern, route)
        elif pattern.callback.__module__.startswith("attune."):
            yield route, pattern


@register
def every_view_says_who_may_use_it(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The view at “{route}” does not say who may use it.",
            hint="Put one of the decorators of attune/web/people/access.py on it.",
            id="attune.E001",
        )
        for route, pattern in own_patterns(get_resolver())
        if not hasattr(pattern.callback, "access")
    ]
