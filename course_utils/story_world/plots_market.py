"""Plots about people of the town: a chain of swaps, a contest, a stranger from abroad."""

from course_utils.story_world.scenes import go_on
from course_utils.story_world.telling import at, crowded, finish
from course_utils.story_world.world import World

# One thing is swapped for another, and that for the next. -----------------------------------------

TRADE = [
    "{^_when:one_day} {hero} took {a s0:size} {c0:color} {i0:item} to the market of "
    "{_town:town!town}.",
    "{hero} no longer liked {hero.her} {s0:size} {c0:color} {i0:item}. {^_when:one_day} "
    "{hero.she} took it to market.",
    "{^_when:one_day} {hero}’s {_who:elder} [gave|handed|offered] {hero.him} {a s0:size} "
    "{c0:color} {i0:item}. “See what you can get for it!”",
]
_OFFER = [
    (
        3,
        "“I will give you {a sNEXT:size} {cNEXT:color} {iNEXT:item!i#,i*} for it,” {_said:said} "
        "the {j#:job!j*}.",
        "swap",
    ),
    (
        3,
        "There {hero.she} [met|saw|overtook] the {j#:job!j*}, who had {a sNEXT:size} "
        "{cNEXT:color} {iNEXT:item!i#,i*} to give away.",
        "swap",
    ),
    (
        2,
        "The {j#:job!j*} [looked at|stared at|studied|turned to] the {i#} and offered "
        "{a sNEXT:size} {cNEXT:color} {iNEXT:item!i#,i*}.",
        "swap",
    ),
    (
        2,
        "Just then the {j#:job!j*} was looking for {a i#} and had {a sNEXT:size} {cNEXT:color} "
        "{iNEXT:item!i#,i*}.",
        "swap",
    ),
]
_SWAP = [
    (
        3,
        "The {_mien:mien} {j#} [took|accepted|tried] the {c#} {i#}, and {hero} {_how:slowly} the "
        "{iNEXT}.",
    ),
    (
        2,
        "“{^_deal:deal}!” {_said:said} {hero} {_how:slowly}, and the {i#} went to the "
        "{_look:shop_look} {j#.workplace}.",
    ),
    (
        2,
        "{hero} [looked at|stared at|studied|turned to] the {i#} {_how:slowly}, drank "
        "{_drink:drink}, and [took|accepted|chose] the {iNEXT}.",
    ),
    (
        1,
        "{pet} {kind.sounded} {_how:slowly}, but the {_mien:mien} {j#} [held|kept|loved] the {i#} "
        "already.",
    ),
]
_GO_HOME = [
    (
        1,
        "At {_time:dusk} {hero} carried the {i#} home {_way:way} the {_look:look} {_land:land}.",
        "home",
    ),
    (
        1,
        "Then {a _bird:bird} {_sang:bird_did} {_over:over} the {_landmark:landmark}, and {hero} "
        "carried the {i#} home.",
        "home",
    ),
]
_PRICE = [
    "“What {a _good:deal_quality} trade!” {_said:said} {hero}[.| and hung it over the "
    "{_where:furniture}.]",
    "{hero} thought of the {i0} and [was|seemed|felt|looked] {_mood:mood}, for "
    "{_trouble:reason_of_regret}.",
    "“Next time you may as well trade {pet},” {_said:said} {hero.her} {_who:relative}.",
    "And what did {pet} get? {^a _snack:snack}.",
]


def trade(world: World) -> None:
    """One thing is swapped for another, and that for the next."""
    for number in range(4):
        options = _with_next(number, _OFFER) if number < 3 and not crowded(world, number) else []
        if number:
            options = options + [(2 * number * w, t, label) for w, t, label in at(number, _GO_HOME)]
        if go_on(world, options, "village") == "home":
            break
        world.say(_with_next(number, _SWAP))
    go_on(world, _PRICE, "home", 1.4)
    world.say(
        [
            "The {_mien:mien} {j0} {_mended:mended} the {i0} {_how:slowly}, and {hero} the "
            f"{{i{number}}}.",
            "So the {i0} stayed with the {j0}, and everyone [was|seemed|felt|looked] "
            "{_mood:good_mood}.",
            "“{^_n:number} coins for the {i0}?” {_asked:asked} {_who:name!hero} {_how:slowly} on "
            "{_day:day}.",
        ]
    )
    questions = [(f"Who has the {{i{k}}} now?", f"the {{j{k}}}") for k in range(number)]
    finish(
        world,
        [
            *questions,
            (f"Who has the {{i{number}}} now?", "{hero}"),
            ("What did {hero} bring home?", f"{{a s{number}}} {{c{number}}} {{i{number}}}"),
            ("What color was the {i0}?", "{c0}"),
        ],
    )


def _with_next(number: int, alternatives: list[tuple]) -> list[tuple]:
    return [
        (w, t.replace("NEXT", str(number + 1)), *label) for w, t, *label in at(number, alternatives)
    ]


# Three neighbors compete. -------------------------------------------------------------------------

CONTEST = [
    "{^_when:one_day} there was a contest in {town}: who had the finest {thing:contest_thing}? "
    "The prize was {a size:size} {color:color} {item:item}.",
    "{^_when:one_day} a poster hung on every door: {a size:size} {color:color} {item:item} for "
    "the best {thing:contest_thing} in {town}!",
]
_JUDGE = [
    "The judge was the {judge:job}, who [was|seemed|felt|looked] {_mood:mood} and wore "
    "{a _color:color} {_clothes:clothes}.",
    "It was to be held {_where:location}, and the {judge:job} was the judge.",
    "“I will judge,” said the {judge:job}, “for I have {_never:judge_reason}.”",
]
_ENTER = [
    (3, "{n#:name!hero,n*} came with {a a#:look_of!a*} {thing} from the {_where:workplace}."),
    (
        3,
        "[Then|Next] came {n#:name!hero,n*} the {_job:job!judge}, whose {thing} was "
        "{a#:look_of!a*}.",
    ),
    (2, "{n#:name!hero,n*} had worked on {a a#:look_of!a*} {thing} for {_n:number} weeks."),
    (2, "The {thing} of {n#:name!hero,n*} was {a#:look_of!a*} and smelled of {_smell:smell}."),
]
_OWN = [
    "{hero}’s own {thing} was {own:look_of!a0,a1}, but {pet} was proud of it.",
    "{hero} had [brought|carried] {a own:look_of!a0,a1} {thing}, and {pet} {kind.moved} around it.",
    "Last came {hero} with {a own:look_of!a0,a1} {thing} and {a _snack:snack} for the judge.",
]
_JUDGING = [
    "The judge [looked at|stared at|studied|turned to] them all for {_n:number} minutes.",
    "“Hm,” {_said:said} the {_mien:mien} {judge}, “{_hm:hm}.”",
    "The {judge} put on {_what:spectacles} and walked up and down {_how:slowly}.",
    "Nobody [spoke|moved|breathed]. Somewhere {a _beast:animal} {_beast.sounded}.",
]
_WINNER = [
    "“The winner is NAME!” {_called:called} the {_mien:mien} {judge} and handed over the {size} "
    "{color} {item}.",
    "It was NAME whose {thing} won the {color} {item}.",
    "“I have never seen {a thing} like NAME’s,” {_said:said} the {_mien:mien} {judge} "
    "{_how:slowly}. “Here is the {item}!”",
]
_REACTION = [
    "NAME [laughed|blushed|bowed] and shared the {item} with {_who:name!hero,n0,n1}.",
    "“I [only|just] [wanted|hoped|longed] to see the {judge.workplace},” said NAME {_how:slowly}.",
    "Everyone clapped, and {pet} [ate|smelled|sat on] the {thing} of {_loser:loser}.",
    "The {_mien:mien} {judge} and {_who:name!hero,n0,n1} [kissed|hugged] NAME on both cheeks.",
]


def contest(world: World) -> None:
    """Three neighbors compete; one wins."""
    world.say(_JUDGE)
    for number in range(2):
        go_on(world, at(number, _ENTER), "village", 2.1)
    world.say(_OWN)
    go_on(world, _JUDGING, "village", 2.1)
    winners = ("n0", "n1", "hero")
    winner = world.say(
        [
            (1, template.replace("NAME", f"{{{name}}}"), name)
            for name in winners
            for template in _WINNER
        ]
    )
    world.bindings["winner"] = winner
    world.say([template.replace("NAME", f"{{{winner}}}") for template in _REACTION])
    finish(
        world,
        [
            ("Who won?", f"{{{winner}}}"),
            ("What was the prize?", "{a size} {color} {item}"),
            ("Who was the judge?", "the {judge}"),
            ("Whose {thing} was {a0}?", "{n0}’s"),
            ("Whose {thing} was {a1}?", "{n1}’s"),
            ("What was {hero}’s {thing} like?", "{own}"),
        ],
    )


# A stranger comes from another country. -----------------------------------------------------------

STRANGER = [
    "{^_when:one_day} a family from {country:country} moved into the house {place:location}. "
    "Their {child2:kid} was called {guest:name_of@child2!hero}.",
    "{^_when:one_day} {a child2:kid} named {guest:name_of@child2!hero} came to {town}, all the "
    "way from {country:country}.",
    "{^_when:one_day} {a _trait:trait} {child2:kid} stood at the {_landmark:landmark}. “I am "
    "{guest:name_of@child2!hero},” {child2.she} said, “and I come from {country:country}.”",
]
_LONELY = [
    "At first {guest} knew nobody and [was|seemed|felt|looked] {_mood:mood}. {^guest.she} missed "
    "{country.capital} and the {_land:land}.",
    "{guest} did not speak much and only [looked at|nodded to|listened to] the {_animal:herd}.",
    "The others laughed at {guest.her} {_clothes:clothes}, so {guest} stayed at home and "
    "{_did:past_verb} {_what:object_of@_did}.",
    "“What do people eat in {country.capital}?” asked {_who:name!hero,guest}. “{^country.eats},” "
    "said {guest} {_how:slowly}.",
]
_GIFT = [
    "{hero} knocked at {guest.her} door and [gave|handed|offered] {guest.him} {a size:size} "
    "{color:color} {item:item}.",
    "So {hero} lent {guest} {hero.her} {size:size} {color:color} {item:item}.",
    "“Take this,” said {hero}. It was {a size:size} {color:color} {item:item}.",
]
_RETURN_GIFT = [
    "{guest} [gave|handed|offered] {hero} {a size2:size} {color2:color} {item2:item!item} from "
    "{country.capital} in return.",
    "In {guest}’s room {hero} saw {a size2:size} {color2:color} {item2:item!item}. “Take it,” "
    "{_said:said} {guest} {_how:slowly}.",
    "“And you must have my {size2:size} {color2:color} {item2:item!item},” {_said:said} {guest} "
    "{_how:slowly}.",
]
_TOGETHER = [
    (2, "{guest} taught {hero} to {_verb:verb}, and {hero} taught {guest} to {_other:verb!_verb}."),
    (
        2,
        "They cooked {country.eats} for the {_job:job}, who said that {country.people} food was "
        "{_taste:taste}.",
    ),
    (2, "Every {_day:day} they met {_where:location} and {_did:past_verb} {_what:object_of@_did}."),
    (
        1,
        "{guest} told {hero} about {_story:story_of}, [half|all] of it in {guest.her} own "
        "language.",
    ),
    (
        1,
        "{pet} learned to [sit|dance|sleep] when {guest} said the {country.people} word for "
        "{_what:snack_word}.",
    ),
]
_GROWN = [
    "{^_n:number} years later {hero} {_did:past_verb} {_what:object_of@_did} in "
    "{country.capital}, and {guest} still had the {item}.",
    "The {item} still lies on {guest}’s {_a:furniture}, and the {item2} under {hero}’s "
    "{_b:furniture!_a}.",
    "Whenever {hero} eats {country.eats}, {guest} and the {_size:size} {_land:land} come to mind, "
    "{_how:slowly}.",
    "“{town} is as {_p:positive_place} as {country.capital},” {guest} says {_how:slowly}, "
    "“because of {hero}.”",
]


def stranger(world: World) -> None:
    """A child comes from another country, and gifts are exchanged."""
    world.say(_LONELY)
    go_on(world, _GIFT, "village", 2.3)
    go_on(world, _RETURN_GIFT, "home", 1.2)
    go_on(world, _TOGETHER, "village", 1.4)
    go_on(world, _GROWN, "village", 2.1)
    finish(
        world,
        [
            ("Where did {guest} come from?", "from {country}"),
            ("What did {hero} give {guest}?", "{a size} {color} {item}"),
            ("What did {guest} give {hero}?", "{a size2} {color2} {item2}"),
            ("Who came from {country}?", "{guest}"),
            ("Where did {hero} live?", "in {town}"),
        ],
    )
