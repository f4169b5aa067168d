from django.db import migrations, models

# Administrators of systems are told apart by department and region; a system lies where its department does.
WHERE_THEIR_DEPARTMENT_IS = """
UPDATE identity_client AS held SET region = home.region_id FROM orgs_department AS home WHERE home.code = held.department
"""


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0010_brakes_and_new_mobile'),
        ('orgs', '0004_units'),
    ]

    operations = [
        migrations.AddField(
            model_name='client',
            name='region',
            field=models.CharField(default='', max_length=12),
            preserve_default=False,
        ),
        migrations.RunSQL(WHERE_THEIR_DEPARTMENT_IS, migrations.RunSQL.noop),
    ]
