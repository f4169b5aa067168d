"""The open API: JSON for other systems, thin over the rooms below."""
