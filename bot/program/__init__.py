"""The composition root: the one room that sees all others, and puts them together."""

from __future__ import annotations
