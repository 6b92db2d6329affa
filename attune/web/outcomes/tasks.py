"""Sending e-mails, done by a worker. Doing it twice sends one."""

from django_tasks import task

from attune.web.outcomes import mailing


@task
def deliver(message_id: int) -> None:
    """Send this e-mail, unless it was sent or nobody should get it any more."""
    mailing.deliver(message_id)
