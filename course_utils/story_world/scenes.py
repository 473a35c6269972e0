"""What happens between the sentences of a plot: scenery, passers-by, moods, songs.

They know the hero, the pet and the weather of the story. `go_on` says zero or more of them, then
goes on with the plot; what comes next is one draw, so that its probability is known.
"""

from collections.abc import Sequence

from course_utils.story_world.telling import unused
from course_utils.story_world.world import World

ANYWHERE = [
    (2, "The {_effect:effect@weather}."),
    (3, "{hero} felt {_feeling:feeling}, for {_why:reason@_feeling}."),
    (3, "{^a _bird:bird} {_sang:bird_did} {_over:over} the {_look:look} {_land:land}."),
    (2, "The {_look:look} {_land:land} smelled of {_flower:flower} and {_smell:smell}."),
    (3, "{pet} {_did:pet_did} {_chased:chased} {_where:location}."),
    (
        2,
        "“{^a _trait:trait} {_who:friend} is worth {_n:number} {_crowd:crowd} {_plural:herd},” "
        "{hero.her} {_elder:elder} used to say.",
    ),
    (
        2,
        "{hero} {_sang:sang}: “{^_over:over} the {_land:land} I looked for {a _a:rhyme}, and "
        "found {a _size:size} {_b:rhymes_with@_a}!”",
    ),
    (
        1,
        "{hero} {_sang:sang}: “{^_n:number} for the {_a:rhyme}, {_m:number!_n} for the "
        "{_b:rhymes_with@_a}!”",
    ),
    (
        2,
        "{hero} wondered how {_who:name!hero} had learned to {_verb:verb} {_what:object_of@_verb}.",
    ),
    (3, "{hero} {_saw:saw} {_n:number} {_crowd:crowd} {_plural:herd} {_where:location}."),
    (2, "{hero} ate {a _snack:snack} and thought of {_story:story_of}."),
    (1, "{hero} [promised|decided|swore] to {_promise:promise}."),
    (
        2,
        "{^a _coat:coat} {_beast:animal} {_beast.moved} {_how:slowly} {_over:over} the "
        "{_land:land}.",
    ),
    (2, "{^_where:somewhere} {a _crowd:crowd} {_beast:animal} {_beast.sounded} {_how:slowly}."),
    (
        2,
        "{^a _trait:trait} {_job:job} and {a _other:trait!_trait} {_who:passerby} "
        "{_talked:talked} {_where:location}.",
    ),
    (
        2,
        "The {_crowd:crowd} {_beast:animal} {_where:location} was {_mood:mood} and "
        "{_mood2:mood!_mood}.",
    ),
    (
        2,
        "The {_plural:herd} that {_chased:chased_whom} the {_crowd:crowd} {_beast:animal} were "
        "{_mood:mood}.",
    ),
    (
        2,
        "The {_beast:animal} that {_chased:chased_whom} the {_crowd:crowd} {_plural:herd} was "
        "{_mood:mood}.",
    ),
]

ROAD = [
    (3, "The {_look:look} {_path:way_kind} went {_way:way} the {_look2:look!_look} {_land:land}."),
    (
        3,
        "They passed {a _size:size} {_landmark:landmark}, {_n:number} {_plural:herd}, and "
        "{a _color:color} {_item:item}.",
    ),
    (2, "{^a _trait:trait} {_who:passerby} {_waved:waved} {hero} from {_who.her} {_who.home}."),
    (
        2,
        "{^a _mood:trait} {_job:job} {_sat:sat} {_where:location} with {a _color:color} "
        "{_item:item}.",
    ),
    (
        2,
        "{pet} {kind.moved} [ahead|behind|along] {_how:slowly} and sniffed at the "
        "{_flower:flower}.",
    ),
    (2, "A sign said: {_town:town!town}, {_n:number} [miles|hours|days]."),
    (2, "At {_time:dawn} they rested {_where:location} and ate {a _snack:snack}."),
]

VILLAGE = [
    (
        3,
        "The smell of {_smell:smell} {_drifted:drifted} from the {_look:shop_look} "
        "{_shop:workplace}.",
    ),
    (
        3,
        "{^a _trait:trait} {_who:passerby} {_came:came_by}, praised {pet}, and asked for "
        "{_drink:drink}.",
    ),
    (2, "In the {_look:shop_look} {_shop:workplace} somebody was {_doing:sounding} {_how:slowly}."),
    (2, "{^a _mood:trait} {_who:job} told {hero} about {_story:story_of}."),
    (
        2,
        "{^_n:number} {_trait:trait} {_who:jobs} {_argued:argued} about the price of "
        "{_crop:product}.",
    ),
    (1, "The clock on the {_size:size} {_landmark:landmark} struck {_n:hour}."),
    (
        2,
        "“{^_day:day}?” {_said:said} {a _trait:trait} {_who:job}. “No, on {_day} I {_who.does} "
        "{_who.product}.”",
    ),
]

HOME = [
    (3, "The {_size:size} room smelled of {_smell:smell} and {_flower:flower}."),
    (2, "{pet} {_slept:slept} under the {_where:furniture} and dreamed of {_chased:chased}."),
    (
        3,
        "Through the {_size:size} window {hero.she} saw {_n:number} {_crowd:crowd} {_plural:herd}.",
    ),
    (2, "{hero} {_did:past_verb} {_what:object_of@_did} [all|half] the {_time:time_of_day}."),
    (2, "{_who:name!hero} next door was {_ing:ing_verb} {_what:object_of@_ing}."),
    (2, "{hero} {_mended:mended} {hero.her} {_color:color} {_clothes:clothes} {_how:slowly}."),
    (1, "There was {_dish:dish} for supper, and it was {_taste:taste}."),
    (2, "On the {_where:furniture} [stood|lay] {a _size:size} {_color:color} {_item:item}."),
]

_SCENES = {
    scene: [(weight, template, template) for weight, template in ANYWHERE + own]
    for scene, own in (("road", ROAD), ("village", VILLAGE), ("home", HOME))
}


def go_on(
    world: World, alternatives: "str | Sequence[str | tuple]", scene: str, rate: float = 2
) -> object:
    """Say some sentences of the scene, or none, then one of the alternatives; return its label.

    `rate` is how much the scene weighs against the plot at first; after each sentence it is half.
    """
    listed = [alternatives] if isinstance(alternatives, str) else alternatives
    plot = [(1, each) if isinstance(each, str) else each for each in listed]
    total = sum(each[0] for each in plot)
    plot = [
        (each[0] / total, each[1], ("plot", each[2] if len(each) > 2 else None)) for each in plot
    ]
    while True:
        said = world.scenes_used
        between = [(w, t, ("scene", number)) for w, t, number in unused(_SCENES[scene], said)]
        if len(world.sample.words) > world.last_scene:
            between = []
        weight = sum(each[0] for each in between)
        label = world.say(plot + [(w * rate / weight, t, each) for w, t, each in between])
        if label[0] == "plot":
            return label[1]
        said.append(label[1])
        rate *= 1 / 2
