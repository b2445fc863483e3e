"""Stand-ins for the platforms: real servers on loopback, as strict as what they stand in for."""
