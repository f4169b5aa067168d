"""The sample city in motion: some hundred invented cases of half a year, made by the services after the first start."""
