"""Two members may say the same of a participant: where a victim's name is shut, neither is told what the other said."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module's docstring."""

    dependencies = [("conversations", "0003_persons_files_and_taking_back")]

    operations = [
        migrations.RemoveConstraint(model_name="identification", name="conversations_said_once"),
        migrations.AddConstraint(
            model_name="identification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("conversation", "name", "person", "made_by"),
                name="conversations_said_once",
            ),
        ),
    ]
