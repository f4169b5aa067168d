"""What the desk keeps beside a case: what was ticked of the criteria, and texts that are written again and again."""
