"""The components, as template tags. README.md lists them with examples; /gallery/ shows them."""

import datetime
import hashlib
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

register = template.Library()

RATINGS = range(11)


def draw(component: str, **context: Any) -> SafeString:
    return get_template(f"ui/components/{component}.html").render(context)


@register.filter
def dated(when: datetime.date | str) -> str:
    """A date or moment written out for people; any other text stays as it is."""
    if not isinstance(when, datetime.date):
        return when
    if isinstance(when, datetime.datetime) and timezone.is_aware(when):
        when = timezone.localtime(when)
    written = date_format(when, pgettext("how a date is written out", "j F Y"))
    return format_html('<time datetime="{}">{}</time>', when.isoformat(), written)


# --- things to do -------------------------------------------------------------------------------
@register.inclusion_tag("ui/components/button.html")
def button(label: str, **options: Any) -> dict[str, Any]:
    known = {"href", "kind", "icon", "name", "value", "type", "form", "behaviour", "described"}
    if unknown := options.keys() - known:
        raise template.TemplateSyntaxError(f"button knows no {', '.join(sorted(unknown))}")
    return {"kind": "primary", "type": "submit", **options, "label": label}


@register.simple_block_tag
def buttons(content: str) -> str:
    return draw("buttons", content=content)


@register.inclusion_tag("ui/components/back_link.html")
def back_link(url: str, label: str) -> dict[str, Any]:
    return {"url": url, "label": label}


@register.simple_block_tag(takes_context=True)
def next_step(
    context: template.Context,
    content: str,
    title: str,
    href: str = "",
    label: str = "",
    action: str = "",
) -> str:
    return draw(
        "next_step",
        content=content,
        title=title,
        href=href,
        label=label,
        action=action,
        csrf_token=context.get("csrf_token"),
    )


@register.simple_block_tag(takes_context=True)
def confirm(
    context: template.Context,
    content: str,
    label: str,
    title: str,
    action: str,
    confirm: str = "",
    cancel: str = "",
    kind: str = "danger",
    name: str = "",
    value: str = "",
) -> str:
    # The same button twice on a page would be the same dialog; two rows' buttons are two.
    words = "\n".join([label, title, action, name, str(value)])
    return draw(
        "confirm",
        id=f"confirm-{hashlib.blake2s(words.encode(), digest_size=6).hexdigest()}",
        content=content,
        label=label,
        title=title,
        action=action,
        confirm=confirm or label,
        cancel=cancel,
        kind=kind,
        name=name,
        value=value,
        csrf_token=context.get("csrf_token"),
    )


@register.inclusion_tag("ui/components/print_button.html")
def print_button(label: str = "") -> dict[str, Any]:
    return {"label": label}


# --- surfaces -----------------------------------------------------------------------------------
@register.simple_block_tag
def card(content: str, title: str = "", href: str = "", level: int = 2, tone: str = "plain") -> str:
    return draw("card", content=content, title=title, href=href, level=level, tone=tone)


@register.simple_block_tag
def cards(content: str) -> str:
    return draw("cards", content=content)


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> str:
    return draw("notice", content=content, kind=kind, title=title)


@register.simple_block_tag
def empty_state(
    content: str, title: str, href: str = "", label: str = "", icon: str = "sprout"
) -> str:
    return draw("empty_state", content=content, title=title, href=href, label=label, icon=icon)


@register.simple_block_tag
def details(content: str, summary: str) -> str:
    return draw("details", content=content, summary=summary)


# --- facts and states ---------------------------------------------------------------------------
@register.simple_block_tag
def summary_list(content: str) -> str:
    return draw("summary_list", content=content)


@register.simple_block_tag
def summary_row(content: str, key: str, href: str = "", change: str = "") -> str:
    return draw("summary_row", content=content, key=key, href=href, change=change)


@register.inclusion_tag("ui/components/badge.html")
def badge(label: str, tone: str = "plain") -> dict[str, Any]:
    return {"label": label, "tone": tone}


@register.simple_block_tag
def data_table(content: str, caption: str, numeric: bool = False) -> str:
    return draw("data_table", content=content, caption=caption, numeric=numeric)


@register.inclusion_tag("ui/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page) -> dict[str, Any]:
    request = context.get("request")
    query = request.GET.copy() if request else None

    def address(number: int) -> str:
        if query is None:
            return f"?page={number}"
        query["page"] = number
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "numbers": [(n, address(n) if isinstance(n, int) else "") for n in numbers],
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


# --- people and their words ---------------------------------------------------------------------
@register.simple_block_tag
def quote(content: str, by: str = "", when: Any = "", size: str = "large") -> str:
    return draw("quote", content=content, by=by, when=when, size=size)


@register.inclusion_tag("ui/components/person.html")
def person(name: str, role: str = "", tone: str = "plain") -> dict[str, Any]:
    return {"name": name, "role": role, "tone": tone}


@register.simple_block_tag
def people(content: str, label: str = "") -> str:
    return draw("people", content=content, label=label)


# --- the way ------------------------------------------------------------------------------------
@register.simple_block_tag
def timeline(content: str, label: str = "") -> str:
    return draw("timeline", content=content, label=label)


@register.simple_block_tag
def entry(
    content: str,
    title: str,
    kind: str = "note",
    when: Any = "",
    state: str = "done",
    href: str = "",
    level: int = 3,
) -> str:
    return draw(
        "entry",
        content=content,
        title=title,
        kind=kind,
        when=when,
        state=state,
        href=href,
        level=level,
    )


@register.inclusion_tag("ui/components/steps.html")
def steps(current: int, *labels: str) -> dict[str, Any]:
    states = [
        "done" if n < current else "now" if n == current else "later" for n in _from_one(labels)
    ]
    return {
        "steps": list(zip(_from_one(labels), labels, states, strict=True)),
        "current": current,
        "total": len(labels),
    }


def _from_one(labels: tuple[str, ...]) -> range:
    return range(1, len(labels) + 1)


@register.inclusion_tag("ui/components/progress.html")
def progress(value: int | None, total: int | None, label: str, text: str = "") -> dict[str, Any]:
    return {"value": value, "total": total, "label": label, "text": text}


@register.inclusion_tag("ui/components/rating.html")
def rating(
    value: int, before: int | None = None, label: str = "", low: str = "", high: str = ""
) -> dict[str, Any]:
    return {
        "value": value,
        "before": before,
        "label": label,
        "low": low,
        "high": high,
        "stitches": [(n, n == value, n == before) for n in RATINGS],
    }


# --- films --------------------------------------------------------------------------------------
@register.inclusion_tag("ui/components/film_tile.html")
def film_tile(
    title: str,
    href: str = "",
    poster: str = "",
    when: Any = "",
    state: str = "",
    tone: str = "plain",
    duration: str = "",
    level: int = 3,
) -> dict[str, Any]:
    return {
        "title": title,
        "href": href,
        "poster": poster,
        "when": when,
        "state": state,
        "tone": tone,
        "duration": duration,
        "level": level,
    }


@register.simple_block_tag
def clip_tile(
    content: str,
    title: str,
    href: str = "",
    poster: str = "",
    start: str = "",
    duration: str = "",
    number: int | None = None,
    level: int = 3,
) -> str:
    return draw(
        "clip_tile",
        content=content,
        title=title,
        href=href,
        poster=poster,
        start=start,
        duration=duration,
        number=number,
        level=level,
    )


# --- the frame of a page ------------------------------------------------------------------------
@register.inclusion_tag("ui/components/icon.html")
def icon(name: str) -> dict[str, Any]:
    return {"name": name}


@register.inclusion_tag("ui/forms/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    return {
        "form": form,
        "fields": [(field, field.errors) for field in form.visible_fields()],
        "hidden": [(field, field.errors) for field in form.hidden_fields()],
    }


@register.inclusion_tag("ui/components/nav_item.html", takes_context=True)
def nav_item(context: template.Context, view: str, label: str) -> dict[str, Any]:
    """A link of the header; nothing where the page does not exist (yet)."""
    try:
        url = reverse(view)
    except NoReverseMatch:
        return {"url": ""}
    request = context.get("request")
    return {"url": url, "label": label, "here": bool(request) and request.path.startswith(url)}
