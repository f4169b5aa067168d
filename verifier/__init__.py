"""What outsiders check the record with: one file that stands alone."""
