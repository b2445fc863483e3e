"""The laws of the ports, run against every implementation."""
