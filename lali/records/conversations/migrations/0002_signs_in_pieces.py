"""Signs that show only in several messages together."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Where each piece of a sign stands, and with which messages it was read."""

    dependencies = [
        ("conversations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PieceOfSign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sign", models.CharField(max_length=60, verbose_name="sign")),
                ("n", models.BigIntegerField(verbose_name="message")),
                ("start", models.PositiveIntegerField(verbose_name="first character")),
                ("end", models.PositiveIntegerField(verbose_name="character after the last")),
                ("first", models.BigIntegerField(verbose_name="first message read with it")),
                ("last", models.BigIntegerField(verbose_name="last message read with it")),
                (
                    "conversation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="conversations.conversation",
                        verbose_name="conversation",
                    ),
                ),
            ],
            options={
                "verbose_name": "piece of a sign",
                "verbose_name_plural": "pieces of signs",
                "ordering": ["n", "start", "pk"],
                "indexes": [models.Index(fields=["conversation", "n"], name="conversations_pieces_at")],
            },
        ),
    ]
