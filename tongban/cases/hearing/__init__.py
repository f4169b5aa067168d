"""Whose interests a matter bears on, what they say of it, and the hearing (行政许可法36, 46-48)."""
