"""Releases, agreements with researchers, and what was given out: rows that the database itself keeps as they are."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("release", "withdrawal", "extract")
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
        f"""CREATE TRIGGER national_release_no_second_{name} BEFORE insert ON national_release
        WHEN EXISTS (SELECT 1 FROM national_release WHERE {name} = NEW.{name})
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"""  # noqa: S608 -- the same
        for name in ("name", "number")
    ],
    "postgresql": [
        f"""CREATE FUNCTION national_release_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{SAYS}'; END $$""",
        *(
            f"""CREATE TRIGGER national_{table}_append_only BEFORE UPDATE OR DELETE ON national_{table}
            FOR EACH ROW EXECUTE FUNCTION national_release_refuse()"""
            for table in TABLES
        ),
    ],
}


def install(apps, schema_editor):
    """The database itself refuses to change or remove what was released, whoever asks."""
    for statement in TRIGGERS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("national", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("name", models.SlugField(max_length=20, unique=True, verbose_name="name")),
                ("number", models.PositiveIntegerField(unique=True)),
                ("body", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("reasons", models.JSONField()),
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
                "verbose_name": "release",
                "verbose_name_plural": "releases",
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="ResearchAgreement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title of the study")),
                ("researcher", models.CharField(max_length=150, verbose_name="researcher")),
                ("organisation", models.CharField(max_length=200, verbose_name="organisation")),
                ("purpose", models.TextField(max_length=2000, verbose_name="purpose")),
                (
                    "ethics",
                    models.CharField(
                        max_length=200, verbose_name="reference of the ethics approval"
                    ),
                ),
                (
                    "fields",
                    models.JSONField(default=list, verbose_name="what is given of each episode"),
                ),
                ("measures", models.JSONField(default=list, verbose_name="measures")),
                ("first_year", models.PositiveIntegerField(verbose_name="first year")),
                ("last_year", models.PositiveIntegerField(verbose_name="last year")),
                (
                    "k",
                    models.PositiveIntegerField(
                        default=10,
                        validators=[django.core.validators.MinValueValidator(5)],
                        verbose_name="least number of episodes that are alike",
                    ),
                ),
                ("signed_on", models.DateField(verbose_name="signed on")),
                ("valid_until", models.DateField(verbose_name="valid until")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "research agreement",
                "verbose_name_plural": "research agreements",
                "ordering": ("-at",),
            },
        ),
        migrations.CreateModel(
            name="Extract",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("csv", "CSV with a codebook"),
                            ("parquet", "Parquet"),
                            ("sav", "SPSS"),
                            ("dta", "Stata"),
                            ("ndjson", "FHIR"),
                        ],
                        max_length=10,
                        verbose_name="file format",
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("episodes", models.PositiveIntegerField()),
                ("records", models.PositiveIntegerField()),
                ("untold", models.JSONField(default=dict)),
                ("dropped", models.PositiveIntegerField(default=0)),
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
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extracts",
                        to="national.researchagreement",
                    ),
                ),
            ],
            options={
                "verbose_name": "extract",
                "verbose_name_plural": "extracts",
                "ordering": ("-at",),
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("reason", models.CharField(max_length=500, verbose_name="why it is withdrawn")),
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
                    "release",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="national.release",
                        verbose_name="release",
                    ),
                ),
            ],
            options={
                "verbose_name": "withdrawal of a release",
                "verbose_name_plural": "withdrawals of releases",
                "ordering": ("at",),
            },
        ),
        migrations.CreateModel(
            name="ReleaseDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.SlugField(max_length=20, verbose_name="name")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("making", "Being counted"),
                            ("made", "To look at"),
                            ("freezing", "Being tried by the attacker"),
                            ("frozen", "Frozen"),
                            ("refused", "Not possible"),
                            ("dropped", "Dropped"),
                        ],
                        default="making",
                        max_length=10,
                    ),
                ),
                ("job", models.UUIDField(default=uuid.uuid4)),
                ("body", models.BinaryField(null=True)),
                ("reasons", models.JSONField(default=dict)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("refusal", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("counted_at", models.DateTimeField(null=True)),
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
                "verbose_name": "draft of a release",
                "verbose_name_plural": "drafts of releases",
                "ordering": ("-at",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("making", "made", "freezing"))),
                        fields=("name",),
                        name="one_draft_of_a_name",
                    )
                ],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
