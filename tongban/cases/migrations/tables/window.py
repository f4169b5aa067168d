"""What passes over the window: papers, handing over and out, post, visits."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='SeenPaper',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='cases.case')),
            ('material', models.CharField(max_length=64)),
            ('seen', models.BooleanField()),
            ('copies', models.PositiveSmallIntegerField()),
            ('kept', models.PositiveSmallIntegerField()),
            ('at', models.DateTimeField()),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('case', 'material'), name='case_paper_once_a_material'),
                models.CheckConstraint(condition=models.Q(('seen', True), ('copies__gt', 0), ('kept__gt', 0), _connector='OR'), name='case_paper_is_something', violation_error_message='没有看过原件、也没有收纸质材料的，不记录。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Handover',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('number', models.CharField(max_length=32, unique=True)),
            ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.department')),
            ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.region')),
            ('place_code', models.CharField(blank=True, default='', max_length=32)),
            ('handed_at', models.DateTimeField()),
            ('handed_by', models.UUIDField()),
            ('confirmed_at', models.DateTimeField(null=True)),
            ('confirmed_by', models.UUIDField(null=True)),
        ],
        options={
            'indexes': [
                models.Index(fields=['department', '-handed_at'], name='case_handover_by_department'),
                models.Index(fields=['region', '-handed_at'], name='case_handover_by_region'),
            ],
            'constraints': [
                models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='case_handover_confirmed_by_somebody', violation_error_message='确认交接单必须同时记录确认人和时间。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='PaperFile',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ('supplied', models.CharField(max_length=12)),
            ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.department')),
            ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.region')),
            ('place_code', models.CharField(blank=True, default='', max_length=32)),
            ('received_at', models.DateTimeField()),
            ('stage', models.CharField(choices=[('WAITING', '还没有移交'), ('HANDED', '已移交，等部门确认'), ('TAKEN', '部门已收到'), ('LACKING', '部门说明缺件')], max_length=8)),
            ('handover', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='cases.handover')),
            ('lacks', models.CharField(blank=True, default='', help_text='what the department misses', max_length=300)),
        ],
        options={
            'indexes': [
                models.Index(condition=models.Q(('stage__in', ('WAITING', 'LACKING'))), fields=['department', 'received_at'], name='case_paper_file_to_hand_over'),
            ],
            'constraints': [
                models.UniqueConstraint(fields=('case', 'supplied'), name='case_paper_file_once'),
                models.CheckConstraint(condition=models.Q(models.Q(('handover__isnull', True), ('stage', 'WAITING')), models.Q(models.Q(('stage', 'WAITING'), _negated=True), ('handover__isnull', False)), _connector='OR'), name='case_paper_file_handed_by_list', violation_error_message='移交过的材料必须有交接单，没有移交的不得有。'),
                models.CheckConstraint(condition=models.Q(models.Q(('stage', 'LACKING'), _negated=True), models.Q(('lacks', ''), _negated=True), _connector='OR'), name='case_paper_file_says_what_lacks', violation_error_message='注明缺件的，必须写明缺什么。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='DeliveryChoice',
        fields=[
            ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='wish', serialize=False, to='cases.case')),
            ('way', models.CharField(choices=[('ONLINE', '网上签收、下载'), ('WINDOW', '到出件窗口领取'), ('POST', '邮寄')], max_length=8)),
            ('paper', models.BooleanField(help_text='whether a paper is wanted besides the electronic result')),
            ('address', models.BinaryField(help_text='name, telephone and place, encrypted', null=True)),
            ('chosen_at', models.DateTimeField()),
            ('chosen_by', models.UUIDField()),
        ],
        options={
            'constraints': [
                models.CheckConstraint(condition=models.Q(models.Q(('address__isnull', False), ('way', 'POST')), models.Q(models.Q(('way', 'POST'), _negated=True), ('address__isnull', True)), _connector='OR'), name='case_wish_address_iff_posted', violation_error_message='选择邮寄的必须有收件地址，其他方式不得有。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Shipment',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shipments', to='cases.case')),
            ('stage', models.CharField(choices=[('TO_SEND', '待寄出'), ('SENT', '已寄出'), ('SIGNED', '已签收'), ('RETURNED', '退回'), ('RECALLED', '没有寄出，已收回')], max_length=8)),
            ('tracking', models.CharField(blank=True, default='', max_length=40)),
            ('ordered_at', models.DateTimeField()),
            ('ordered_by', models.UUIDField()),
            ('sent_at', models.DateTimeField(null=True)),
            ('ended_at', models.DateTimeField(null=True)),
            ('asked_at', models.DateTimeField(help_text='when the post was asked last')),
            ('refused', models.BooleanField(default=False, help_text='whether the post did not take the address')),
        ],
        options={
            'indexes': [
                models.Index(condition=models.Q(('stage__in', ('TO_SEND', 'SENT'))), fields=['asked_at'], name='case_parcel_to_ask'),
            ],
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('stage__in', ('TO_SEND', 'SENT'))), fields=('case',), name='case_one_parcel_on_its_way', violation_error_message='这个结果已经交邮，正在路上。'),
                models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', True), ('stage__in', ('RECALLED', 'TO_SEND')), ('tracking', '')), models.Q(models.Q(('stage__in', ('RECALLED', 'TO_SEND')), _negated=True), models.Q(('tracking', ''), _negated=True), ('sent_at__isnull', False)), _connector='OR'), name='case_parcel_tracked_iff_sent', violation_error_message='已寄出的必须有运单号和寄出时间，没有寄出的不得有。'),
                models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('stage__in', ('TO_SEND', 'SENT'))), models.Q(models.Q(('stage__in', ('TO_SEND', 'SENT')), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='case_parcel_ended_iff_over', violation_error_message='签收、退回或者收回的必须有时间。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='HandingOut',
        fields=[
            ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='handing_out', serialize=False, to='cases.case')),
            ('way', models.CharField(choices=[('ONLINE', '网上签收、下载'), ('WINDOW', '到出件窗口领取'), ('POST', '邮寄')], max_length=8)),
            ('capacity', models.CharField(choices=[('APPLICANT', '申请人本人'), ('MANDATED', '有权代领的人')], max_length=9)),
            ('mandate', models.UUIDField(null=True)),
            ('proof', models.CharField(blank=True, choices=[('CARD_READER', '读取身份证'), ('DOCUMENT', '核对证件原件')], max_length=11)),
            ('signature', models.CharField(choices=[('DRAWN', '当场手写签收'), ('ON_PAPER', '在纸质送达回证上签收'), ('REFUSED', '拒绝签收'), ('BY_POST', '邮寄签收')], max_length=8)),
            ('told', models.BinaryField(null=True)),
            ('place_code', models.CharField(blank=True, default='', max_length=32)),
            ('at', models.DateTimeField()),
        ],
        options={
            'constraints': [
                models.CheckConstraint(condition=models.Q(models.Q(('signature__in', ('DRAWN', 'REFUSED')), ('told__isnull', False)), models.Q(('signature__in', ('ON_PAPER', 'BY_POST')), ('told__isnull', True)), _connector='OR'), name='case_handing_out_told_iff_needed', violation_error_message='当场手写的签收要有签名，拒绝签收的要有见证。'),
                models.CheckConstraint(condition=models.Q(models.Q(('proof', ''), ('way', 'POST')), models.Q(('way', 'WINDOW'), models.Q(('proof', ''), _negated=True)), _connector='OR'), name='case_handing_out_checked', violation_error_message='在窗口领取的，必须核对过领取人的证件。'),
                models.CheckConstraint(condition=models.Q(models.Q(('capacity', 'MANDATED'), ('mandate__isnull', False)), models.Q(('capacity', 'APPLICANT'), ('mandate__isnull', True)), _connector='OR'), name='case_handing_out_mandate_iff_mandated', violation_error_message='代领的必须记录凭哪一份委托。'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Visit',
        fields=[
            ('id', models.UUIDField(primary_key=True, serialize=False)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='cases.case')),
            ('kind', models.CharField(choices=[('RECEIPT', '窗口收件'), ('CORRECTION', '窗口补正'), ('ORIGINALS', '窗口核对原件'), ('COLLECTION', '窗口领取结果')], max_length=10)),
            ('place_code', models.CharField(blank=True, default='', max_length=32)),
            ('day', models.DateField()),
            ('at', models.DateTimeField()),
        ],
        options={
            'indexes': [
                models.Index(fields=['day'], name='case_visit_by_day'),
            ],
        },
    ),
]
