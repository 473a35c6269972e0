"""Plots about going somewhere: a journey with companions, parcels to deliver, a thing that grants
wishes.
"""

from course_utils.story_world.scenes import go_on
from course_utils.story_world.telling import at, crowded, finish, joined
from course_utils.story_world.world import World

# A journey; animals join on the way; at the end everyone eats what it likes. ----------------------

JOURNEY = [
    "{^_when:one_day} {hero} set out for {goal:town!town} to see {hero.her} {host:relative}.",
    "{^_when:one_day} a letter came: {hero}’s {host:relative} had a birthday in {goal:town!town}. "
    "They left at {_time:dawn}.",
    "{hero} had {a host:relative} in {goal:town!town}, {_n:number} miles away. {^_when:one_day} "
    "they went there on foot.",
]
_MEET = [
    (
        3,
        "On the way they [met|saw|overtook] {a friend#:animal!kind,friend*} who "
        "[was|seemed|felt|looked] {_mood:mood}.",
        "meet",
    ),
    (
        2,
        "Next, {_where:location}, they saw {a friend#:animal!kind,friend*} {_doing:waiting}.",
        "meet",
    ),
    (2, "“Where are you going?” asked {a _look:crowd} {friend#:animal!kind,friend*}.", "meet"),
    (
        1,
        "Near {a _landmark:landmark} {a friend#:animal!kind,friend*} blocked the {_path:path}.",
        "meet",
    ),
]
_JOIN = [
    (
        3,
        "“I have {_never:reason_to_go},” {_said:said} the {_mien:mien} {friend#} {_how:slowly} "
        "and came along.",
    ),
    (
        2,
        "“I know {_n:number} songs about {goal},” {_said:said} the {_mien:mien} {friend#} "
        "{_how:slowly} and came along.",
    ),
    (
        2,
        "{hero} [gave|handed|offered] it {friend#.food}, and {_how:slowly} the {friend#} "
        "{friend#.moved} [behind|beside|before] {pet}.",
    ),
    (
        2,
        "“Have they got {friend#.food} in {goal}?” {_asked:asked} the {_mien:mien} {friend#} "
        "{_how:slowly} and came along.",
    ),
    (
        1,
        "The {friend#} {friend#.sounded} {_how:slowly} and followed {pet} like {a _crowd:crowd} "
        "{_beast:animal}.",
    ),
]
_GO_ON = [
    (2, "So {_all:all_of} went on together: FRIENDS."),
    (2, "{hero}, {pet}, FRIENDS walked on {_how:slowly}."),
    (1, "Behind {hero} came FRIENDS."),
]
_ARRIVE = [
    (1, "At {_time:dawn} they saw the roofs of {goal}.", "arrived"),
    (
        1,
        "[At last|Finally|In the end] they [came to|reached] {goal}, [hungry|tired|wet] but "
        "{_mood:good_mood}.",
        "arrived",
    ),
    (
        1,
        "At {_time:dawn} {a _trait:trait} {_who:job} pointed to the {_size:size} "
        "{_landmark:landmark} of {goal}.",
        "arrived",
    ),
]
_WELCOME = [
    "{^hero.her} {host} [laughed|smiled|sang] {_how:slowly} and {_gave:set_table} the "
    "{_color:color} table.",
    "“So many guests!” {_called:called} {hero.her} {host}, {_mood:mood} in {a _color:color} "
    "{_clothes:clothes}.",
    "{^hero.her} {host} stood at the door in {a _color:color} {_clothes:clothes} and "
    "{_weep:wept_for_joy}.",
]
_MEAL = [
    (2, "They gave the {_mien:mien} {friend#} {_much:much} {friend#.food}."),
    (2, "The {_mood:crowd} {friend#} [ate|got|had] {_much:much} {friend#.food}."),
    (1, "The {friend#} [asked for|wanted|refused] {friend#.food} and got {_d:drink} too."),
]
_GOOD_NIGHT = [
    "{hero} and {pet} ate {_dish:dish} and told the {host} about the {_what:land}.",
    "For {hero} there was {_dish:dish}, and {pet} got {a _snack:snack}.",
    "Last of all {hero} ate {a _snack:snack} and dreamed of {_what:story_of}.",
]


def journey(world: World) -> None:
    """Animals join on the way to another town; at the end everyone eats what it likes."""
    world.last_scene = 100  # the end is long
    friends: list[str] = []
    for number in range(4):
        options = at(number, _MEET) if number < 3 and not crowded(world, number) else []
        if number:
            options = options + [
                (number * weight, template, label) for weight, template, label in _ARRIVE
            ]
        if go_on(world, options, "road") == "arrived":
            break
        world.say(at(number, _JOIN))
        friends.append(f"the {{friend{number}}}")
    world.say(_WELCOME)
    for number in range(len(friends)):
        world.say(at(number, _MEAL))
    go_on(world, _GOOD_NIGHT, "home", 1.4)
    world.say(
        [
            (
                2,
                f"{{^_n:number}} days later {joined(['{hero}', '{pet}', *friends])} went back to "
                f"{{town}}.",
            ),
            (
                1,
                f"And there {{hero}} stayed [until|till] {{_when:deadline}}, and so did "
                f"{joined(friends)}.",
            ),
            (1, "It was {a _weather:weather} night in {goal}, but nobody noticed."),
        ]
    )
    finish(
        world,
        [
            ("Where did they go?", "to {goal}"),
            ("Whom did {hero} visit?", "{hero.her} {host}"),
            ("Where did {hero} live?", "in {town}"),
            *(
                (f"Who ate {{friend{number}.food}}?", friend)
                for number, friend in enumerate(friends)
            ),
        ],
    )


# Three parcels of three colors for three neighbors. -----------------------------------------------

PARCELS = [
    "{^_when:one_day} {hero} had three parcels to deliver for {hero.her} {sender:relative}.",
    "The post office belonged to {hero}’s {sender:relative}. {^_when:one_day} there were three "
    "parcels.",
    "“Can you take these three parcels?” asked {hero}’s {sender:relative} {_when:one_day_later}.",
]
_ADDRESSES = [
    "The {c0:color} one was for {n0:name!hero} the {j0:job}, the {c1:color!c0} one for "
    "{n1:name!hero,n0} the {j1:job!j0}, and the {c2:color!c0,c1} one for {n2:name!hero,n0,n1} the "
    "{j2:job!j0,j1}.",
    "{n0:name!hero} the {j0:job} was to get the {c0:color} one, {n1:name!hero,n0} the {j1:job!j0} "
    "the {c1:color!c0} one, and {n2:name!hero,n0,n1} the {j2:job!j0,j1} the {c2:color!c0,c1} one.",
]
_DELIVER = [
    (
        3,
        "{hero} [brought|carried] the {c#} parcel to the {j#.workplace}. “[Thank you|At last|For "
        "me],” {_said:said} the {_mien:mien} {n#} {_how:slowly}.",
    ),
    (
        3,
        "{pet} {kind.sounded} {_how:slowly} [until|till] the {_mien:mien} {n#} "
        "[took|accepted|opened] the {c#} parcel.",
    ),
    (
        2,
        "“From {_who:name!hero}?” {_asked:asked} {n#} and [put|laid|hid] the {c#} parcel "
        "{_where:location}.",
    ),
    (
        2,
        "At the {j#.workplace} {n#} shook the {c#} parcel. “It sounds like {a _thing:item},” "
        "{_said:said} the {_mien:mien} {j#} {_how:slowly}.",
    ),
    (
        2,
        "It took {_n:number} knocks [until|till] {n#} came out for the {c#} parcel, {_mood:mood} "
        "as ever.",
    ),
]
_LATER = [
    "[In the evening|At night|After supper] {_all:everybody} [met|saw|overtook] at the "
    "{_landmark:landmark}.",
    "On {_day:day} they all [came to|knocked at] {hero}’s door.",
    "By {_time:time_of_day} all three parcels were open.",
]
_SHOW = [
    (2, "In the {c#} parcel there had been {a t#:item!t*}."),
    (2, "{n#} showed them what had been in the {c#} one: {a _size:size} {t#:item!t*}."),
    (2, "The {j#} [carried|admired|polished] {a _look:size} {t#:item!t*} from the {c#} parcel."),
]


def parcels(world: World) -> None:
    """Three parcels of three colors go to three neighbors."""
    world.last_scene = 100  # the end is long
    world.say(_ADDRESSES)
    left = [0, 1, 2]
    while left:
        options = [
            (weight, template, number)
            for number in left
            for weight, template in at(number, _DELIVER)
        ]
        left.remove(go_on(world, options, "village", 2.1))
    go_on(world, _LATER, "home", 1.2)
    for number in range(3):
        world.say(at(number, _SHOW))
    world.say(
        [
            "“And what do I get?” {_asked:asked} {hero} {_how:slowly}. {^hero.her} {sender} "
            "[gave|handed|offered] {hero.him} {a _snack:snack}.",
            "{hero} got {_n:number} coins from {hero.her} {sender} and bought {a _thing:item} "
            "for {pet}.",
            "“Well done,” {_said:said} the {_mien:mien} {sender}, “but that was only {_day:day}!”",
        ]
    )
    finish(
        world,
        [
            *((f"Who got the {{c{k}}} parcel?", f"{{n{k}}} the {{j{k}}}") for k in range(3)),
            *((f"What was in the {{c{k}}} parcel?", f"{{a t{k}}}") for k in range(3)),
            *((f"What was {{n{k}}}?", f"{{a j{k}}}") for k in range(3)),
        ],
    )


# A found thing grants three wishes. ---------------------------------------------------------------

WISHES = [
    "{^_when:one_day} {hero} [found|discovered|noticed] {a size:size} {color:color} {item:item} "
    "{place:location}. When {hero.she} rubbed it, it spoke: “Three wishes!”",
    "{^_when:one_day} {pet} [brought|carried] {hero} {a size:size} {color:color} {item:item} in "
    "{_where:mouth}. “I grant three wishes,” said the {_mien:mien} {item}.",
    "{^_when:one_day} {a _trait:trait} {_who:magician} sold {hero} {a size:size} {color:color} "
    "{item:item} for {_n:number} coins. It granted wishes.",
]
_WISH = [
    (3, "{^_first:first} {hero} wished for {a wish#:animal!kind,wish*}.", "animal"),
    (
        2,
        "“I wish for {_n:number} plates of {wish#:dish!wish*},” {_said:said} {hero} {_how:slowly}.",
        "dish",
    ),
    (
        3,
        "{hero} asked the {_mien:mien} {item} for {a _color:color} {wish#:item!item,wish*}[.|, "
        "[only|just] to see what would happen.]",
        "thing",
    ),
    (2, "“I want to be {a wish#:job!wish*},” {_said:said} {hero} to the {item}.", "job"),
]
_RESULT = {
    "animal": [
        "At once {a _size:size} {wish#} stood there, {wish#.sounded}, and ate {hero.her} "
        "{_clothes:clothes}.",
        "Now there were {_n:number} {wish#.plural} in the room, and all of them wanted "
        "{wish#.food}.",
        "The {wish#} came, but it [was|seemed|felt|looked] {_mood:mood} and {wish#.moved} "
        "straight to the {_where:furniture}.",
    ],
    "dish": [
        "The {wish#} was {_taste:taste}, but soon {hero} could not look at it any more.",
        "There it stood, and {pet} ate so much {wish#} that the {_where:stairs} creaked.",
        "But the {wish#} was as cold as the {_where:land} in winter.",
    ],
    "thing": [
        "There was the {wish#}, but it was {a _size:size} one, for {a _beast:animal}.",
        "The {wish#} fell from the {_where:furniture} and broke the {_what:kitchen_tool}.",
        "A hundred of them came out of the {_where:furniture}, each {wish#} [larger|louder] than "
        "the last.",
    ],
    "job": [
        "Now {hero} had to {wish#.does} {wish#.product} from dawn till dusk and "
        "[was|seemed|felt|looked] {_mood:mood}.",
        "All at once {hero.she} stood in {a wish#.workplace} and did not know how to use the "
        "{wish#.tool}.",
        "But {a wish#} must get up at {_n:hour}, and {hero} [was|seemed|felt|looked] {_mood:mood}.",
    ],
}
_LAST_WISH = [
    "“Now take it all back,” {_said:said} {hero} {_how:slowly}.",
    "With the last wish {hero} {_how:slowly} sent the {item} to {_who:name!hero} "
    "{_where:location}.",
    "“I wish that it were {_day:day} again,” {_said:said} {hero}, and so it was.",
    "“My last wish is that you rest,” {_said:said} {hero}, and the {item} [slept|was "
    "silent|smiled].",
]
_AFTER = [
    "Only {a _color:color} {_what:clothes} was left of the {wish0}.",
    "{pet} still {_how:slowly} [dreams of|looks for|misses] the {wish1} {_where:location}.",
    "“{^a _thing:item} is enough,” {hero} says now, “and {a _snack:snack}, and {pet}.”",
    "{^hero.she} told {_n:number} {_trait:trait} {_who:jobs} of the {wish0}, and {_m:number} "
    "believed {hero.him}.",
]


def wishes(world: World) -> None:
    """A found thing grants three wishes; the last one undoes the others."""
    for number in range(2):
        what = go_on(world, at(number, _WISH), "home", 1.8)
        world.bindings[f"wished{number}"] = what
        world.say(at(number, [(1, template) for template in _RESULT[what]]))
    go_on(world, _LAST_WISH, "home", 1.8)
    world.say(_AFTER)
    finish(
        world,
        [
            ("What granted the wishes?", "{a size} {color} {item}"),
            (
                "What was the first wish?",
                "the {wish0}" if world["wished0"] != "dish" else "{wish0}",
            ),
            (
                "What was the second wish?",
                "the {wish1}" if world["wished1"] != "dish" else "{wish1}",
            ),
            ("What color was the {item}?", "{color}"),
            ("Who made the wishes?", "{hero}"),
        ],
    )
