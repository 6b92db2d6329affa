"""A second film of the same moments lies beside a first."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("films", "0004_preparing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SecondCamera",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("looking", "Attune is listening to both films"),
                            ("found", "Found by the sound of both films"),
                            ("unsure", "Not sure"),
                            ("by-hand", "Laid beside each other by hand"),
                        ],
                        default="looking",
                        max_length=10,
                    ),
                ),
                ("offset_num", models.BigIntegerField(null=True)),
                ("offset_den", models.BigIntegerField(null=True)),
                ("reason", models.CharField(blank=True, max_length=20)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="second_camera",
                        to="films.film",
                    ),
                ),
                (
                    "second",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="first_camera",
                        to="films.film",
                    ),
                ),
            ],
            options={"verbose_name": "second camera", "verbose_name_plural": "second cameras"},
        ),
    ]
