"""The tables of this room as they were at the first release, by subject."""
