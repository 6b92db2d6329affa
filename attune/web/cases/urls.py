"""Addresses of cases."""

from django.urls import path

from attune.web.cases.views import cases, consent, cycles, people, words
from attune.web.people.access import names_object

app_name = "cases"
names_object("case_id", "cases.Case")
names_object("participant_id", "cases.Participant")
names_object("goal_id", "cases.Goal")
names_object("cycle_id", "cases.Cycle")

urlpatterns = [
    path("service/", cases.service, name="service"),
    path("cases/", cases.list_cases, name="list"),
    path("cases/new/", cases.new, name="new"),
    path("cases/<uuid:case_id>/", cases.show, name="case"),
    path("cases/<uuid:case_id>/edit/", cases.edit, name="edit"),
    path("cases/<uuid:case_id>/end/", cases.end, name="end"),
    path("cases/<uuid:case_id>/reopen/", cases.reopen, name="reopen"),
    path("cases/<uuid:case_id>/share/", cases.share, name="share"),
    path("cases/<uuid:case_id>/share/end/", cases.unshare, name="unshare"),
    path("cases/<uuid:case_id>/people/new/", people.add, name="add_person"),
    path("cases/people/<uuid:participant_id>/", people.edit, name="edit_person"),
    path("cases/<uuid:case_id>/consent/", consent.show, name="consent"),
    path("cases/people/<uuid:participant_id>/remove/", people.remove, name="remove_person"),
    path("cases/people/<uuid:participant_id>/consent/", consent.ask, name="ask_consent"),
    path(
        "cases/people/<uuid:participant_id>/consent/<slug:purpose>/withdraw/",
        consent.withdraw,
        name="withdraw_consent",
    ),
    path("cases/<uuid:case_id>/question/", words.question, name="question"),
    path("cases/<uuid:case_id>/goals/new/", words.add_goal, name="add_goal"),
    path("cases/goals/<uuid:goal_id>/rate/", words.rate, name="rate_goal"),
    path("cases/<uuid:case_id>/cycles/new/", cycles.start, name="start_cycle"),
]
