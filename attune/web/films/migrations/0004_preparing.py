"""Why preparing waits, and since when it runs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("films", "0003_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="film",
            name="held",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "It goes on"),
                    ("stopped", "Somebody stopped it"),
                    ("room", "There is not enough room on the server"),
                    ("walls", "The server can't open films safely"),
                ],
                default="",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="film",
            name="preparing_since",
            field=models.DateTimeField(null=True),
        ),
    ]
