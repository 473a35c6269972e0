"""Recipes: every ingredient of the list is used once, in some order, and in a way that suits it."""

from course_utils.story_world.world import World

BEGINNINGS = [
    (3, "How to make {dish:dish}"),
    (2, "A recipe for {dish:dish} from the {who:job} of {town:town}"),
    (2, "{who:name}’s {dish:dish}"),
    (2, "{^dish:dish}, as my {who:relative} makes it"),
    (1, "{^dish:dish} for {a _weather:weather} {_day:day}"),
]

_LISTS = [
    "\nYou need {x0:main_of@dish},",
    "\nTake {x0:main_of@dish},",
    "\nFor {_n:number} people: {x0:main_of@dish},",
    "\nGet these from the {_who:job}: {x0:main_of@dish},",
]

_BEGIN = ["First,", "To begin,", "Before anything else,"]
_GO_ON = ["Next,", "Then", "After that,", "Now"]
_LAST = ["Finally,", "At the end,", "Last of all,"]

_STEPS = [
    (3, " {_do:prepare@%s} the %s {_how:with_care}."),
    (
        2,
        " {_do:prepare@%s} the %s [in|with|beside] {a _size:size} {_color:color} "
        "{_tool:kitchen_tool}.",
    ),
    (2, " {_do:prepare@%s} the %s {_how:with_care}, like {a _trait:trait} {_who:anyone}."),
    (1, " {_do:prepare@%s} the %s and sing {a _trait:trait} song about {a _animal:animal}."),
]

_COOKING = {
    "bake": [
        "\nBake the {dish} for {_n:minutes} minutes",
        "\nPut it in a hot {_stove:stove} for {_n:minutes} minutes",
        "\nLet the {dish} bake until it is {_color:baked}",
        "\nBake it until the {_who:relative} next door smells the {x0}",
    ],
    "simmer": [
        "\nSimmer the {dish} for {_n:minutes} minutes",
        "\nLet it stand on a warm {_stove:stove} for {_n:minutes} minutes",
        "\nStir the pot until the {dish} is thick",
        "\nCook it until the {_who:relative} next door smells the {x0}",
    ],
}

_SERVING = [
    (3, " and serve it [warm|hot|cold] with {_with:served_with}."),
    (2, " and share it with {a _who:relative}."),
    (2, ", and call {_friend:name} to the table."),
    (1, ". It is {_taste:taste}."),
    (1, ", but keep a little {x1} for the {_animal:pet}."),
]

_NOTES = [
    (5, " <end>"),
    (2, "\nIf you have no {x1}, ask the {_who:job} {_where:location}. <end>"),
    (2, "\nThe secret is a little {_x:secret} from {_c:country}. <end>"),
    (1, "\nNever forget the {x2}, as {_n:name} did on {_day:day}! <end>"),
]


def recipe(world: World, _: object) -> None:
    """Tell one recipe."""
    world.say(_LISTS)
    names = ["x0"]
    last = False
    while not last:
        slot = f"{{x{len(names)}:pantry@dish!{','.join(names)}}}"
        options = [(3, f"{slot},", False)]
        if len(names) >= 3:
            options.append((len(names) - 1, f"and {slot}.", True))
        if len(names) == 6:
            options = options[1:]
        last = world.say(options)
        names.append(f"x{len(names)}")
    left = list(names)
    while left:
        beginning = _BEGIN if left == names else _LAST if len(left) == 1 else _GO_ON
        choice = "[" + "|".join(beginning) + "]"
        done = world.say(
            [
                (
                    weight,
                    f"\n{choice}{step.replace('%s', name, 1).replace('%s', f'{{{name}}}')}",
                    name,
                )
                for name in left
                for weight, step in _STEPS
            ]
        )
        left.remove(done)
    method = world.lexicon.attributes["method"][world["dish"]]
    world.say(_COOKING[method])
    world.say(_SERVING)
    world.say(_NOTES)
