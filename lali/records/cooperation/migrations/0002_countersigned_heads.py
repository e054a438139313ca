"""Heads that partners countersign."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Countersigned heads."""

    dependencies = [
        ("cooperation", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="incomingpacket",
            name="head",
            field=models.TextField(blank=True, verbose_name="head of the partner's journal"),
        ),
        migrations.AddField(
            model_name="incomingpacket",
            name="head_seen",
            field=models.CharField(
                blank=True,
                choices=[
                    ("first", "Countersigned: the first head of this journal that was seen"),
                    ("adds", "Countersigned: it begins with all that was seen before"),
                    ("unreadable", "Not countersigned: it cannot be read"),
                    ("unsigned", "Not countersigned: its signature does not hold"),
                    ("other_key", "Not countersigned: another key than before signed it. Exchange cards anew."),
                    ("not_compared", "Not countersigned: nothing proves that it begins with what was seen before"),
                    ("rewritten", "Not countersigned: it says something else of entries that were seen before"),
                ],
                max_length=20,
                verbose_name="what we found about that head",
            ),
        ),
        migrations.AddField(
            model_name="packet",
            name="not_countersigned",
            field=models.CharField(
                blank=True, max_length=40, verbose_name="why the partner did not countersign our journal"
            ),
        ),
        migrations.CreateModel(
            name="SeenHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.BigIntegerField(verbose_name="entries")),
                ("root", models.CharField(max_length=64, verbose_name="root")),
                ("key", models.CharField(max_length=400, verbose_name="key that signed it")),
                ("at", models.DateTimeField(verbose_name="seen")),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="heads",
                        to="cooperation.partner",
                        verbose_name="partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "head that was seen",
                "verbose_name_plural": "heads that were seen",
                "ordering": ["-size"],
                "constraints": [
                    models.UniqueConstraint(fields=("partner", "size"), name="cooperation_one_root_of_a_size")
                ],
            },
        ),
    ]
