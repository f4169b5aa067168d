"""What an entry may hold, and how entries are hashed: plain arithmetic."""
