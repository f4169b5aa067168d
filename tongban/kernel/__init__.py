"""Plain Python that every room stands on: no framework, no database, no clock."""
