"""Entries and their versions; the database itself refuses to change or remove a version, whoever asks."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

TRIGGERS = {
    "sqlite": [
        f"""CREATE TRIGGER evidence_version_no_{verb} BEFORE {verb} ON evidence_version
        BEGIN SELECT RAISE(ABORT, 'versions of the evidence library are append-only'); END"""
        for verb in ("update", "delete")
    ]
    + [
        # INSERT OR REPLACE removes a row without telling the trigger above.
        """CREATE TRIGGER evidence_version_no_replace BEFORE insert ON evidence_version
        WHEN EXISTS (SELECT 1 FROM evidence_version WHERE id = NEW.id
            OR (entry_id = NEW.entry_id AND number = NEW.number))
        BEGIN SELECT RAISE(ABORT, 'versions of the evidence library are append-only'); END""",
    ],
    "postgresql": [
        """CREATE FUNCTION evidence_version_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'versions of the evidence library are append-only'; END $$""",
        """CREATE TRIGGER evidence_version_append_only BEFORE UPDATE OR DELETE ON evidence_version
        FOR EACH ROW EXECUTE FUNCTION evidence_version_refuse()""",
    ],
}


def install(apps, schema_editor):
    for statement in TRIGGERS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.SlugField(max_length=80, unique=True, verbose_name="short name")),
                ("doi", models.CharField(blank=True, max_length=200, null=True, unique=True)),
            ],
            options={
                "verbose_name": "entry of the evidence library",
                "verbose_name_plural": "entries of the evidence library",
                "ordering": ("key",),
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("withdrawn", models.BooleanField(default=False, verbose_name="withdrawn")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("why", models.CharField(blank=True, max_length=500, verbose_name="why")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="evidence.entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of an entry",
                "verbose_name_plural": "versions of entries",
                "ordering": ("entry__key", "-number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry", "number"), name="one_version_per_number"
                    )
                ],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
