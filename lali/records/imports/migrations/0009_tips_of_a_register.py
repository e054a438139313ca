from django.db import migrations


def name_their_source(apps, schema_editor):
    """Tips that an import made came by a register; how fast they were taken up says nothing."""
    using = schema_editor.connection.alias
    tips = apps.get_model("tips", "Tip").objects.using(using)
    rows = apps.get_model("imports", "ImportRow").objects.using(using).filter(became__startswith="tip:")
    for subject in rows.values_list("became", flat=True).iterator():
        tips.filter(pk=subject.removeprefix("tip:")).update(source="register", taken_up_after=None)


class Migration(migrations.Migration):
    dependencies = [("imports", "0008_discarded"), ("tips", "0003_taken_up_after")]

    operations = [migrations.RunPython(name_their_source, migrations.RunPython.noop, elidable=True)]
