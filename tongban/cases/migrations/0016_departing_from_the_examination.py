from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_hanging'),
    ]

    operations = [
        migrations.AddField(
            model_name='opinion',
            name='departing',
            field=models.TextField(blank=True, default='', help_text='for a grant: why, although the examination found the conditions not met'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=Q(departing='') | Q(verb='GRANT'), name='opinion_departs_only_in_granting', violation_error_message='只有准予决定才有不采纳审查意见的理由。'),
        ),
    ]
