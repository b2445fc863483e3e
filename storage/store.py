"""Every noun's store on one database."""

from __future__ import annotations

from storage.audit import Audit
from storage.chats import Chats
from storage.comments import Comments
from storage.deliveries import Deliveries
from storage.desk import Desk
from storage.editions import Editions
from storage.entries import Entries
from storage.feeds import Feeds
from storage.inbox import Inbox
from storage.memory import SqlMemory
from storage.people import People
from storage.posts import Posts
from storage.promises import Promises
from storage.session import Transactions
from storage.stories import Stories
from storage.subscriptions import Subscriptions
from storage.upkeep import SqlUpkeep


class SqlStore:
    """A ``Store``. ``warnings`` is what the owner should know about the database below it."""

    def __init__(self, database: Transactions, warnings: tuple[str, ...] = ()) -> None:
        self.warnings = warnings
        self.feeds = Feeds(database)
        self.entries = Entries(database)
        self.stories = Stories(database)
        self.desk = Desk(database)
        self.audit = Audit(database)
        self.chats = Chats(database)
        self.subscriptions = Subscriptions(database)
        self.comments = Comments(database)
        self.people = People(database)
        self.posts = Posts(database)
        self.editions = Editions(database)
        self.promises = Promises(database)
        self.deliveries = Deliveries(database)
        self.inbox = Inbox(database)
        self.memory = SqlMemory(database)
        self.upkeep = SqlUpkeep(database)
