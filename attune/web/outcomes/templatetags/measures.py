"""What a template needs to say the name of a measure."""

from django import template

from attune.core.instruments.catalogue import find

register = template.Library()


@register.simple_tag
def measure_title(measure_id: str) -> str:
    """The title of a shipped measure."""
    return find(measure_id).title
