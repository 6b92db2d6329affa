"""For how long a service keeps films as they were sent."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="service",
            name="originals_kept_days",
            field=models.PositiveSmallIntegerField(
                default=30,
                help_text="So long a film is kept as it was sent, after Attune has made its own copy, which stays. "
                "A longer time counts for all films, a shorter one for films that come later.",
                validators=[MinValueValidator(1), MaxValueValidator(3650)],
                verbose_name="days for which originals are kept",
            ),
        ),
    ]
