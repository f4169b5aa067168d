"""From what is known of an item to a guide (由事项资料写出办事指南): pure, and honest about what is not known."""
