from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('awareness', '0002_writers'),
    ]

    operations = [
        migrations.RenameField(model_name='audience', old_name='channel', new_name='channels'),
        migrations.AlterField(
            model_name='audience',
            name='channels',
            field=models.CharField(max_length=60, verbose_name='channels'),
        ),
    ]
