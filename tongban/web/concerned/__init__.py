"""What interested parties were told, and what they say of it."""
