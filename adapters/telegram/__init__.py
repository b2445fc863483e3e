"""Telegram: updates in, messages out, through python-telegram-bot."""

from __future__ import annotations
