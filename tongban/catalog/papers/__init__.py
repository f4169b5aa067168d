"""样例和空白表: the files that go with a guide."""
