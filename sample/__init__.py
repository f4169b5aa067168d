"""The sample: data of a city, and a stand-in for the world around it."""
