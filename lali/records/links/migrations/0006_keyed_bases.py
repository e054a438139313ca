"""A basis of any kind but an identifier has a key of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The code of a family becomes the key of whatever kind of basis."""

    dependencies = [
        ("entities", "0004_bank_accounts"),
        ("links", "0005_in_exhibits"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="basis", name="links_family_basis_once"),
        migrations.RemoveConstraint(model_name="basis", name="links_basis_is_one_thing"),
        migrations.RemoveIndex(model_name="basis", name="links_bases_by_family"),
        migrations.RenameField(model_name="basis", old_name="family", new_name="key"),
        migrations.AlterField(
            model_name="basis",
            name="key",
            field=models.CharField(blank=True, max_length=80, verbose_name="what they share"),
        ),
        migrations.AlterField(
            model_name="basis",
            name="kind",
            field=models.CharField(
                choices=[
                    ("identifier", "The same phone, account, wallet or address"),
                    ("family", "Nearly the same words"),
                    ("person", "May be the same person"),
                    ("picture", "Nearly the same picture"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AddIndex(
            model_name="basis",
            index=models.Index(fields=["kind", "key"], name="links_bases_by_key"),
        ),
        migrations.AddConstraint(
            model_name="basis",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True),
                fields=("proposal", "kind", "key"),
                name="links_keyed_basis_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="basis",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("identifier__isnull", False), ("key", ""), ("kind", "identifier")),
                    models.Q(
                        ("identifier__isnull", True),
                        models.Q(("key", ""), _negated=True),
                        models.Q(("kind", "identifier"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="links_basis_is_one_thing",
            ),
        ),
    ]
