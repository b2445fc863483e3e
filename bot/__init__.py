"""The core of Diplomatic Briefing: it knows no platform, no database and no network."""

__version__ = "0.1.0"
