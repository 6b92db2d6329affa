"""A recording in the browser begins before anybody knows how many bytes it will have."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("films", "0001_initial")]

    operations = [
        migrations.AlterField("film", "size", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("film", "last_part_at", models.DateTimeField(null=True)),
    ]
