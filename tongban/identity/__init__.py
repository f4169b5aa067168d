"""Persons, organisations, staff, and who may act as whom."""
