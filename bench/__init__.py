"""Measurements of Tongban, each beside what a raw psycopg client does in the same run; see docs/benchmarks.md."""
