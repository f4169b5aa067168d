"""Bytes that people hand in: checked, encrypted at rest, opened only by handle."""
