"""Small working stand-ins for the ports, used before any mock."""
