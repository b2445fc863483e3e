"""The methods that ask: who am I, what is this chat, who is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.platforms.telegram import permits, shapes
from tests.platforms.telegram.places import Kind, Member, Place, Status, User
from tests.platforms.telegram.refusals import bad
from tests.platforms.telegram.world import World

Params = Mapping[str, Any]


def get_me(world: World, _: Params) -> object:
    powers = {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return shapes.user(world.bot) | powers


def get_chat(world: World, params: Params) -> object:
    place = world.find(params["chat_id"])
    if place.kind is not Kind.PRIVATE and not place.username:
        permits.enter(world, place)
    elif place.kind is Kind.PRIVATE and place.member(world.bot).status is Status.LEFT:
        raise bad("chat not found")
    return shapes.full_chat(place)


def get_chat_member(world: World, params: Params) -> object:
    place = _list(world, params)
    user = world.users.get(params["user_id"])
    if user is None:
        raise bad("PARTICIPANT_ID_INVALID")
    return shapes.member(user, place.member(user), place)


def get_chat_administrators(world: World, params: Params) -> object:
    place = _list(world, params)
    if place.kind is Kind.PRIVATE:
        raise bad("there are no administrators in the private chat")
    wanted = [(user, being) for user, being in _members(world, place) if being.status.administers]
    bots = params.get("return_bots", False)
    return [
        shapes.member(user, being, place)
        for user, being in wanted
        if bots or not user.is_bot or user is world.bot
    ]


def get_chat_member_count(world: World, params: Params) -> object:
    place = _list(world, params)
    return sum(being.status.inside for being in place.members.values())


def leave_chat(world: World, params: Params) -> object:
    place = world.find(params["chat_id"])
    permits.enter(world, place)
    world.set_member(place, world.bot, Member(Status.LEFT), world.bot)
    return True


def _list(world: World, params: Params) -> Place:
    place = world.find(params["chat_id"])
    permits.enter(world, place)
    if place.kind is Kind.CHANNEL and not world.administers(place):
        raise bad("member list is inaccessible")
    return place


def _members(world: World, place: Place) -> list[tuple[User, Member]]:
    return [(world.users[number], being) for number, being in place.members.items()]


METHODS: Mapping[str, Callable[[World, Params], object]] = {
    "getMe": get_me,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
