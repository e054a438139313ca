"""Events come here from `cases`, table and all; nothing is copied."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0004_events_go_to_chronology"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("at", models.DateTimeField(verbose_name="when")),
                        ("text", models.CharField(max_length=400, verbose_name="what happened")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                        ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="cases.case", verbose_name="case")),
                        ("noted_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="noted by")),
                    ],
                    options={"verbose_name": "event", "verbose_name_plural": "events", "ordering": ["at", "pk"]},
                ),
            ],
        ),
    ]
