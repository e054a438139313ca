"""The words of files that are exhibits, page by page, under seal."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was read of an exhibit, and its pages."""

    initial = True

    dependencies = [
        ('evidence', '0009_read_back'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('read', 'Read to the end'), ('partly', 'Read in part'), ('none', 'No words in it'), ('failed', 'Could not be read')], max_length=8, verbose_name='state')),
                ('why', models.CharField(blank=True, max_length=20, verbose_name='why not, or not all')),
                ('pages', models.PositiveIntegerField(default=0, verbose_name='pages with words')),
                ('read_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='read')),
                ('exhibit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='evidence.exhibit', verbose_name='exhibit')),
            ],
            options={
                'verbose_name': 'words of a file',
                'verbose_name_plural': 'words of files',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='WordsPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('part', models.PositiveIntegerField(default=0, verbose_name='part')),
                ('page', models.PositiveIntegerField(default=1, verbose_name='page')),
                ('sealed', models.BinaryField(default=bytes, verbose_name='words')),
                ('words', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='page_rows', to='contents.filewords', verbose_name='words of a file')),
            ],
            options={
                'verbose_name': 'page of a file',
                'verbose_name_plural': 'pages of files',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('words', 'number'), name='contents_page_once')],
            },
        ),
    ]
