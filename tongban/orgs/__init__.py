"""Regions, departments, service places and their windows, and the calendars of working days."""
