"""Whole journeys: feeds to chat to comment, through all rooms."""
