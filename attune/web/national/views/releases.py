"""The releases, for anybody: what they say, and their bytes."""

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attune.web.national import release_words as words
from attune.web.national.queries import releases as queries
from attune.web.people.access import public

JSON, CSV, ZIP = "application/json", "text/csv; charset=utf-8", "application/zip"


@require_safe
@public
def show_all(request: HttpRequest) -> HttpResponse:
    """Every release there ever was, the newest first."""
    rows = list(queries.released())[::-1]
    return render(request, "national/releases.html", {"releases": rows})


@require_safe
@public
def show(request: HttpRequest, release_name: str) -> HttpResponse:
    """What one release says of each subject, in a line."""
    row = queries.release(release_name)
    document = queries.document_of(row)
    context = {"release": row, "document": document, "headlines": words.headlines(document)}
    return render(request, "national/release.html", context)


@require_safe
@public
def show_subject(request: HttpRequest, release_name: str, subject: str) -> HttpResponse:
    """Every table of one subject."""
    row = queries.release(release_name)
    part = queries.part(queries.document_of(row), subject)
    context = {
        "release": row,
        "part": part,
        "heading": words.subject_name(part),
        "sentence": words.sentence(part, part.overall),
        "tables": [(one.name, words.said(part, one, row.name)) for one in part.tables],
        "model": words.modelled(part.model) if part.model is not None else None,
    }
    return render(request, "national/release_subject.html", context)


# --- bytes ----------------------------------------------------------------------------------------
@require_safe
@public
def document(request: HttpRequest, release_name: str) -> HttpResponse:
    """The release itself: the bytes of its checksum."""
    row = queries.release(release_name)
    return _file(queries.body_of(row), JSON, f"release-{row.name}.json")


@require_safe
@public
def table(request: HttpRequest, release_name: str, subject: str, table: str) -> HttpResponse:
    """One table of counts, with all its margins."""
    row = queries.release(release_name)
    part = queries.part(queries.document_of(row), subject)
    text = queries.table_csv(part, queries.table(part, table))
    return _file(text.encode(), CSV, f"{part.slug}-{table}-{row.name}.csv")


@require_safe
@public
def tables(request: HttpRequest, release_name: str) -> HttpResponse:
    """All tables and figures as CSV, in the folders in which `attune national check-release` wants them."""
    row = queries.release(release_name)
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for path, text in queries.files(queries.document_of(row)).items():
            archive.writestr(
                ZipInfo(path), text.encode()
            )  # without a time: the same bytes each time
    return _file(file.getvalue(), ZIP, f"release-{row.name}.zip")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
