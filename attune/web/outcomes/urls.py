"""Addresses of measures and goals."""

from django.urls import path

from attune.web.outcomes.views import case, change, goals, offline, summary
from attune.web.people.access import names_object

app_name = "outcomes"
names_object("response_id", "outcomes.Response")
names_object("alert_id", "outcomes.Alert")
names_object("link_id", "outcomes.Link")
names_object("scaling_id", "outcomes.Scaling")

urlpatterns = [
    path("cases/<uuid:case_id>/measures/", case.show, name="case"),
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
]
