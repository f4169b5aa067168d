"""Lint of a guide (指南质量): rules as pure functions, each finding with its place and a sentence, and the score."""
