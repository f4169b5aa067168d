import tongban.cases.states
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_who_was_sent'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(condition=models.Q(('verb__in', (tongban.cases.states.Verb['PROPOSE_EXTENSION'], tongban.cases.states.Verb['DECLINE_EXTENSION'], tongban.cases.states.Verb['EXTEND']))), fields=['verb', 'case', 'at', 'id'], name='opinion_about_extending'),
        ),
    ]
