"""Where in an exhibit an identifier was read."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the citation behind what was noted from an exhibit."""

    dependencies = [
        ("cases", "0010_counted_by_index"),
        ("entities", "0004_bank_accounts"),
        ("evidence", "0009_read_back"),
        ("links", "0004_families"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InExhibit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("inside", models.CharField(blank=True, max_length=60, verbose_name="file inside")),
                ("page", models.PositiveIntegerField(default=1, verbose_name="page")),
                ("said_as", models.CharField(blank=True, max_length=20, verbose_name="what the file gives it as")),
                ("noted_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="noted")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_exhibits",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "exhibit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identifiers_read",
                        to="evidence.exhibit",
                        verbose_name="exhibit",
                    ),
                ),
                (
                    "identifier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_exhibits",
                        to="entities.identifier",
                        verbose_name="identifier",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "identifier read in an exhibit",
                "verbose_name_plural": "identifiers read in exhibits",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("identifier", "exhibit", "inside", "page", "said_as"), name="links_in_exhibit_once"
                    )
                ],
            },
        ),
    ]
