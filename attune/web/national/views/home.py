"""The first page of the association’s analyst."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attune.web.national.queries.enrolments import overview
from attune.web.people.access import association
from attune.web.people.models import Post


@require_safe
@association(Post.ANALYST)
def show(request: HttpRequest) -> HttpResponse:
    """How much came, from how many, and what to do next; never a record."""
    return render(request, "national/home.html", {"overview": overview()})
