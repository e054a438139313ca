from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("links", "0010_pairs_answered_by_families"),
    ]

    operations = [
        migrations.AddField(
            model_name="linkjudgement",
            name="said_at_once",
            field=models.UUIDField(blank=True, db_index=True, null=True, verbose_name="said at once with others"),
        ),
    ]
