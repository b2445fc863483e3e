"""What the core asks of the outside and offers to it: Protocols, each with its laws in prose."""
