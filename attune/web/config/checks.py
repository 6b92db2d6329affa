"""Checks that run at every start: what they find stops the program."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver


def own_patterns(
    resolver: URLResolver, before: str = "", space: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Every address that leads to a view of ours, as (full name, route, pattern)."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from own_patterns(pattern, route, inner)
        elif pattern.callback.__module__.startswith("attune."):
            yield f"{space}{pattern.name}", route, pattern


@register
def every_view_says_who_may_use_it(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The view at “{route}” does not say who may use it.",
            hint="Put one of the decorators of attune/web/people/access.py on it.",
            id="attune.E001",
        )
        for _name, route, pattern in own_patterns(get_resolver())
        if not hasattr(pattern.callback, "access")
    ]
