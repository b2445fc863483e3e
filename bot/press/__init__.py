"""The press: from the line-up to the chats."""
