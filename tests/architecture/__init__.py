"""Tests of the house itself: who imports whom, and whether the papers still tell the truth."""
