from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attune.web.ui.forms import EveryField


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page. `?errors` shows how a form says what is wrong."""
    form = EveryField({} if "errors" in request.GET else None)
    return render(
        request,
        "ui/gallery.html",
        {"form": form, "page": Paginator(range(120), 10).page(4)},
    )


@require_safe
def theatre(request: HttpRequest) -> HttpResponse:
    """The dark page that film pages stand on, with the components that they use."""
    return render(request, "ui/gallery/theatre.html")


# Said here by hand: the decorators of people/access.py stand a floor above.
gallery.access = theatre.access = "public"
