from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letterbox", "0005_one_file_a_place")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="last_place",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="place"),
        ),
    ]
