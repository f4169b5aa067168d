"""The words of the two decisions are those for matters of every kind, not of licences only."""

import tongban.cases.states
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_reminded_of_originals'),
    ]

    operations = [
        migrations.AlterField(
            model_name='case',
            name='state',
            field=models.CharField(choices=[(tongban.cases.states.State['DRAFT'], '填写中'), (tongban.cases.states.State['RECEIVED'], '已收件，待受理'), (tongban.cases.states.State['CORRECTION'], '待补正'), (tongban.cases.states.State['CORRECTED'], '已补正，待受理'), (tongban.cases.states.State['PRESCREENED'], '预审通过，待核验原件'), (tongban.cases.states.State['ACCEPTED'], '已受理，审查中'), (tongban.cases.states.State['EXAMINED'], '已审查，待决定'), (tongban.cases.states.State['GRANTED'], '准予办理'), (tongban.cases.states.State['REFUSED'], '不予办理'), (tongban.cases.states.State['NOT_ACCEPTED'], '不予受理'), (tongban.cases.states.State['WITHDRAWN'], '已撤回'), (tongban.cases.states.State['TERMINATED'], '终止办理')], default=tongban.cases.states.State['DRAFT'], max_length=16),
        ),
    ]
