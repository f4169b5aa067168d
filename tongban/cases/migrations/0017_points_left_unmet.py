from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0016_departing_from_the_examination'),
    ]

    operations = [
        migrations.AddField(
            model_name='correctionnotice',
            name='unmet',
            field=models.JSONField(default=list, help_text='the elements that the applicant could or would not hand in; why, is in the replies'),
        ),
        migrations.AddConstraint(
            model_name='correctionnotice',
            constraint=models.CheckConstraint(condition=Q(unmet=[]) | Q(answered_at__isnull=False), name='correction_unmet_only_when_answered', violation_error_message='没有提交补正，不会有交不了的内容。'),
        ),
    ]
