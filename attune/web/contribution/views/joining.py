"""Joining the national data and leaving it, and the key by which the service is known there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from attune.web.contribution import actions, enrolling
from attune.web.contribution.forms import JoinForm, PlaceForm, WhatForm
from attune.web.contribution.queries.giving import link_of
from attune.web.people.access import access
from attune.web.people.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
@access(Role.MANAGER)
def place(request: HttpRequest) -> HttpResponse:
    """Region and kind of organisation; once joined, they are what the association knows."""
    link = link_of(request.actor.service)
    if link is not None and link.gives:
        messages.info(request, _("The association knows your region and kind. Ask them to change."))
        return redirect("contribution:home")
    form = PlaceForm(request.POST or None, instance=request.actor.service)
    if form.is_valid():
        actions.say_place(by=request.actor, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("contribution:home")
    context = {"form": form, "back_url": reverse("contribution:home")}
    return render(request, "contribution/place.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Role.MANAGER, atomic=False)  # it asks the national instance: no lock is held meanwhile
def join(request: HttpRequest) -> HttpResponse:
    link = link_of(request.actor.service)
    held_by = link.address if link and link.gives else ""
    form = JoinForm(
        request.POST if request.method == "POST" else None,
        held_by=held_by,
        initial={"mode": link.mode} if link else None,
    )
    if form.is_valid():
        try:
            enrolled, key_id = enrolling.enrol(request.actor.service, form.address, form.token)
        except enrolling.NotEnrolledError as refusal:
            form.add_error("invitation", refusal.says)
        else:
            actions.join(
                by=request.actor,
                address=form.address,
                enrolled=enrolled,
                key_id=key_id,
                mode=form.cleaned_data["mode"],
            )
            messages.success(request, _("Your service has joined the national data."))
            return redirect("contribution:home")
    context = {"form": form, "back_url": reverse("contribution:home"), "save": _("Join")}
    return render(request, "contribution/join.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Role.MANAGER)
def what(request: HttpRequest) -> HttpResponse:
    """Records, or sums only."""
    link = link_of(request.actor.service)
    if link is None or not link.gives:
        return redirect("contribution:home")
    asked = request.POST if request.method == "POST" else None
    form = WhatForm(asked, initial={"mode": link.mode})
    if form.is_valid():
        actions.give(by=request.actor, link=link, **form.cleaned_data)
        messages.success(request, _("Kept. What they have is replaced by the next push."))
        return redirect("contribution:home")
    context = {"form": form, "back_url": reverse("contribution:home")}
    return render(request, "contribution/what.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Role.MANAGER)
def stop(request: HttpRequest) -> HttpResponse:
    link = link_of(request.actor.service)
    if link is None or not link.can_stop:
        return redirect("contribution:home")
    if request.method == "POST":
        actions.stop(by=request.actor, link=link)
        messages.success(request, _("Nothing more is given. What was given is being taken back."))
        return redirect("contribution:home")
    return render(request, "contribution/stop.html", {"link": link})


@require_POST
@access(Role.MANAGER)
def renew_key(request: HttpRequest) -> HttpResponse:
    link = link_of(request.actor.service)
    if link is not None and link.gives:
        actions.renew_key(by=request.actor, link=link)
        messages.success(request, _("A new key is made. It counts once the association knows it."))
    return redirect("contribution:home")


@require_POST
@access(Role.MANAGER)
def try_now(request: HttpRequest) -> HttpResponse:
    link = link_of(request.actor.service)
    if link is not None:
        actions.try_now(by=request.actor, link=link)
        messages.success(request, _("It is tried now. Load this page again in a moment."))
    return redirect("contribution:home")
