"""Readers' affairs: what comes in from chats, subscriptions, comments and likes."""
