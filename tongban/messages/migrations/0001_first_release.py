"""What people are told, the ways it goes out, and how they wish to be told."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('party_messages', '0001_initial'),
        ('party_messages', '0002_sample_texts'),
        ('party_messages', '0003_text_wishes'),
        ('party_messages', '0004_letters'),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('to_party', models.UUIDField()),
                ('template', models.CharField(max_length=60)),
                ('facts', models.JSONField()),
                ('created_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [
                    models.Index(models.F('to_party'), models.OrderBy(models.F('created_at'), descending=True), name='messages_inbox'),
                    models.Index(models.F('to_party'), condition=models.Q(('read_at__isnull', True)), name='messages_unread'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('read_at__isnull', True), ('read_at__gte', models.F('created_at')), _connector='OR'), name='messages_read_after_sent', violation_error_message='阅读时间不能早于发送时间'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TextWish',
            fields=[
                ('party', models.UUIDField(primary_key=True, serialize=False)),
                ('wish', models.CharField(choices=[('ACTION', 'ACTION'), ('ALL', 'ALL'), ('NONE', 'NONE')], max_length=8)),
                ('email', models.CharField(choices=[('ACTION', 'ACTION'), ('ALL', 'ALL'), ('NONE', 'NONE')], default='ACTION', max_length=8)),
                ('wechat', models.CharField(choices=[('ACTION', 'ACTION'), ('ALL', 'ALL'), ('NONE', 'NONE')], default='NONE', max_length=8)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('wish__in', ['ACTION', 'ALL', 'NONE']), ('email__in', ['ACTION', 'ALL', 'NONE']), ('wechat__in', ['ACTION', 'ALL', 'NONE'])), name='messages_wish_is_known', violation_error_message='请选择要不要提醒'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('way', models.CharField(choices=[('TEXT', 'TEXT'), ('EMAIL', 'EMAIL'), ('WECHAT', 'WECHAT')], max_length=8)),
                ('letter_cipher', models.BinaryField()),
                ('to_party', models.UUIDField(null=True)),
                ('template', models.CharField(blank=True, max_length=60)),
                ('facts', models.JSONField(default=dict)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('next_at', models.DateTimeField(null=True)),
                ('carried_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
                ('fault', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'indexes': [
                    models.Index(models.F('next_at'), condition=models.Q(('next_at__isnull', False)), name='messages_dispatch_due'),
                    models.Index(models.F('failed_at'), condition=models.Q(('failed_at__isnull', False)), name='messages_dispatch_failed'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('carried_at__isnull', True), ('failed_at__isnull', True), ('next_at__isnull', False)), models.Q(('carried_at__isnull', False), ('failed_at__isnull', True), ('letter_cipher', b''), ('next_at__isnull', True)), models.Q(('carried_at__isnull', True), ('failed_at__isnull', False), ('letter_cipher', b''), ('next_at__isnull', True)), _connector='OR'), name='messages_dispatch_waits_or_is_over', violation_error_message='一次发送要么还在等待，要么已经发出，要么没有发成；结束后不保留地址和内容'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SampleText',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('way', models.CharField(choices=[('TEXT', 'TEXT'), ('EMAIL', 'EMAIL'), ('WECHAT', 'WECHAT')], default='TEXT', max_length=8)),
                ('number', models.CharField(max_length=80)),
                ('words', models.CharField(max_length=400)),
                ('sent_at', models.DateTimeField()),
            ],
            options={
                'indexes': [
                    models.Index(models.OrderBy(models.F('sent_at'), descending=True), name='messages_sample_outbox'),
                ],
            },
        ),
    ]
