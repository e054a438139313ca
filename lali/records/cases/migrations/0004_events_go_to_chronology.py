"""Events become a record app of their own, `chronology`: the table takes its name, nothing is copied."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_configured")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("event", "chronology_event")],
            state_operations=[migrations.DeleteModel("event")],
        ),
    ]
