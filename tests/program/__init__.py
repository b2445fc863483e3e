"""The program: settings, command line, logs, start and end."""
