"""Feature lists (特色服务清单) and who is handled in the centres: worked out from what is published, never declared."""
