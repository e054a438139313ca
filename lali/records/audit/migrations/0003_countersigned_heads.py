"""Heads that partners countersign."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Countersigned heads."""

    dependencies = [
        ("audit", "0002_time_stamps"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountersignedHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.BigIntegerField(verbose_name="entries")),
                ("head", models.TextField(verbose_name="signed head")),
                ("name", models.CharField(max_length=120, verbose_name="partner")),
                ("key", models.CharField(max_length=400, verbose_name="key of the countersignature")),
                ("at", models.DateTimeField(verbose_name="countersigned, as the partner says")),
                ("taken_at", models.DateTimeField(verbose_name="came back")),
                ("occasion", models.CharField(max_length=160, verbose_name="occasion")),
            ],
            options={
                "verbose_name": "countersigned head",
                "verbose_name_plural": "countersigned heads",
                "ordering": ["-size", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("size", "key", "at"), name="audit_countersigned_once")],
            },
        ),
    ]
