"""Addresses of cases."""

from attune.web.people.access import names_object

app_name = "cases"
names_object("case_id", "cases.Case")
names_object("participant_id", "cases.Participant")
names_object("goal_id", "cases.Goal")
names_object("cycle_id", "cases.Cycle")

urlpatterns: list = []
