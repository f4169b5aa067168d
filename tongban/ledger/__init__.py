"""The record of every service verb."""
