import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_fewer_indexes'),
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ComplaintFile',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='cases.complaint')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
        ),
        migrations.AddField(
            model_name='toldparty',
            name='number_digest',
            field=models.CharField(blank=True, default='', help_text='of the number of who is not known here; keyed, see identity', max_length=64),
        ),
        migrations.AddConstraint(
            model_name='toldparty',
            constraint=models.UniqueConstraint(condition=models.Q(('number_digest', ''), _negated=True), fields=('number_digest', 'case'), name='told_once_a_number', violation_error_message='已经告知过这位利害关系人。'),
        ),
    ]
