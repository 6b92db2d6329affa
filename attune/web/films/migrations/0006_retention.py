"""Originals are kept for a time. For films that are here already it begins now."""

from datetime import timedelta

from django.db import migrations, models
from django.utils import timezone


def begin_now(apps, schema_editor):
    now = timezone.now()
    ready = apps.get_model("films", "Film").objects.filter(state="ready")
    ready.update(ready_at=now, original_until=now + timedelta(days=30))


class Migration(migrations.Migration):
    dependencies = [("films", "0005_second_camera"), ("people", "0002_originals_kept")]

    operations = [
        migrations.AddField(
            model_name="film", name="ready_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="film", name="original_until", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="film", name="original_removed_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="film",
            name="kept_seconds",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="film", name="counted_at", field=models.PositiveBigIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="film",
            name="counted_run",
            field=models.CharField(blank=True, max_length=36, default=""),
        ),
        migrations.AddField(
            model_name="erasurereceipt",
            name="what",
            field=models.CharField(
                choices=[
                    ("film", "A film, with all that was made of it"),
                    ("original", "The film as it was sent; what was made of it stays"),
                ],
                default="film",
                max_length=10,
            ),
        ),
        migrations.RunPython(begin_now, migrations.RunPython.noop),
    ]
