"""Films are encrypted: each case has a key, and what is erased leaves a receipt."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("people", "0001_initial"),
        ("films", "0002_recordings"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseKey",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="films_key",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("epoch", models.CharField(max_length=7)),
                ("wrapped", models.BinaryField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="ErasureReceipt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("case_id", models.UUIDField()),
                ("film_id", models.UUIDField()),
                ("by_id", models.UUIDField(null=True)),
                ("erased_at", models.DateTimeField(auto_now_add=True)),
                ("key_destroyed", models.BooleanField()),
                ("backups_until", models.DateField(null=True)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.service",
                    ),
                ),
            ],
            options={"ordering": ("erased_at",)},
        ),
    ]
