from django.db import migrations, models


def part(apps, schema_editor):
    """Give a file that was put at a place already taken a place of its own; its copy, written after it, follows."""
    files = apps.get_model("letterbox", "Enclosure").objects.using(schema_editor.connection.alias)
    rows = list(files.order_by("pk").values_list("pk", "draft", "report", "place", "is_copy"))
    last, taken, moved = {}, set(), {}
    for _pk, draft, report, place, _copy in rows:
        last[draft, report] = max(place, last.get((draft, report), 0))
    for pk, draft, report, place, is_copy in rows:
        now = moved.get((draft, report, place), place)
        if (draft, report, now, is_copy) in taken:
            last[draft, report] += 1
            now = moved[draft, report, place] = last[draft, report]
        if now != place:
            files.filter(pk=pk).update(place=now)
        taken.add((draft, report, now, is_copy))


class Migration(migrations.Migration):
    dependencies = [("letterbox", "0004_files")]

    operations = [
        migrations.RunPython(part, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="enclosure",
            constraint=models.UniqueConstraint(
                fields=("draft", "place", "is_copy"), name="letterbox_one_file_of_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="enclosure",
            constraint=models.UniqueConstraint(
                fields=("report", "place", "is_copy"), name="letterbox_one_file_of_report"
            ),
        ),
    ]
