"""The launcher: it starts, watches, stops, backs up and restores the system, and knows nothing of its inside."""
