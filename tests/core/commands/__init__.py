"""Commands, from the typed line to the answer."""
