"""The commands: declared once in ``table``, run by their handlers, rendered by each platform."""
