"""Plots about being together: a birthday, a school play, a night of storm."""

from course_utils.story_world.scenes import go_on
from course_utils.story_world.telling import at, crowded, finish, joined
from course_utils.story_world.world import World

# Guests come, each with a present and something to eat. -------------------------------------------

FEAST = [
    "{^_when:one_day} it was {hero.her} birthday, and the {_where:furniture} was covered with "
    "{_color:color} paper.",
    "{^_when:one_day} {hero} invited {hero.her} neighbors, for {_why:feast_reason}.",
    "{^_when:one_day} {hero} hung {_n:number} {_color:color} lamps in the garden. It was time for "
    "a feast.",
]
_GUEST = [
    (
        3,
        "{^_first:came} came the {g#:guest!g*} with {a s#:size} {i#:item!i*} and some "
        "{d#:dish!d*}.",
        "guest",
    ),
    (
        2,
        "There was a knock: the {g#:guest!g*}, carrying {d#:dish!d*} and {a s#:size} {i#:item!i*}.",
        "guest",
    ),
    (
        2,
        "The {g#:guest!g*} [brought|carried] {d#:dish!d*} in {a _color:color} pot and {a s#:size} "
        "{i#:item!i*}.",
        "guest",
    ),
    (
        1,
        "“{^a s#:size} {i#:item!i*} for you, and {d#:dish!d*} for all,” {_said:said} the "
        "{g#:guest!g*}.",
        "guest",
    ),
]
_SEAT = [
    (
        2,
        "The {g#} sat down [next to|across from|behind] the {_where:furniture} and [asked "
        "for|wanted|refused] {_drink:drink}.",
    ),
    (2, "“How [kind|nice] of you,” {_said:said} {hero} {_how:slowly}."),
    (
        2,
        "The {g#} talked {_how:slowly} about {g#.her} {g#.thing}, which made {_who:name!hero} "
        "{_weep:feel}.",
    ),
    (1, "{hero} hung up {g#.her} {_color:color} {_clothes:clothes}."),
    (1, "{pet} {kind.sounded} at the {g#} {_how:slowly}."),
]
_SIT_DOWN = [
    (1, "Then [everybody|everyone] sat down, and {hero} lit {_n:number} candles.", "eat"),
    (1, "At {_time:dusk} they all [began|started] to eat.", "eat"),
    (
        1,
        "“{^_good:deal}?” {_asked:asked} {hero} {_how:slowly}, and they [began|sat down|ate].",
        "eat",
    ),
]
_EAT = [
    (3, "The {d#} of the {g#} was {_taste:taste}."),
    (2, "“This {d#}!” {_said:said} {_who:name!hero} {_how:slowly} to the {_mien:mien} {g#}."),
    (
        2,
        "The {d#} that the {g#} had made was [burnt|cold|salty|tough|raw] and {_taste:taste}, and "
        "{_who:name!hero} ate it {_how:slowly}.",
    ),
    (1, "The {_mien:mien} {g#} gave {_who:name!hero} {_much:much} {d#}."),
]
_NIGHT = [
    "[That night|That evening|Before bed] {hero} [put|laid|hid] ITEMS {_how:slowly} under the "
    "{_where:furniture}.",
    "When all had gone, {hero} [looked at|stared at|studied|turned to] ITEMS for {_n:number} "
    "minutes.",
    "{hero} dreamed of ITEMS, {_smell:smell}, and {_what:story_of}.",
]


def feast(world: World) -> None:
    """Guests come, each with a present and something to eat."""
    world.last_scene = 105  # the end is long
    for number in range(4):
        options = (
            at(number, _GUEST) if number < 2 or (number < 3 and not crowded(world, number)) else []
        )
        if number > 1:
            options = options + [
                (2 * weight, template, label) for weight, template, label in _SIT_DOWN
            ]
        if go_on(world, options, "home", 1.8) == "eat":
            break
        world.say(at(number, _SEAT))
    guests = range(number)
    for guest in guests:
        world.say(at(guest, _EAT))
    items = joined([f"the {{i{guest}}}" for guest in guests])
    go_on(world, [template.replace("ITEMS", items) for template in _NIGHT], "home", 1.2)
    finish(
        world,
        [
            *((f"Who brought the {{d{guest}}}?", f"the {{g{guest}}}") for guest in guests),
            *((f"Who brought the {{i{guest}}}?", f"the {{g{guest}}}") for guest in guests),
            ("Who came first?", "the {g0}"),
        ],
    )


# Children act in a play, and something goes wrong. ------------------------------------------------

PLAY = [
    "{^_when:one_day} the school of {town} put on a play about {about:story_of}.",
    "{^_when:one_day} {hero} wrote a play about {about:story_of}.",
    "{^_when:one_day} a poster said: Tonight, behind the {_where:workplace}, a play about "
    "{about:story_of}!",
]
_CAST = [
    "{n0:name!hero} was to be the {r0:royal}, {n1:name!hero,n0} the {r1:animal}, and "
    "{n2:name!hero,n0,n1} the {r2:job}. {hero} painted the {_what:scenery}.",
    "“{n0:name!hero} will play the {r0:royal},” said the teacher, “{n1:name!hero,n0} the "
    "{r1:animal}, {n2:name!hero,n0,n1} the {r2:job}, and {hero} will pull the {_what:curtain}.”",
    "The {r0:royal} was played by {n0:name!hero}, the {r1:animal} by {n1:name!hero,n0}, and the "
    "{r2:job} by {n2:name!hero,n0,n1}. {hero} held the {_what:lamp}.",
]
_REHEARSE = [
    "For {_n:number} weeks they practiced {_where:location}.",
    "{n0} learned the part of the {r0} in {_n:number} days, but {n2} could not remember what "
    "{a r2} says.",
    "{n1} went to look at a real {r1} and came back {_mood:mood}.",
    "{n2} borrowed {a _color:color} {_item:item}, because {a r2} needs one.",
]
_SCENE = [
    (3, "The {r#} came on stage with {a _size:size} {_item:item} and {_did:stage_act}.", "n"),
    (
        2,
        "[Then|Suddenly] the {_mien:mien} {r#} lost {_what:stage_loss}, and {n#} had to "
        "{_do:feel}.",
        "n",
    ),
    (
        2,
        "{n#} [was|seemed|felt|looked] {_mood:mood}, but [everybody|everyone] liked the {r#}.",
        "n",
    ),
    (
        2,
        "“I am the {r#},” {_said:said} {n#} {_how:slowly}, “and I [want|sell|have eaten] "
        "{_n:number} {_what:herd}!”",
        "n",
    ),
    (
        1,
        "In the middle of {n#}’s {_size:size} song, {pet} {_did:pet_did} {_what:chased} "
        "{_how:slowly}.",
        "n",
    ),
]
_APPLAUSE = [
    "The {_who:passerby} in the first row [clapped|cheered|whistled] for the {r0} [until|till] "
    "the lamps shook.",
    "People threw {_flower:flower}, and the {r1} bowed {_n:number} times.",
    "“What {a _good:positive_art} play!” {_said:said} the {_who:job}. “I liked the {r1} best.”",
    "{hero} dropped the curtain {_how:slowly} on the {_mien:mien} {r2}.",
]
_EVENING = [
    "Afterwards there was {_dish:dish}, and {n0} wore the crown [until|till] {_day:day}.",
    "On the way home {hero} {_how:slowly} told {pet} and {a _crowd:crowd} {_beast:animal} about "
    "{n2}.",
    "“Next time,” {_said:said} {n2} {_how:slowly}, “I will be {a _x:animal} with {a _y:item}.”",
    "At home {hero} wrote in {hero.her} diary: {n0} was [good|perfect|loud], {n1} was "
    "{_good:positive_person}, {n2} was {_bad:negative_person}.",
]


def play(world: World) -> None:
    """Children act in a play, and something goes wrong."""
    world.say(_CAST)
    go_on(world, _REHEARSE, "village", 1.8)
    left = [0, 1, 2]
    while left:
        scenes = [
            (weight, template, number)
            for number in left
            for weight, template, _ in at(number, _SCENE)
        ]
        left.remove(go_on(world, scenes, "village", 0.9))
    world.say(_APPLAUSE)
    go_on(world, _EVENING, "home", 1.4)
    finish(
        world,
        [
            *((f"Who played the {{r{number}}}?", f"{{n{number}}}") for number in range(3)),
            *((f"What did {{n{number}}} play?", f"the {{r{number}}}") for number in range(3)),
            ("What was the play about?", "{about}"),
        ],
    )


# Neighbors find shelter in the hero's house. ------------------------------------------------------

STORM = [
    "{^_when:one_day} a storm came over the {far:land}, and the {damage:damage}.",
    "{^_when:one_day} the wind from the {far:land} grew so strong that the {damage:damage}.",
    "{^_when:one_day} the sky over the {far:land} turned {_color:sky_color}, and soon the "
    "{damage:damage}.",
]
_KNOCK = [
    (
        3,
        "{^_first:came} the {g#:job!g*} knocked, {_wet:wet}, with {a i#:item!i*} under one arm.",
        "in",
    ),
    (
        2,
        "At {_n:hour} the {g#:job!g*} came in, {_wet:wet}, and [put|laid|hid] {a _color:color} "
        "{i#:item!i*} on the table.",
        "in",
    ),
    (
        2,
        "“Let me in!” {_called:called} the {g#:job!g*}, who had saved [only|just] {a i#:item!i*}.",
        "in",
    ),
    (
        2,
        "{pet} [heard|noticed] the {g#:job!g*} first. The {g#} had {a _size:size} {i#:item!i*} "
        "and {_n:number} wet {_what:herd}.",
        "in",
    ),
]
_SHELTER = [
    (
        2,
        "“Sit by the {_stove:stove},” {_said:said} {hero} and [gave|handed|offered] the {g#} "
        "{_drink:drink}.",
    ),
    (2, "The {g#} [was|seemed|felt|looked] {_mood:mood} about the {g#.workplace}."),
    (2, "“My {g#.tool} is still outside,” {_said:said} the {_mien:mien} {g#} {_how:slowly}."),
    (2, "The {g#} borrowed {hero.her} {_clothes:clothes} and told {pet} about {_story:story_of}."),
]
_INSIDE = [
    (1, "So they sat around the {_where:furniture} and sang [until|till] {_time:dawn}.", "morning"),
    (
        1,
        "They told stories about {_a:story_of} and {_b:story_of!_a}, and {hero} fell asleep.",
        "morning",
    ),
    (1, "Nobody slept, except {pet}.", "morning"),
]
_MORNING = [
    "[In the morning|At dawn|After breakfast] the {landmark:roofed} had lost its roof.",
    "When the sun rose, {a _beast:animal} was sitting on top of the {landmark:roofed}.",
    "[In the morning|At dawn|After breakfast] everything was still there, except the "
    "{landmark:roofed}.",
]
_REPAIR = [
    (3, "The {_mien:mien} {g#} left at {_n:hour} and forgot {_what:drink} and the {i#}."),
    (2, "The {_mien:mien} {g#} [gave|handed|offered] {hero} the {i#} and {_p:food_gift}."),
    (
        2,
        "The {_mien:mien} {g#} [found|borrowed|bought] {_what:tool_kit} and {_did:mended_it} the "
        "{landmark}.",
    ),
    (
        2,
        "The {g#} [found|discovered|noticed] {_n:number} {_what:herd} in the {g#.workplace} and "
        "took the {i#} along to drive them out.",
    ),
]
_AFTER = [
    "“Come again,” {_said:said} {hero}, “even when the weather is {_weather:weather}.”",
    "And {pet}? {pet} [was|seemed|felt|looked] {_mood:mood} and ate {_much:much} {kind.food}.",
    "For weeks people in {town} spoke of the night when the {damage}.",
    "Since then there has been {a _color:color} lamp in {hero.her} window.",
]


def storm(world: World) -> None:
    """Neighbors find shelter in the hero's house, each with the one thing they saved."""
    world.last_scene = 100  # the end is long
    for number in range(4):
        options = (
            at(number, _KNOCK) if number < 2 or (number < 3 and not crowded(world, number)) else []
        )
        if number > 1:
            options = options + [
                (2 * weight, template, label) for weight, template, label in _INSIDE
            ]
        if go_on(world, options, "home", 1.4) == "morning":
            break
        world.say(at(number, _SHELTER))
    world.say(_MORNING)
    guests = range(number)
    for guest in guests:
        world.say(at(guest, _REPAIR))
    go_on(world, _AFTER, "village", 1.4)
    finish(
        world,
        [
            *((f"Who came with the {{i{guest}}}?", f"the {{g{guest}}}") for guest in guests),
            *((f"What did the {{g{guest}}} save?", f"{{a i{guest}}}") for guest in guests),
            ("Who knocked first?", "the {g0}"),
            ("Where did the storm come from?", "from the {far}"),
        ],
    )
