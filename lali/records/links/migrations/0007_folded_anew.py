"""What was folded, and pairs that rested on it, are let go: families are judged as a whole, and folded anew."""

from django.db import migrations


def let_go(apps, schema_editor):
    """Derived rows go; of pairs those for which nothing else speaks and that nobody judged. Judgements stay."""
    models = {name: apps.get_model("links", name) for name in ("FamilyText", "Basis", "Proposal", "Proposed")}
    rows = {name: model.objects.using(schema_editor.connection.alias) for name, model in models.items()}
    rows["FamilyText"].all().delete()
    rows["Basis"].filter(kind="family").delete()
    rows["Proposal"].filter(bases__isnull=True, judgements__isnull=True).delete()
    rows["Proposed"].update(tips=0, messages=0)


class Migration(migrations.Migration):
    """Rows only: PostgreSQL alters no table whose rows changed in the same transaction."""

    dependencies = [("links", "0006_keyed_bases")]

    operations = [migrations.RunPython(let_go, migrations.RunPython.noop)]
