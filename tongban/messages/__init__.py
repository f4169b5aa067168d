"""Messages to the people and organisations served."""
