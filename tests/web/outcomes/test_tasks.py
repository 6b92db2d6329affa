"""The worker's part of sending."""

from django.core import mail

from attune.web.config.workers import Worker
from attune.web.outcomes import tasks
from tests.factories.links import link_for


def test_making_a_link_with_an_address_sends_one_e_mail(family, settings, tmp_path):
    settings.DATA = tmp_path
    link, _token = link_for(family, email="ana@example.org")
    tasks.deliver.enqueue(link.messages.get().pk)  # as the clock might
    worker = Worker("default")
    while worker.turn():
        pass
    assert [letter.to for letter in mail.outbox] == [["ana@example.org"]]
