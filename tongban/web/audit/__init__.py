"""The audit administrator's pages: everything recorded, why, and the proof of it."""
