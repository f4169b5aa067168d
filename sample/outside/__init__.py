"""The world outside of the sample city: simulators of identity providers, and a department's own system.

It knows nothing of the product: HTTP is all they share. Everything here is made up and marked 模拟.
"""
