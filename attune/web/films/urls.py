"""Addresses of films."""

from attune.web.people.access import names_object

app_name = "films"
names_object("film_id", "films.Film")

urlpatterns: list = []
