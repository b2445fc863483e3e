"""A small day of invented news, served on loopback: what ``make demo`` and tests read."""
