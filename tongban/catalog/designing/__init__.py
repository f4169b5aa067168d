"""Designing (pure): every change of a form, of materials, steps and situations gives a new content or is refused."""
