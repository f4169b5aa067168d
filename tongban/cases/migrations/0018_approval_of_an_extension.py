from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0017_points_left_unmet'),
    ]

    operations = [
        migrations.AddField(
            model_name='opinion',
            name='approval',
            field=models.CharField(blank=True, default='', help_text='for an extension: the number of the paper that approved it', max_length=100),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=Q(approval='') | Q(verb='EXTEND'), name='opinion_approval_only_of_extending', violation_error_message='只有延长办理期限才有批准文号。'),
        ),
    ]
