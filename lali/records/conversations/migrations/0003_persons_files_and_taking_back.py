"""Participants said to be persons, files in the archive, readings that are taken back."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds what is said of participants, where files lie, and why a reading does not count any more."""

    dependencies = [
        ("cases", "0010_counted_by_index"),
        ("conversations", "0002_signs_in_pieces"),
        ("entities", "0004_bank_accounts"),
        ("evidence", "0009_read_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Enclosed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attachment", models.CharField(max_length=500, verbose_name="file by name")),
                ("number", models.PositiveIntegerField(verbose_name="number in the archive")),
                ("path", models.CharField(max_length=1000, verbose_name="name in the archive")),
                ("size", models.BigIntegerField(default=0, verbose_name="bytes")),
            ],
            options={
                "verbose_name": "file in the archive",
                "verbose_name_plural": "files in the archive",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Identification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300, verbose_name="name as written")),
                (
                    "confidence",
                    models.CharField(
                        choices=[("low", "Low"), ("moderate", "Moderate"), ("high", "High")],
                        max_length=10,
                        verbose_name="how sure we are",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="how it is known")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="noted")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300, verbose_name="why it was withdrawn")),
            ],
            options={
                "verbose_name": "identification of a participant",
                "verbose_name_plural": "identifications of participants",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="citedmessages",
            name="former",
            field=models.JSONField(blank=True, default=list, verbose_name="readings it was carried from"),
        ),
        migrations.AddField(
            model_name="conversation",
            name="files_missing",
            field=models.BigIntegerField(default=0, verbose_name="of them not in the same archive"),
        ),
        migrations.AddField(
            model_name="conversation",
            name="files_named",
            field=models.BigIntegerField(default=0, verbose_name="files named by messages"),
        ),
        migrations.AddField(
            model_name="conversation",
            name="taken_back_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="taken back"),
        ),
        migrations.AddField(
            model_name="conversation",
            name="taken_back_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taken back by",
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="taken_back_why",
            field=models.CharField(blank=True, max_length=300, verbose_name="why it was taken back"),
        ),
        migrations.AlterField(
            model_name="conversation",
            name="state",
            field=models.CharField(
                choices=[
                    ("reading", "Being read"),
                    ("asks", "Waits for an answer"),
                    ("read", "Read"),
                    ("refused", "Could not be read"),
                    ("back", "Taken back"),
                ],
                default="reading",
                max_length=8,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_back_at__isnull", True), ("taken_back_by__isnull", True)),
                    models.Q(("taken_back_at__isnull", False), ("taken_back_by__isnull", False)),
                    _connector="OR",
                ),
                name="conversations_back_together",
            ),
        ),
        migrations.AddField(
            model_name="enclosed",
            name="conversation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="conversations.conversation",
                verbose_name="conversation",
            ),
        ),
        migrations.AddField(
            model_name="identification",
            name="conversation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="identifications",
                to="conversations.conversation",
                verbose_name="conversation",
            ),
        ),
        migrations.AddField(
            model_name="identification",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="noted by",
            ),
        ),
        migrations.AddField(
            model_name="identification",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="identifications",
                to="entities.person",
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="identification",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="withdrawn by",
            ),
        ),
        migrations.AddConstraint(
            model_name="enclosed",
            constraint=models.UniqueConstraint(
                fields=("conversation", "attachment"), name="conversations_enclosed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="identification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("conversation", "name", "person"),
                name="conversations_said_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="identification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="conversations_unsaid_together",
            ),
        ),
    ]
