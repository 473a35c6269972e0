"""Lessons: short facts that repeat the world's relations (gender, capital, young, past …)."""

from course_utils.story_world.telling import numbered, unused
from course_utils.story_world.world import World

BEGINNINGS = [
    (1, "Lesson for {_day:day}"),
    (1, "The {_who:job} teaches {_pupil:name}:"),
    (1, "Learn these by heart, {_pupil:name}!"),
    (1, "From the notebook of {_pupil:name}"),
]

# Bound names (c, m …) last for one fact only; they begin with _, so the next fact is free to use
# them again.
_FACTS = numbered(
    [
        (3, "{^a _y:young} is a young {_a:animal_of@_y}."),
        (
            2,
            "The {_a:animal} [feeds|loves|guards|washes] its {_c:crowd} {_a.young} "
            "{_where:location}.",
        ),
        (3, "One {_c:crowd} {_a:animal}, {_n:number} {_d:crowd} {_a.plural}."),
        (3, "{_c:capital} is the capital of {_k:country_of@_c}."),
        (
            2,
            "In {_k:country} the {_k.people} people [eat|cook|sell] {_k.eats} in {a _c:color} "
            "{_t:kitchen_tool}.",
        ),
        (2, "Whoever travels to {_k:country} must see {_k.capital} by {_d:dawn}."),
        (3, "{^a _m:male} is {a _t:trait} man, and {a _m.mate} is {a _u:trait} woman."),
        (2, "The {_t:trait} {_m:male} and the {_u:trait} {_m.mate} live in {a _m.home}."),
        (2, "On {_d:day} the {_t:trait} {_r:anyone} forgot {_r.her} {_r.thing} in the {_r.home}."),
        (
            3,
            "The {_trait:trait} {_j:job} works in the {_j.workplace} and [needs|uses|loves|fears] "
            "the {_j.tool}.",
        ),
        (2, "The {_j:job} [knows|learned|forgot] how to {_j.does} {_j.product}."),
        (3, "Today I {_v:verb} {_o:object_of@_v}, yesterday I {_v.past} {_other:object_of@_v!_o}."),
        (2, "I {_v:verb} on {_d:day}, and my {_t:trait} {_r:relative} {_v.third} too."),
        (
            2,
            "The {_c:crowd} {_a:animal} sleeps {_how:asleep} in its {_a.den} and dreams of "
            "{_a.food}.",
        ),
        (2, "{^a _w:weather}, {_t:temperature@_w} day: the {_e:effect@_w}."),
        (1, "{_x:day} comes before {_x.next_day}, when I {_v:verb} {_o:object_of@_v}."),
        (2, "{^_b:rhyme} rhymes with {_f:rhymes_with@_b}."),
        (2, "{^a _i:item}! My {_r:relative} {_i.used}."),
    ]
)


def lesson(world: World, _: object) -> None:
    """Tell one lesson of up to eight facts."""
    last: list[object] = []
    for count in range(8):
        facts = [
            (weight, "\n" + template, label) for weight, template, label in unused(_FACTS, last)
        ]
        label = world.say([*facts, (6, "<end>", -1)] if count > 2 else facts)
        if label == -1:
            return
        last = [label]
    world.say("<end>")
