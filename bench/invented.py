"""Invented news without end: events, and how different outlets report each of them.

The same numbers always give the same news. Words are spread as in real news: some events are in
many outlets and most in one or two, names are many, and reports of one event share its facts but
not its wording.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

NOW = datetime(2026, 1, 3, 18, 0, tzinfo=UTC)
"""The instant at which the news is read."""

SPAN = timedelta(hours=48)
"""How old the oldest of it is; three quarters are young enough to be offered."""

_HEADS = (
    "Val Nor Ost Ker Tar Bel Mor Lun San Ar Zel Dra Pol Gal Cas Hol Fen Ist Ros Wes Um Ced Jor Pra".split()
)
_MIDDLES = "a e en ar il os".split()
_PLACE_TAILS = "land mark doria via stan burg onia ora heim avia esia ule gard mere".split()
_NAME_TAILS = "ez ich son ova ari ström elli mann ier ado escu wicz ani oğlu ako ura".split()
_OUTLETS = "Herald Post Courier Times Tribune Gazette Observer Dispatch Monitor Record".split()

# For each kind of event: what may be said of who did it, in the words of different desks.
_DEEDS = (
    ("recalls its ambassador from {b}", "calls its envoy home from {b}", "pulls top diplomat out of {b}"),
    ("expels two diplomats of {b}", "orders {b} embassy staff to leave", "throws out envoys from {b}"),
    (
        "reopens its embassy in {b}",
        "returns to {b} after years without a mission",
        "raises flag in {b} again",
    ),
    ("and {b} sign a border treaty", "settles border dispute with {b}", "agrees with {b} on frontier line"),
    (
        "imposes sanctions on banks of {b}",
        "freezes assets of {b} lenders",
        "hits {b} with financial penalties",
    ),
    ("hosts talks with {b} over fishing rights", "meets {b} on fish quotas", "seeks fishing deal with {b}"),
    ("lifts visa rule for visitors from {b}", "drops visas for {b}", "opens doors to {b} travellers"),
    ("closes airspace to planes from {b}", "bans {b} carriers from its skies", "turns back {b} flights"),
    ("sends aid after flood in {b}", "flies relief goods to flooded {b}", "pledges tents and food for {b}"),
    ("wins trade case against {b}", "prevails over {b} in tariff ruling", "is backed by panel against {b}"),
    ("votes on a new pension law", "parliament splits over pensions", "faces strike over pension plan"),
    (
        "striker {p} scores twice in cup final",
        "takes the cup as {p} shines",
        "celebrates {p} after late winner",
    ),
    ("central bank raises its key rate", "lifts borrowing costs to slow prices", "surprises with rate rise"),
    ("court jails former minister {p}", "sentences {p} for bribery", "sends ex-minister {p} to prison"),
    ("launches satellite to watch its forests", "puts forest watcher in orbit", "sends probe up from coast"),
    ("bridge collapse leaves dozens missing", "searches river after bridge falls", "mourns bridge victims"),
)
_FACTS = (
    "Foreign minister {p} told reporters in {c} that the decision was taken after {n} days of consultation.",
    "Officials in {c} said {n} people were concerned and that a list would be published by {d}.",
    "The step follows a dispute over the {t} agreement, which both sides had called a model for the region.",
    "{p}, who has held office for {n} months, called it a necessary answer and left room for talks.",
    "A spokeswoman for {b} declined to comment, but people close to the government spoke of regret.",
    "Analysts at the institute of {c} put the cost at {n} million and doubt that it can be kept up.",
    "The opposition asked for a debate on {d}; its leader said the chamber had been told too late.",
    "Crowds gathered near the harbour of {c}, where {n} ships were waiting to be cleared on {d}.",
)
_WHO = (
    "Farmers Teachers Doctors Judges Miners Sailors Students Mayors Engineers Nurses Drivers Bakers".split()
)
_DID = (
    "questioned welcomed rejected studied delayed approved reported blamed praised mapped counted sold "
    "repaired guarded copied inspected ignored financed opposed recorded"
).split()
_WHICH = (
    "northern annual secret joint coastal rural costly ancient foreign digital urban regional early".split()
)
_WHAT = (
    "harvest railway budget archive reactor market museum hospital reform tunnel orchard factory airport "
    "census pipeline festival library quarry ferry dam vaccine glacier stadium currency charter garrison "
    "refinery monastery canal turbine inquiry merger ballot drought curfew referendum ceasefire wildfire"
).split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_OPENINGS = ("", "Breaking: ", "Exclusive: ", "Analysis: ")
_SPREAD = 1.5  # how much oftener the greatest events are reported than the small ones


@dataclass(frozen=True, slots=True)
class Report:
    """What one outlet says about one event."""

    event: int
    title: str
    paragraphs: tuple[str, ...]
    byline: str
    at: datetime


def outlet(number: int) -> str:
    """The name of an outlet."""
    return f"{_place(Random(f'outlet {number}'))} {_OUTLETS[number % len(_OUTLETS)]}"


def report(event: int, by: int) -> Report:
    """How outlet ``by`` reports an event: its facts are the event's, the wording its own."""
    facts, own = Random(f"event {event}"), Random(f"report {event} {by}")
    who, deed = _place(facts), facts.choice((facts.choice(_DEEDS), _deed(facts)))
    known = {
        "b": _place(facts),
        "c": _place(facts),
        "p": _person(facts),
        "n": facts.randint(3, 900),
        "d": facts.choice(_DAYS),
        "t": _place(facts),
    }
    facts_known = facts.sample(_FACTS, 2) + [_fact(facts) for _ in range(6)]
    told = own.sample(facts_known, own.randint(3, 8))
    age = SPAN * facts.random() * 0.9 + timedelta(minutes=own.randrange(200))
    return Report(
        event=event,
        title=f"{own.choices(_OPENINGS, (20, 1, 1, 1))[0]}{who} {own.choice(deed)}".format_map(known),
        paragraphs=tuple(fact.format_map(known) for fact in told),
        byline=_person(own),
        at=NOW - age,
    )


def reports(by: int, count: int, events: int) -> list[Report]:
    """What an outlet carries, newest first, of so many events in the world."""
    chosen = Random(f"outlet {by} chooses")
    carried: dict[int, None] = {}
    while len(carried) < min(count, events):
        carried[int(events * chosen.random() ** _SPREAD)] = None
    return sorted((report(event, by) for event in carried), key=lambda found: found.at, reverse=True)


def day(count: int) -> list[tuple[int, Report]]:
    """So many reports with their outlets, thirty of each, in the order in which they come."""
    outlets = -(-count // 30)
    events = max(30, count // 4)
    found = [(by, one) for by in range(outlets) for one in reports(by, 30, events)]
    return sorted(found[:count], key=lambda pair: pair[1].at)


def _deed(random: Random) -> tuple[str, ...]:
    which, what, person = map(random.choice, (_WHICH, _WHAT, _WHO))
    verbs = random.sample(_DID, 3)
    return tuple(f"{person.lower()} {verb} {which} {what} plan of {{b}}" for verb in verbs)


def _fact(random: Random) -> str:
    who, did, which, what = map(random.choice, (_WHO, _DID, _WHICH, _WHAT))
    return f"{who} in {_place(random)} {did} the {which} {what} of {{c}}, {_person(random)} said on {{d}}."


def _place(random: Random) -> str:
    return random.choice(_HEADS) + random.choice(_MIDDLES) + random.choice(_PLACE_TAILS)


def _person(random: Random) -> str:
    return f"{random.choice(_HEADS)}a {random.choice(_HEADS)}{random.choice(_NAME_TAILS)}"
