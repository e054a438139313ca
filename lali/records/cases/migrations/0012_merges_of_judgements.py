"""Until now a judgement "the same" did not say which merge it had made: both were written at once, by one member."""

from datetime import timedelta

from django.db import migrations

AT_ONCE = timedelta(seconds=30)  # a merge and its judgement are one transaction


def name_the_merge(apps, _schema_editor):
    """The last merge that the same member made with the same words, just before; parted since, it was taken back."""
    judgements = apps.get_model("cases", "PersonJudgement").objects.filter(likeness="same", merge__isnull=True)
    merges = apps.get_model("cases", "PersonMerge").objects
    for said in judgements.order_by("pk"):
        before = merges.filter(merged_by=said.by_id, merged_at__lte=said.at, merged_at__gte=said.at - AT_ONCE)
        merge = before.filter(reason=said.reason, judgements__isnull=True).order_by("-pk").first()
        if merge is None:
            continue
        said.merge = merge
        if merge.undone_at and merge.undone_reason:
            said.undone_at, said.undone_by_id = merge.undone_at, merge.undone_by_id
            said.undone_reason = merge.undone_reason
        said.save()


class Migration(migrations.Migration):
    """Fills one column."""

    dependencies = [("cases", "0011_judgements_on_persons_taken_back")]

    operations = [migrations.RunPython(name_the_merge, migrations.RunPython.noop, elidable=True)]
