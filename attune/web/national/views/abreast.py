"""Services beside each other, for the analyst alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attune.web.people.access import association
from attune.web.people.models import Post


@require_safe
@association(Post.ANALYST)
def show(request: HttpRequest) -> HttpResponse:
    """As of today, without names and coarse; nothing of it can be downloaded: figures leave as a release."""
    from attune.web.national import abreast  # noqa: PLC0415 -- slow to load
    from attune.web.national.engine.store import StoreError

    try:
        page = abreast.page(request.GET.get("topic", ""))
    except StoreError:
        page = None
    return render(request, "national/abreast.html", {"page": page})
