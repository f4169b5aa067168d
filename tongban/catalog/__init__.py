"""事项与办事指南: items, guides, forms."""
