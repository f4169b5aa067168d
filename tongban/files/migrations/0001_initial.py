"""The table of kept files."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('mime', models.CharField(max_length=40, verbose_name='类型')),
                ('size', models.PositiveIntegerField(verbose_name='字节数')),
                ('sm3', models.CharField(max_length=64, verbose_name='SM3 摘要')),
                ('owner_kind', models.CharField(max_length=40, verbose_name='用途')),
                ('stored_by', models.UUIDField(verbose_name='上传人')),
                ('stored_at', models.DateTimeField(verbose_name='上传时间')),
            ],
            options={
                'verbose_name': '文件',
                'constraints': [models.CheckConstraint(condition=models.Q(('mime__in', ['application/pdf', 'image/jpeg', 'image/png'])), name='file_mime_is_one_we_keep', violation_error_message='只能保存 PDF、JPG 或 PNG 文件'), models.CheckConstraint(condition=models.Q(('size__gt', 0), ('size__lte', 20971520)), name='file_size_within_limit', violation_error_message='文件不能为空，也不能超过 20 MB'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), ('sm3__regex', '^[0-9a-f]{64}$')), name='file_has_name_and_digest', violation_error_message='文件必须有名称和摘要')],
            },
        ),
    ]
