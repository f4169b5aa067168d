"""The words of the search, for those who manage items."""
