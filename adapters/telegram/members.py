"""What a member of a chat is there, by Telegram's word."""

from __future__ import annotations

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberRestricted
from telegram.constants import ChatMemberStatus


def belongs(member: ChatMember) -> bool:
    """Whether they are in the chat."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


def posts(member: ChatMember) -> bool:
    """Whether they may post in the channel whose member they are."""
    if isinstance(member, ChatMemberAdministrator):
        return bool(member.can_post_messages)
    return member.status == ChatMemberStatus.OWNER


def rules(member: ChatMember) -> bool:
    """Whether they administer the chat."""
    return member.status in {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}
