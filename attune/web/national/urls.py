"""Addresses of the national instance."""

from django.urls import path

from attune.web.national.views import (
    abreast,
    api,
    drafts,
    enrolled,
    extracts,
    home,
    noise,
    releases,
    research,
)

app_name = "national"

urlpatterns = [
    path("national/", home.show, name="home"),
    path("national/services/", enrolled.show_all, name="services"),
    path("national/services/beside/", abreast.show, name="abreast"),
    path("national/services/invite/", enrolled.invite, name="invite"),
    path("national/services/<uuid:enrolment_id>/", enrolled.show, name="service"),
    path(
        "national/services/<uuid:enrolment_id>/invite/", enrolled.invite_again, name="invite_again"
    ),
    path("national/services/<uuid:enrolment_id>/revoke/", enrolled.revoke, name="revoke"),
    path("national/invitations/<uuid:invitation_id>/withdraw/", enrolled.withdraw, name="withdraw"),
    path("national/api/enrol/", api.enrol, name="api_enrol"),
    path("national/api/pushes/", api.pushes, name="api_pushes"),
    path("national/api/keys/", api.keys, name="api_keys"),
    path("national/api/me/", api.me, name="api_me"),
    path("national/releases/", releases.show_all, name="releases"),
    path("national/releases/<slug:release_name>/", releases.show, name="release"),
    path(
        "national/releases/<slug:release_name>/release.json",
        releases.document,
        name="release_document",
    ),
    path(
        "national/releases/<slug:release_name>/tables.zip", releases.tables, name="release_tables"
    ),
    path(
        "national/releases/<slug:release_name>/withdraw/", drafts.withdraw, name="withdraw_release"
    ),
    path(
        "national/releases/<slug:release_name>/of/<slug:subject>/",
        releases.show_subject,
        name="release_subject",
    ),
    path(
        "national/releases/<slug:release_name>/of/<slug:subject>/<slug:table>.csv",
        releases.table,
        name="release_table",
    ),
    path("national/drafts/", drafts.show_all, name="drafts"),
    path("national/drafts/<uuid:draft_id>/", drafts.show, name="draft"),
    path("national/drafts/<uuid:draft_id>/progress/", drafts.progress, name="draft_progress"),
    path("national/drafts/<uuid:draft_id>/freeze/", drafts.freeze, name="freeze_draft"),
    path("national/drafts/<uuid:draft_id>/drop/", drafts.drop, name="drop_draft"),
    path(
        "national/drafts/<uuid:draft_id>/of/<slug:subject>/",
        drafts.show_subject,
        name="draft_subject",
    ),
    path("national/noise/", noise.show_all, name="noise"),
    path("national/noise/budget/", noise.budget, name="noise_budget"),
    path("national/noise/new/", noise.new, name="new_noise"),
    path("national/noise/<uuid:spending_id>/", noise.show, name="noise_table"),
    path("national/noise/<uuid:spending_id>/progress/", noise.progress, name="noise_progress"),
    path("national/noise/<uuid:spending_id>/again/", noise.again, name="noise_again"),
    path("national/noise/<uuid:spending_id>/noise.json", noise.document, name="noise_document"),
    path("national/noise/<uuid:spending_id>/noise.csv", noise.csv, name="noise_csv"),
    path("national/research/", research.show_all, name="research"),
    path("national/research/new/", research.new, name="new_agreement"),
    path("national/research/<uuid:agreement_id>/", research.show, name="agreement"),
    path("national/research/<uuid:agreement_id>/codebook/", research.codebook, name="codebook"),
    path("national/research/<uuid:agreement_id>/end/", research.end, name="end_agreement"),
    path("national/extracts/<uuid:extract_id>/", extracts.show, name="extract"),
    path(
        "national/extracts/<uuid:extract_id>/progress/", extracts.progress, name="extract_progress"
    ),
    path("national/extracts/<uuid:extract_id>/give/", extracts.give, name="give_extract"),
    path("national/extracts/<uuid:extract_id>/erase/", extracts.erase, name="erase_extract"),
]
