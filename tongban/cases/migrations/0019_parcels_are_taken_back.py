from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0018_approval_of_an_extension'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='shipment', name='case_parcel_tracked_iff_sent'),
        migrations.RemoveConstraint(model_name='shipment', name='case_parcel_ended_iff_over'),
        migrations.AlterField(
            model_name='shipment',
            name='stage',
            field=models.CharField(choices=[('TO_SEND', '待寄出'), ('SENT', '已寄出'), ('SIGNED', '已签收'), ('RETURNED', '退回'), ('RECALLED', '没有寄出，已收回')], max_length=8),
        ),
        migrations.AddConstraint(
            model_name='shipment',
            constraint=models.CheckConstraint(condition=Q(stage__in=('RECALLED', 'TO_SEND'), tracking='', sent_at__isnull=True) | ~Q(stage__in=('RECALLED', 'TO_SEND')) & ~Q(tracking='') & Q(sent_at__isnull=False), name='case_parcel_tracked_iff_sent', violation_error_message='已寄出的必须有运单号和寄出时间，没有寄出的不得有。'),
        ),
        migrations.AddConstraint(
            model_name='shipment',
            constraint=models.CheckConstraint(condition=Q(stage__in=('TO_SEND', 'SENT'), ended_at__isnull=True) | ~Q(stage__in=('TO_SEND', 'SENT')) & Q(ended_at__isnull=False), name='case_parcel_ended_iff_over', violation_error_message='签收、退回或者收回的必须有时间。'),
        ),
    ]
