"""Run inside a server's environment: Maya has a case with two scores, whose client said yes to the national data. Prints its key.

With a number: so many such cases, and their work has ended.
"""

import sys

import django

django.setup()

from django_scopes import scope  # noqa: E402 -- only after Django is set up

from attune.web.cases.models import Case  # noqa: E402 -- the same
from attune.web.cases.queries import today  # noqa: E402 -- the same
from attune.web.people.models import Person  # noqa: E402 -- the same
from attune.web.people.queries import actor_for  # noqa: E402 -- the same
from tests.factories.contribution import family_that_gives  # noqa: E402 -- the same

maya = actor_for(Person.objects.get(email="maya@example.org"))
with scope(service=maya.service):
    if len(sys.argv) > 1:
        for number in range(int(sys.argv[1])):
            case = family_that_gives(maya, f"Heather {number}").case
            Case.objects.filter(pk=case.pk).update(ended_on=today(), ending="planned")
    else:
        sys.stdout.write(str(family_that_gives(maya, "Heather").case.pk))
