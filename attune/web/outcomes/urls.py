"""Addresses of measures and goals."""

from django.urls import path

from attune.web.outcomes.views import (
    alerts,
    case,
    change,
    filling,
    goals,
    guest,
    hand_over,
    links,
    offline,
    plans,
    summary,
)
from attune.web.people.access import names_object

app_name = "outcomes"
names_object("response_id", "outcomes.Response")
names_object("alert_id", "outcomes.Alert")
names_object("link_id", "outcomes.Link")
names_object("scaling_id", "outcomes.Scaling")

urlpatterns = [
    path("cases/<uuid:case_id>/measures/", case.show, name="case"),
    path("cases/<uuid:case_id>/measures/plan/", plans.plan, name="plan"),
    path("cases/<uuid:case_id>/measures/plan/<slug:measure_id>/", plans.plan_one, name="plan_one"),
    path("service/measures/", plans.service, name="service"),
    path("service/measures/<slug:measure_id>/", plans.service_measure, name="service_measure"),
    path("service/measures/<slug:measure_id>/wording/", plans.wording, name="wording"),
    path(
        "service/measures/<slug:measure_id>/wording/withdraw/",
        plans.withdraw_wording,
        name="withdraw_wording",
    ),
    path("service/risk/", plans.risk, name="risk"),
    path("cases/<uuid:case_id>/measures/forms/", filling.begin, name="begin"),
    path("forms/<uuid:response_id>/", filling.fill, name="fill"),
    path("forms/<uuid:response_id>/answers/", filling.answer, name="answer"),
    path("forms/<uuid:response_id>/read/", filling.read, name="read"),
    path("forms/<uuid:response_id>/correct/", filling.correct, name="correct"),
    path("forms/<uuid:response_id>/set-aside/", filling.set_aside, name="set_aside"),
    path("forms/alerts/<int:alert_id>/", alerts.show, name="alert"),
    path("cases/<uuid:case_id>/hand-over/", hand_over.hand_over, name="hand_over"),
    path("handed-over/", hand_over.handed_over, name="handed_over"),
    path("handed-over/<uuid:response_id>/", hand_over.handed_over_fill, name="handed_over_fill"),
    path(
        "handed-over/<uuid:response_id>/answers/",
        hand_over.handed_over_answer,
        name="handed_over_answer",
    ),
    path("handed-over/back/", hand_over.take_back, name="take_back"),
    path("pin/", hand_over.pin, name="pin"),
    path("offline/", offline.shell, name="offline"),
    path("offline/worker.js", offline.worker, name="offline_worker"),
    path("offline/sender/", offline.sender, name="offline_sender"),
    path("offline/submissions/", offline.letters, name="offline_letters"),
    path("offline/import/", offline.import_file, name="offline_import"),
    path("cases/<uuid:case_id>/offline/", offline.pack, name="offline_pack"),
    path("cases/<uuid:case_id>/change/", change.show, name="change"),
    path("cases/<uuid:case_id>/summary/", summary.show, name="summary"),
    path("cases/<uuid:case_id>/summary/pdf/", summary.pdf, name="summary_pdf"),
    path("cases/goals/<uuid:goal_id>/scale/", goals.scale, name="scale"),
    path("cases/goals/<uuid:goal_id>/attain/", goals.attain_goal, name="attain"),
    path("cases/<uuid:case_id>/links/", links.overview, name="links"),
    path("cases/<uuid:case_id>/links/new/", links.new, name="link_new"),
    path("links/<uuid:link_id>/revoke/", links.revoke, name="link_revoke"),
    path("fill/", guest.begin, name="guest"),
    path("fill/open/", guest.open_link, name="guest_open"),
    path("fill/leave/", guest.leave, name="guest_leave"),
    path("fill/forms/", guest.forms, name="guest_forms"),
    path("fill/forms/<slug:form_key>/", guest.fill, name="guest_form"),
    path("fill/forms/<slug:form_key>/answers/", guest.answer, name="guest_answer"),
]
