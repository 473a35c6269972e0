"""Letters from abroad: countries and capitals, verbs in three tenses, a promise kept in mind."""

from course_utils.story_world.telling import numbered, unused
from course_utils.story_world.world import World

BEGINNINGS = [(1, "Dear {to:name},\n", None)]

_GREETINGS = [
    (
        3,
        "{^_p:greeting} greetings from {country:country}! {country.capital} smells of "
        "{_smell:smell} and {_flower:flower}.",
    ),
    (
        2,
        "I am in {_city:capital}, the {_p:positive_place} capital of {country:country_of@_city}, "
        "with {a _trait:trait} {_who:passerby}.",
    ),
    (
        2,
        "On {_day:day} I came to {country:country}. The {country.people} people are "
        "{_trait:trait}, and {country.capital} is {_p:positive_place}.",
    ),
    (
        2,
        "Today I write to you from {country:country}, where it is {_weather:weather} and "
        "{_t:temperature@_weather}, with {_wind:wind@_weather} from the {_from:direction}.",
    ),
    (
        1,
        "You will never guess where I am: in {_city:capital}! {^country:country_of@_city} is "
        "{_p:positive_place}, {_q:positive_place!_p}, and far away.",
    ),
    (
        1,
        "How far away {country:country} is! It took me {_n:number} days to reach "
        "{country.capital}.",
    ),
]

_QUESTIONS = [
    (3, "How are you and {friend:name!to}?"),
    (2, "Is {friend:name!to} still [angry with me|learning to swim|afraid of dogs]?"),
    (2, "Does {friend:name!to} still {_do:verb} {_what:object_of@_do} every [day|week]?"),
    (2, "I have not forgotten you, nor {friend:name!to}."),
    (1, "Thank you for the photograph of you and {friend:name!to}."),
    (
        1,
        "{friend:name!to} tells me that you {_did:past_verb} {_what:object_of@_did} last "
        "{_day:day}.",
    ),
]

_NEWS = numbered(
    [
        (
            3,
            "Yesterday I {_did:past_verb} {_what:object_of@_did}, and today I am "
            "{_doing:ing_verb} {_this:object_of@_doing}.",
        ),
        (
            3,
            "Tomorrow I will {_do:verb} {_what:object_of@_do}[.|, if the weather is fine.| with a "
            "new friend.]",
        ),
        (
            2,
            "Every {_day:day} I eat {country.people} {country.eats} with {a _trait:trait} "
            "{_who:passerby}.",
        ),
        (
            2,
            "The {country.people} {_who:job} next door {_does:third_verb} {_what:object_of@_does} "
            "[on Sundays|all day long|every evening].",
        ),
        (
            2,
            "The {_who:relative} of {a country.people} friend {_does:third_verb} "
            "{_what:object_of@_does}[.| and laughs at me.]",
        ),
        (
            2,
            "I live with {a _trait:trait} {_who:job} and {a _pet:pet}. The {_pet} eats "
            "{_pet.food} and sleeps under the {_f:furniture}.",
        ),
        (
            2,
            "The {_trait:trait} {_who:royal} of {country} showed me {_who.her} {_who.home}, but "
            "not {_who.her} [{_who.thing}|{_who.other_thing}].",
        ),
        (
            2,
            "In {country.capital} {a _trait:trait} {_who:job} sold me {_n:number} {_coat:coat} "
            "{_plural:herd}.",
        ),
        (
            1,
            "I have learned to {_do:verb} and to {_also:verb!_do}, and soon I will be as "
            "{_trait:trait} as {a country.people} {_who:job}.",
        ),
        (
            1,
            "The nights are [warm|cold|windy] here, but I {_do:verb} {_what:object_of@_do} "
            "whenever I can.",
        ),
        (
            1,
            "Last {_day:day} {a country.people} {_who:job} {_did:past_verb} "
            "{_what:object_of@_did} with me, and we [laughed|talked|sang] until midnight.",
        ),
        (
            1,
            "{^a _color:color} {_young:young} followed me home, and its mother, "
            "{a _mother:animal_of@_young}, was {_mood:mood}.",
        ),
    ]
)

_PROMISES = [
    (
        3,
        "On {_day:day} I will [bring|send] you {a size:size} {color:color} {item:item} and "
        "{_what:sendable}.",
        "gift",
    ),
    (2, "I have bought {a size:size} {color:color} {item:item} for you.", "gift"),
    (
        1,
        "Do you still have the {size:size} {color:color} {item:item} I gave you on {_day:day}?",
        "kept",
    ),
]

_ABOUT_ITEM = {
    "gift": [
        "Please tell {friend} {_how:slowly} about the {item} and the {_trait:trait} {_who:job}.",
        "{friend} will be {_mood:mood} when {_who:name!to,friend} sees the {item}.",
        "[Show|Lend|Give] the {item} to {friend} on {_day:day}, if {_who:name!to,friend} is "
        "{_mood:mood}.",
        "The {item} smells of {_smell:smell} and {_flower:flower}.",
    ],
    "kept": [
        "Keep the {item} safe until I am back.",
        "If not, then perhaps {friend} has the {item}.",
        "I think of it whenever I see {a color} {item} in {country}.",
    ],
}

_CLOSINGS = [
    "\nWith love,\n{from:name!to,friend} <end>",
    "\nMany {_g:greeting} greetings\n{from:name!to,friend} <end>",
    "\nWrite soon!\n{from:name!to,friend} <end>",
    "\nYours,\n{from:name!to,friend} <end>",
]


def letter(world: World, _: object) -> None:
    """Tell one letter."""
    world.say(_GREETINGS)
    world.say(_QUESTIONS)
    used: list[object] = []
    for step in range(6):
        news = unused(_NEWS, used) if step < 5 else []
        promises = unused(_PROMISES, (), 2 * step) if step > 1 else []
        label = world.say([*news, *promises])
        if label in _ABOUT_ITEM:
            break
        used.append(label)
    world.say(_ABOUT_ITEM[label])
    world.say(_CLOSINGS)
