"""The ledger of tables with noise, and the tables: rows that the database itself keeps as they are."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("noisebudget", "noisespending", "noisetable", "noisetrouble")
SAYS = "what was released is frozen"
TRIGGERS = {
    "sqlite": [
        f"""CREATE TRIGGER national_{table}_no_{verb} BEFORE {verb} ON national_{table}
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"""
        for table in TABLES
        for verb in ("update", "delete")
    ]
    + [
        # INSERT OR REPLACE removes a row without telling the triggers above.
        f"""CREATE TRIGGER national_{table}_no_replace BEFORE insert ON national_{table}
        WHEN EXISTS (SELECT 1 FROM national_{table} WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"""  # noqa: S608 -- the names are our own
        for table in TABLES
    ]
    + [
        f"""CREATE TRIGGER national_noisetable_no_second BEFORE insert ON national_noisetable
        WHEN EXISTS (SELECT 1 FROM national_noisetable WHERE spending_id = NEW.spending_id)
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"""  # noqa: S608 -- the same
    ],
    "postgresql": [
        # The function is that of releases (0002).
        f"""CREATE TRIGGER national_{table}_append_only BEFORE UPDATE OR DELETE ON national_{table}
        FOR EACH ROW EXECUTE FUNCTION national_release_refuse()"""
        for table in TABLES
    ],
}


def install(apps, schema_editor):
    """The database itself refuses to change or remove an entry of the ledger, whoever asks."""
    for statement in TRIGGERS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("national", "0003_extract_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NoiseBudget",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("thousandths", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=500, verbose_name="why")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the noise budget",
                "verbose_name_plural": "noise budget",
                "ordering": ("at",),
            },
        ),
        migrations.CreateModel(
            name="NoiseSpending",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("thousandths", models.PositiveIntegerField()),
                ("subjects", models.JSONField()),
                ("breakdowns", models.JSONField()),
                ("years", models.JSONField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "spending of the noise budget",
                "verbose_name_plural": "spendings of the noise budget",
                "ordering": ("at",),
            },
        ),
        migrations.CreateModel(
            name="NoiseTable",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("body", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "spending",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="table",
                        to="national.noisespending",
                    ),
                ),
            ],
            options={
                "verbose_name": "table with noise",
                "verbose_name_plural": "tables with noise",
                "ordering": ("at",),
            },
        ),
        migrations.CreateModel(
            name="NoiseTrouble",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("reason", models.CharField(max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "spending",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="troubles",
                        to="national.noisespending",
                    ),
                ),
            ],
            options={
                "verbose_name": "trouble with a table",
                "verbose_name_plural": "troubles with tables",
                "ordering": ("at",),
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
