"""Families are rows that last and are judged as a whole; persons and families can be watched."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds families, what is said of them, and watches."""

    dependencies = [
        ("conversations", "0004_said_once_by_each"),
        ("entities", "0004_bank_accounts"),
        ("links", "0007_folded_anew"),
        ("tips", "0006_restricted_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField(model_name="familytext", old_name="family", new_name="code"),
        migrations.CreateModel(
            name="Family",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made")),
                ("renewed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="grew together")),
            ],
            options={
                "verbose_name": "family",
                "verbose_name_plural": "families",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="FamilyJudgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("together", "They belong together"),
                            ("apart", "They have nothing to do with each other"),
                            ("unsure", "It cannot be said yet"),
                        ],
                        max_length=10,
                        verbose_name="said",
                    ),
                ),
                ("reason", models.CharField(max_length=400, verbose_name="what it goes by")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                ("undone_reason", models.CharField(blank=True, max_length=400, verbose_name="why it was taken back")),
            ],
            options={
                "verbose_name": "judgement on a family",
                "verbose_name_plural": "judgements on families",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="WideWatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("until", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="begun")),
                ("looked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="compared until")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="last told")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
            ],
            options={
                "verbose_name": "watch on a person or a family",
                "verbose_name_plural": "watches on persons and families",
                "ordering": ["-began_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="familytext",
            name="folded_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="came to be compared"),
        ),
        migrations.AddField(
            model_name="familytext",
            name="names",
            field=models.JSONField(blank=True, default=list, verbose_name="identifiers in it"),
        ),
        migrations.AddField(
            model_name="familytext",
            name="out_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="taken out"),
        ),
        migrations.AddField(
            model_name="familytext",
            name="out_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taken out by",
            ),
        ),
        migrations.AddField(
            model_name="familytext",
            name="out_reason",
            field=models.CharField(blank=True, max_length=400, verbose_name="why it was taken out"),
        ),
        migrations.AddField(
            model_name="proposed",
            name="mark",
            field=models.JSONField(blank=True, default=dict, verbose_name="stood at"),
        ),
        migrations.AddField(
            model_name="proposed",
            name="sure",
            field=models.JSONField(blank=True, default=dict, verbose_name="sure up to"),
        ),
        migrations.AlterField(
            model_name="basis",
            name="kind",
            field=models.CharField(
                choices=[
                    ("identifier", "The same phone, account, wallet or address"),
                    ("person", "May be the same person"),
                    ("picture", "Nearly the same picture"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="familytext",
            name="code",
            field=models.CharField(blank=True, db_index=True, max_length=16, verbose_name="code of the family"),
        ),
        migrations.AddField(
            model_name="familytext",
            name="family",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="texts",
                to="links.family",
                verbose_name="family",
            ),
        ),
        migrations.AddField(
            model_name="familytext",
            name="out_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="taken_out",
                to="links.family",
                verbose_name="taken out of",
            ),
        ),
        migrations.AddConstraint(
            model_name="familytext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("out_at__isnull", True), ("out_by__isnull", True), ("out_reason", "")),
                    models.Q(
                        ("family__isnull", True),
                        ("out_at__isnull", False),
                        ("out_by__isnull", False),
                        models.Q(("out_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="links_family_text_out_together",
            ),
        ),
        migrations.AddField(
            model_name="familyjudgement",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="familyjudgement",
            name="family",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="judgements",
                to="links.family",
                verbose_name="family",
            ),
        ),
        migrations.AddField(
            model_name="familyjudgement",
            name="links",
            field=models.ManyToManyField(blank=True, related_name="+", to="links.caselink", verbose_name="links made"),
        ),
        migrations.AddField(
            model_name="familyjudgement",
            name="texts",
            field=models.ManyToManyField(related_name="judgements", to="links.familytext", verbose_name="texts judged"),
        ),
        migrations.AddField(
            model_name="familyjudgement",
            name="undone_by",
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
            model_name="widewatch",
            name="family",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="watches",
                to="links.family",
                verbose_name="family",
            ),
        ),
        migrations.AddField(
            model_name="widewatch",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="widewatch",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="entities.person",
                verbose_name="person",
            ),
        ),
        migrations.AddConstraint(
            model_name="familyjudgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True), ("undone_reason", "")),
                    models.Q(
                        ("undone_at__isnull", False),
                        ("undone_by__isnull", False),
                        models.Q(("undone_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="links_family_judgement_undone_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="widewatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("family__isnull", True), ("person__isnull", True), _connector="XOR"),
                name="links_watches_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="widewatch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("member", "family"),
                name="links_family_watched_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="widewatch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("member", "person"),
                name="links_person_watched_once",
            ),
        ),
    ]
