"""Plots about looking for something: a lost thing, a treasure."""

from course_utils.story_world.scenes import go_on
from course_utils.story_world.telling import at, crowded, finish
from course_utils.story_world.world import World

# A thing is lost; the neighbors are asked one after another; it is found. -------------------------

LOST = [
    "More than anything {hero} loved {hero.her} {size:size} {color:color} {item:item}. "
    "{^hero.she} {item.used}.",
    "{hero} had {a size:size} {color:color} {item:item} from {hero.her} {_elder:elder}, and "
    "{hero.she} {item.used}.",
    "{hero} owned only one fine thing, {a size:size} {color:color} {item:item}.",
    "Of all {hero.her} things {hero} liked {a size:size} {color:color} {item:item} best. "
    "{^hero.she} {item.used}.",
]

_GONE = [
    "But one {_time:time_of_day} the {size} {color} {item} was gone.",
    "One {_time:time_of_day}, after {a _snack:snack} and {_drink:drink}, {hero.she} could not "
    "find the {item}.",
    "Then, on {a _weather:weather} {_day:day}, somebody or something took the {item}.",
    "Last {_day:day} {hero.she} came home from the {_shop:workplace}, and there was no {color} "
    "{item} anywhere.",
]
_LOOKING = [
    "{hero} and {pet} looked under the {_where:furniture} and behind the "
    "{_there:furniture!_where}, but in vain.",
    "“Where is my {item}?” {_said:said} {hero} {_how:slowly} to {a _crowd:crowd} {_beast:animal}.",
    "{pet} [sniffed at|looked at|ran around] the {_where:furniture} and {kind.moved} to the door.",
    "“We must find it before {_when:deadline},” {_said:said} {hero} {_how:slowly}.",
]
_ASK = [
    (3, "{^hero.she} asked the {asked#:job!asked*} {_where:location}.", "ask"),
    (
        2,
        "So they went to the {asked#:job!asked*}, who [was|seemed|felt|looked] {_mood:mood} that "
        "{_time:time_of_day}.",
        "ask",
    ),
    (
        2,
        "Outside the {_shop:workplace} {hero.she} [met|saw|overtook] the {asked#:job!asked*}.",
        "ask",
    ),
    (1, "“Perhaps the {asked#:job!asked*} knows,” thought {hero}.", "ask"),
]
_ANSWER = [
    (
        3,
        "“No,” {_said:said} the {_mien:mien} {asked#}, “I have [only|just] seen {a _crowd:crowd} "
        "{_beast:animal} and my {asked#.tool}.”",
    ),
    (
        3,
        "The {asked#} shook {a _mien:mien} head, but {_heard:heard} {a _beast:animal} "
        "{_where:location}.",
    ),
    (
        2,
        "“{^a _color:color!color} one, yes,” said the {_mien:mien} {asked#} {_how:slowly}, “but "
        "not {a color} one.”",
    ),
    (
        2,
        "“I am too busy with my {asked#.product},” {_said:said} the {_mien:mien} {asked#}[.| "
        "{_how:slowly}.]",
    ),
    (
        2,
        "“Ask the {_who:passerby} of {_town:town!town},” {_said:said} the {_mien:mien} "
        "{asked#}[.| with {a _smile:smile}.]",
    ),
    (2, "The {asked#} [gave|handed|offered] them {_help:food_gift} and wished them luck."),
    (
        1,
        "“Did you look under the {_where:furniture}?” {_asked:asked} the {_mien:mien} {asked#} "
        "{_how:slowly}. They had.",
    ),
]
_FOUND = [
    (
        2,
        "There, {place:location}, [sat|stood|lay] {a thief:animal!kind} with the {size} {color} "
        "{item}.",
        "found",
    ),
    (
        2,
        "What was that {place:location}? {^a _crowd:crowd} {thief:animal!kind} with the {item}!",
        "found",
    ),
    (
        1,
        "[At last|Finally|In the end] {pet} [found|discovered|noticed] {a thief:animal!kind} "
        "{place:location}, and beside it the {color} {item}.",
        "found",
    ),
]
_RETURN = [
    "“[Forgive me|I am sorry],” {_said:said} the {_mien:mien} {thief}, “but my {_crowd:crowd} "
    "{thief.young} [loves|needs|wants] it.”",
    "The {thief} {thief.sounded} {_how:slowly}, and {hero} [gave|handed|offered] it {_much:much} "
    "{thief.food}.",
    "The {thief} [ran away|hid], and {hero} carried the {item} home to {town}.",
    "“I [found|discovered|noticed] it {_where:location!place},” said the {_mien:mien} {thief}. So "
    "{hero} thanked the {thief.nature} {thief} {_how:slowly}.",
    "The {item} was [broken|torn|dirty], but the {_mien:mien} {asked0} {_did:mended_it} it by "
    "{_day:day}.",
]
_HOME_AGAIN = [
    "[From then on|Since then|Ever since] {hero.she} kept the {item} [under {hero.her} pillow|in "
    "{a _color:color} box|near the {_a:furniture}].",
    "[That night|That evening|Before bed] {hero} {_mended:mended} {hero.her} {_clothes:clothes} "
    "and held the {item} {_how:slowly}.",
    "And since then {hero.she} has [lent|shown] it to nobody but {pet} and {_who:name!hero}.",
    "{pet} got {a _snack:snack}, and the {thief} [got|wanted|deserved] {_drink:drink}.",
]


def lost(world: World) -> None:
    """Something is lost; the neighbors are asked one after another; it is found."""
    go_on(world, _GONE, "home", 1.7)
    world.say(_LOOKING)
    for number in range(4):
        options = at(number, _ASK) if number < 3 and not crowded(world, number) else []
        if number:
            options = options + [
                (number * weight, template, label) for weight, template, label in _FOUND
            ]
        if go_on(world, options, "village") == "found":
            break
        world.say(at(number, _ANSWER))
    world.say(_RETURN)
    world.say(_HOME_AGAIN)
    finish(
        world,
        [
            ("What did {hero} lose?", "{a size} {color} {item}"),
            ("Who had the {item}?", "the {thief}"),
            ("Where was the {item}?", "{place}"),
            ("Who was asked first?", "the {asked0}"),
            ("Who is {pet}?", "{a kind}"),
        ],
    )


# An old map leads from place to place to a hidden box. --------------------------------------------

TREASURE = [
    "{^_when:one_day} {hero}’s {elder:elder} [gave|handed|offered] {hero.him} [an old|a torn|a "
    "faded] map. Three places were marked in {ink:color}.",
    "{^_when:one_day} {hero} [found|discovered|noticed] a map between {hero.her} {elder:elder}’s "
    "papers. It was drawn in {ink:color}.",
    "“I am too old to dig,” said {hero}’s {elder:elder} {_when:one_day_later} and "
    "[gave|handed|offered] {hero.him} a map in {ink:color} ink.",
]
_MARKS = [
    "Begin at the {mark0:landmark}, it said. Go on to the {mark1:landmark!mark0}. Dig at the "
    "{mark2:landmark!mark0,mark1}.",
    "First came the {mark0:landmark}, then the {mark1:landmark!mark0}, and last the "
    "{mark2:landmark!mark0,mark1}.",
    "“From the {mark0:landmark} to the {mark1:landmark!mark0},” it read, “and then to the "
    "{mark2:landmark!mark0,mark1}.”",
]
_AT_MARK = [
    (
        2,
        "At the {mark#} they [found|discovered|noticed] {a _clue:item} and {_n:number} steps that "
        "led [down|up|to a gate].",
    ),
    (
        2,
        "Beside the {mark#} {a _guard:animal!kind} {_guard.sounded}, but {hero} "
        "[gave|handed|offered] it some {_guard.food}.",
    ),
    (
        2,
        "The {mark#} was {_look:look} and [empty|old|dark], and {pet} [did not like|sniffed "
        "at|ran around] it.",
    ),
    (
        2,
        "It took them {_n:number} hours to reach the {mark#}, for {hero} [was|seemed|felt|looked] "
        "{_mood:mood}.",
    ),
    (
        2,
        "“{^_how:slowly}, {_how2:slowly!_how}, this is the {mark#}!” {_said:said} "
        "{a _trait:trait} {_who:job}.",
    ),
    (1, "On the wall of the {mark#} somebody had written in {ink}: {_who:name!hero} was here."),
]
_DIG = [
    "At the {mark2} {hero} dug with the {_tool:job}’s {_tool.tool} until {_time:dawn}.",
    "{pet} dug a hole beside the {mark2}, as deep as {a _beast:animal}.",
    "They dug at the {mark2} [until|till] {_time:time_of_day}.",
]
_BOX = [
    "In a box lay {a size:size} {color:color} {item:item} and a letter from {writer:name!hero}.",
    "There was {a size:size} {color:color} {item:item}, wrapped in {a _ink:color} "
    "{_clothes:clothes} that had belonged to {writer:name!hero}.",
    "They [found|discovered|noticed] {_n:number} coins, {a size:size} {color:color} {item:item}, "
    "and a picture of {writer:name!hero}.",
]
_WHOSE = [
    "“{writer}!” said the {_mien:mien} {elder} [at home|that evening|in the end]. “We were "
    "friends when I was {a _trait:trait} {_young:child}.”",
    "The {elder} held the {item} and [laughed|wept|smiled]. “{writer} the {_who:job} hid it "
    "{_n:number} {_long:years} ago.”",
    "“Keep the {item},” said the {_mien:mien} {elder}, “but the map belongs to {writer}.”",
    "The {elder} [kissed|hugged] the {color} {item}, for {writer} had been the {_trait:trait} "
    "{_who:job} of {_town:town!town}.",
]


def treasure(world: World) -> None:
    """An old map leads from place to place to a hidden box."""
    world.say(_MARKS)
    for number in range(2):
        go_on(world, at(number, _AT_MARK), "road", 2.9)
    go_on(world, _DIG, "road", 1.8)
    world.say(_BOX)
    go_on(world, _WHOSE, "home", 1.8)
    finish(
        world,
        [
            ("Where did the map begin?", "at the {mark0}"),
            ("Where was the box?", "at the {mark2}"),
            ("What was in the box?", "{a size} {color} {item}"),
            ("Who hid the {item}?", "{writer}"),
            ("Who had the map?", "{hero}’s {elder}"),
        ],
    )
