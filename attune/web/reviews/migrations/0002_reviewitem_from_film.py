"""A chosen moment knows which film it is of, so that one can say later when that film was deleted."""

from typing import Any

from django.db import migrations, models


def fill(apps: Any, _schema: Any) -> None:
    items = apps.get_model("reviews", "ReviewItem")
    moments = apps.get_model("reviews", "Moment")
    film = moments.objects.filter(pk=models.OuterRef("moment")).values("film")[:1]
    items.objects.filter(moment__isnull=False).update(from_film=models.Subquery(film))


class Migration(migrations.Migration):
    dependencies = (("reviews", "0001_initial"),)

    operations = (
        migrations.AddField(
            model_name="reviewitem",
            name="from_film",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    )
