"""Weather reports: day follows day, the weather changes step by step, and its effects fit."""

from course_utils.story_world.telling import finish, numbered, unused
from course_utils.story_world.words import DAYS
from course_utils.story_world.world import World

BEGINNINGS = [
    (1, "The weather in {town:town}, by {reporter:name}\n"),
    (1, "{reporter:name}’s weather diary from {town:town}\n"),
    (1, "The week in {town:town}, as {reporter:name} saw it\n"),
]

_FIRST_DAY = [
    "The week began with {a w0:weather}, {_t:temperature@w0} {d0:day}. The {e0:effect@w0}.",
    "On {d0:day} it was {w0:weather} and {_t:temperature@w0}, and the {e0:effect@w0}.",
    "{d0:day} was {w0:weather}, with {_wind:wind@w0} from the {_from:direction}, so the "
    "{e0:effect@w0}.",
]

# NOW is the number of the day, OLD the number of the day before.
_NEXT_DAY = [
    (
        4,
        "On {dNOW} it was {wNOW:next_weather@wOLD} and {_t:temperature@wNOW}, and the "
        "{eNOW:effect@wNOW!OLD}.",
    ),
    (
        3,
        "{dNOW} was {wNOW:next_weather@wOLD}, with {_wind:wind@wNOW} from the {_from:direction}, "
        "so the {eNOW:effect@wNOW!OLD}.",
    ),
    (1, "Then came {a wNOW:next_weather@wOLD} {dNOW}. The {eNOW:effect@wNOW!OLD}."),
    (1, "Nobody expected {a wNOW:next_weather@wOLD} {dNOW}, but the {eNOW:effect@wNOW!OLD}."),
    (
        1,
        "{dNOW}: {wNOW:next_weather@wOLD}, {_t:temperature@wNOW}, {_wind:wind@wNOW}. The "
        "{eNOW:effect@wNOW!OLD}.",
    ),
]

_PEOPLE = numbered(
    [
        (3, "{_who:name!reporter} {_did:past_verb} {_what:object_of@_did} {_where:location}."),
        (
            2,
            "{^a _trait:trait} {_job:job} {_talked:talked} {_where:location} with "
            "{a _color:color} {_item:item}.",
        ),
        (
            3,
            "The {_who:shopkeeper} of {town} closed the {_who.workplace} at {_n:hour} and "
            "{_did:past_verb} {_what:object_of@_did}.",
        ),
        (
            2,
            "[Someone|{_who:name!reporter}|A farmer] saw {_n:number} {_crowd:crowd} {_many:herd} "
            "{_where:location}.",
        ),
        (
            2,
            "“[What a day|Dear me|I knew it]!” {_said:said} the {_mien:mien} {_who:job} "
            "{_how:slowly}.",
        ),
        (
            2,
            "The {_beast:animal} of the {_who:job} {_beast.sounded} {_how:slowly} "
            "{_where:location}.",
        ),
        (
            2,
            "{reporter} drank {_n:number} cups of tea and {_did:past_verb} {_what:object_of@_did}.",
        ),
    ]
)

_FORECAST = [
    (
        3,
        "For {dNOW} we expect {_w:next_weather@wOLD} weather with {_wind:wind@_w} from the "
        "{_from:direction}.",
    ),
    (2, "Tomorrow it may be {_w:next_weather@wOLD} [in {town}|again|everywhere]."),
    (1, "{reporter} thinks that {dNOW} will be {_w:next_weather@wOLD}."),
    (1, "What will {dNOW} bring? The {_who:job} says it will be {_w:next_weather@wOLD}."),
]


def weather_report(world: World, _: object) -> None:
    """Tell one weather report."""
    world.say(_FIRST_DAY)
    used: list[object] = []
    last = 0
    while last < 6:
        day = DAYS[(DAYS.index(world["d0"]) + last + 1) % len(DAYS)]
        world.bindings[f"d{last + 1}"] = day
        following = [(weight, _shifted(template, last), "day") for weight, template in _NEXT_DAY]
        ending = [
            (weight * (last - 1) / 2, _shifted(template, last), "end")
            for weight, template in _FORECAST
        ]
        options = [*following, *(ending if last > 1 else []), *unused(_PEOPLE, used)]
        said = world.say(options)
        if said == "end":
            break
        if said == "day":
            last += 1
        else:
            used.append(said)
    else:
        world.bindings["d7"] = world["d0"]
        world.say([(weight, _shifted(template, last)) for weight, template in _FORECAST])
    world.say(
        [
            (1, f"{{_who:name!reporter}} will remember {{d{number}}}, when the {{e{number}}}.")
            for number in range(last + 1)
        ]
        + [(last + 1, "So {_did:past_tense_ended} {a _t:positive_art} week in {town}.")]
    )
    finish(
        world,
        [(f"How was {{d{number}}}?", f"{{w{number}}}") for number in range(last + 1)]
        + [("Who wrote the report?", "{reporter}"), ("Where was it written?", "in {town}")],
    )


def _shifted(template: str, last: int) -> str:
    """Write the template for the day after day `last`, without the last four days' effects."""
    effects = ",".join(f"e{number}" for number in range(max(0, last - 3), last + 1))
    return (
        template.replace("NOW", str(last + 1))
        .replace("wOLD", f"w{last}")
        .replace("!OLD", f"!{effects}")
    )
