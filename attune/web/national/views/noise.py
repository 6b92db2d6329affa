"""Tables with noise, for the analyst: the ledger, setting the budget, making a table, and what it says."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from attune.core.statistics.noise import INSTALL, is_installed
from attune.web.national import noise_words as words
from attune.web.national.actions import noise as actions
from attune.web.national.forms.noise import BudgetForm, NoiseForm
from attune.web.national.queries import noise as queries
from attune.web.national.views.releases import CSV, JSON
from attune.web.people.access import association
from attune.web.people.models import Post
from attune.web.ui.refusals import refusal_said


@require_safe
@association(Post.ANALYST)
def show_all(request: HttpRequest) -> HttpResponse:
    """What is left, what was made, and the ledger."""
    account = queries.account()
    context = {
        "account": account,
        "allowed": words.epsilon(account.allowed),
        "spent": words.epsilon(account.spent),
        "left": words.epsilon(account.left),
        "surest": words.surest(account.spent),
        "spendings": [(row, words.epsilon(row.thousandths)) for row in queries.spendings()][::-1],
        "ledger": [
            (one, words.epsilon(one.change), words.epsilon(one.left)) for one in queries.ledger()
        ],
        "install": "" if is_installed() else INSTALL,
    }
    return render(request, "national/noise.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@association(Post.ANALYST)
def budget(request: HttpRequest) -> HttpResponse:
    """Set what may be spent, or raise it."""
    form = BudgetForm(request.POST if request.method == "POST" else None, initial={"key": uuid4()})
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.allow(
                by=request.officer,
                key=said["key"] or uuid4(),
                thousandths=said["epsilon"],
                reason=said["reason"],
            )
        except ValidationError as refusal:
            form.add_error("epsilon", refusal)
        else:
            messages.success(request, _("It stands in the ledger."))
            return redirect("national:noise")
    context = {"form": form, "account": queries.account()}
    return render(request, "national/noise_budget.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@association(Post.ANALYST)
def new(request: HttpRequest) -> HttpResponse:
    """Choose what a table is to say; see what that means; spend it. Nothing is spent before the last step."""
    form = NoiseForm(request.POST if request.method == "POST" else None, initial={"key": uuid4()})
    context = {"form": form, "install": "" if is_installed() else INSTALL}
    if not form.is_valid() or "change" in request.POST:
        context["left"] = words.epsilon(queries.account().left)
        return render(request, "national/noise_new.html", context)
    said = form.cleaned_data
    asked = (said["epsilon"], said["subjects"], said["breakdowns"])
    if "make" in request.POST:
        with refusal_said(request) as outcome:
            spending = actions.spend(
                by=request.officer,
                key=said["key"] or uuid4(),
                **dict(zip(("thousandths", "subjects", "breakdowns"), asked, strict=True)),
            )
        if not outcome.refused:
            return redirect("national:noise_table", spending.pk)
    account = queries.account()
    plan = queries.plan("", *asked, queries.years())
    context["plan"] = words.planned(plan, account.spent, account.left)
    return render(request, "national/noise_sure.html", context)


@require_safe
@association(Post.ANALYST)
def show(request: HttpRequest, spending_id: UUID) -> HttpResponse:
    """One table with its noise; or how far it is."""
    spending = queries.spending(spending_id)
    document = queries.document(spending)
    context = {
        "spending": spending,
        "epsilon": words.epsilon(spending.thousandths),
        "document": document,
        "trouble": None if document is not None else queries.trouble(spending),
    }
    if document is not None:
        context["parts"], context["off"] = words.parts(document), f"{document.count_band:,}"
        context["surest"] = words.surest(spending.thousandths)
    return render(request, "national/noise_table.html", context)


@require_safe
@association(Post.ANALYST, atomic=False)
def progress(request: HttpRequest, spending_id: UUID) -> HttpResponse:
    """Asked every two seconds by the page."""
    spending = queries.spending(spending_id)
    if queries.has_table(spending) or queries.trouble(spending) is not None:
        return HttpResponseClientRefresh()
    return render(request, "national/parts/noise_progress.html", {"spending": spending})


@require_POST
@association(Post.ANALYST)
def again(request: HttpRequest, spending_id: UUID) -> HttpResponse:
    spending = queries.spending(spending_id)
    with refusal_said(request) as outcome:
        actions.again(by=request.officer, spending=spending)
    if not outcome.refused:
        messages.info(request, _("It is tried again. Look here in a minute."))
    return redirect("national:noise_table", spending.pk)


# --- bytes ------------------------------------------------------------------------------------------
@require_safe
@association(Post.ANALYST)
def document(request: HttpRequest, spending_id: UUID) -> HttpResponse:
    """The bytes of its checksum."""
    spending = queries.spending(spending_id)
    return _file(bytes(queries.table(spending).body), JSON, f"noise-{spending.name}.json")


@require_safe
@association(Post.ANALYST)
def csv(request: HttpRequest, spending_id: UUID) -> HttpResponse:
    """The same as one CSV file."""
    spending = queries.spending(spending_id)
    return _file(queries.document_csv(spending).encode(), CSV, f"noise-{spending.name}.csv")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
