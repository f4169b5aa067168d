"""Editors of the parts of a guide that need more than a form: 表单, 材料, 流程, 情形."""
