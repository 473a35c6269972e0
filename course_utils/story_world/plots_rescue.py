"""A plot: an animal is in trouble, and a neighbor comes with the right tool."""

from course_utils.story_world.scenes import go_on
from course_utils.story_world.telling import at, crowded, finish
from course_utils.story_world.world import World

RESCUE = [
    "{^_when:one_day} {hero} heard a strange noise {place:location}. It was "
    "{a animal:animal!kind}, and it was {trouble:trouble}.",
    "{^_when:one_day} {pet} would not come away from {a animal:animal!kind} {place:location}. The "
    "{animal} was {trouble:trouble}.",
    "{^_when:one_day} {a animal:animal!kind} was {trouble:trouble} {place:location}, and only "
    "{hero} [heard|noticed] it.",
]
_HELPLESS = [
    "{hero} [pulled|pushed|tugged] with both hands, but the {animal} only {animal.sounded} "
    "{_how:slowly}.",
    "“Do not be {_mood:worried},” said {hero} to the {animal}. “We will [get|find|bring] help "
    "before {_when:deadline}.”",
    "{hero} [gave|handed|offered] it {animal.food} to eat and [covered it with|lent it] "
    "{hero.her} {_clothes:clothes}.",
    "The {animal} [looked at|stared at|studied|turned to] {hero} with {_color:eye_color} eyes and "
    "{animal.sounded}.",
]
_FETCH = [
    (
        3,
        "{hero} [ran|went|hurried|walked] {_way:way} the {_look:look} {_land:land} to the "
        "{helper#:rescuer!helper*}.",
    ),
    (2, "At {_n:hour} {pet} came back with {a _trait:trait} {helper#:rescuer!helper*}."),
    (
        2,
        "Luckily the {helper#:rescuer!helper*} came [past|by|along] with {a _color:color} "
        "{_item:item}.",
    ),
    (
        2,
        "“Who can help? The {_trait:trait} {helper#:rescuer!helper*} {_where:location}!” "
        "{_called:called} {hero}.",
    ),
]
_TRY = [
    (
        2,
        "“I will try it with {helper#.rescues_with},” {_said:said} the {_mien:mien} {helper#} "
        "{_how:slowly}.",
    ),
    (
        2,
        "“On {_day:day} I {helper#.does} {helper#.product},” {_said:said} the {_mien:mien} "
        "{helper#}, “but you look {_mood:mood}.”",
    ),
    (2, "The {_mien:mien} {helper#} came with {helper#.rescues_with} and {a _snack:snack}."),
    (
        1,
        "“{^a _trait:trait} {child} like you needs {a _trait2:trait!_trait} {helper#},” "
        "{_said:said} the {_mien:mien} {helper#} {_how:slowly}.",
    ),
]
_FAIL = [
    (
        2,
        "But {helper#.rescues_with} [was not enough|broke|slipped], and the {helper#} "
        "[was|seemed|felt|looked] {_mood:mood}.",
        "more",
    ),
    (2, "But the {helper#} was too {_mood:mood} to go on.", "more"),
    (
        1,
        "It did not work, and the {_crowd:crowd} {animal} [began|started] to {_weep:weep} "
        "{_how:slowly}.",
        "more",
    ),
    (4, "With {a _trait:trait} [push|pull|shout] the {helper#} set the {animal} free.", "free"),
    (
        2,
        "“{^_n:number}, {_m:number!_n}, now!” {_called:called} the {_mien:mien} {helper#}, and "
        "the {animal} was free.",
        "free",
    ),
    (1, "It took {_n:number} minutes, then the {animal} was free.", "free"),
]
_THANKS = [
    "“Thank you,” said the {_mien:mien} {animal}, “I have {_n:number} [little "
    "ones|brothers|sisters] at home in the {animal.den}.”",
    "The {animal} {animal.sounded} for joy and showed them its {animal.young} "
    "{_where:location!place}.",
    "{hero} called the {animal} {new:pet_name!pet}, and {new} followed {hero.him} home to {town}.",
    "The {animal} {animal.moved} away, but on {_day:day} there was {a _item:item} at {hero}’s "
    "door.",
    "[In the evening|At night|After supper] the {helper0} told [everybody|everyone] about the "
    "{animal} that had been {trouble}.",
]


def rescue(world: World) -> None:
    """An animal is in trouble; helpers come with their tools until it is free."""
    world.say(_HELPLESS)
    for number in range(3):
        go_on(world, at(number, _FETCH), "road", 2.3)
        world.say(at(number, _TRY))
        outcomes = at(number, _FAIL)
        if number == 2 or crowded(world, 1):
            outcomes = [each for each in outcomes if each[2] == "free"]
        if world.say(outcomes) == "free":
            break
    world.say(_THANKS)
    go_on(
        world,
        [
            "So ended {a _weather:weather} {_day:day}[.| in {town}.]",
            "{hero} slept well that night, with {pet} [beside {hero.him}|at the foot of the bed].",
            "And the {helper0} painted {a _color:color} {animal} on the door of the "
            "{helper0.workplace}.",
        ],
        "home",
        1,
    )
    finish(
        world,
        [
            ("Who was in trouble?", "{a animal}"),
            ("Where was the {animal}?", "{place}"),
            ("Who helped first?", "the {helper0}"),
            ("Who set the {animal} free?", f"the {{helper{number}}}"),
        ],
    )
