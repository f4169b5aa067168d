"""意见、投诉: what somebody says of how their matter is handled, and the answer; the matter itself never changes."""
