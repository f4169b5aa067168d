"""What the open API tells of a case is read without all that hangs on it, and the whole is made as it is written."""

from django.db import migrations

from tongban.cases.migrations.sql import progress, whole


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_orders_to_put_right'),
        ('catalog', '0002_recalled_changes_of_items'),
    ]

    operations = [
        migrations.RunSQL(whole.CREATE, whole.DROP),
        migrations.RunSQL(progress.CREATE, progress.DROP),
    ]
