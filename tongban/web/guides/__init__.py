"""The guide of an item: its page, its versions, its paper, and the questions that lead to what applies."""
