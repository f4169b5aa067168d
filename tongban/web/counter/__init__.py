"""The general counter: take in an application for a person who came in, under the same rules as online."""
