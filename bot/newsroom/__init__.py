"""Feeds to line-up: what comes in, which story it tells, and how near that is to the briefing."""
