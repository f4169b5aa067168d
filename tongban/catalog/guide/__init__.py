"""The guide document (办事指南): its words, its fourteen elements, its faults."""
