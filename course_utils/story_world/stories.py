"""Stories: an opening that introduces the hero and a pet, then one of the plots, then perhaps
questions.
"""

from course_utils.story_world import (
    plots_market,
    plots_rescue,
    plots_road,
    plots_search,
    plots_together,
)
from course_utils.story_world.scenes import go_on
from course_utils.story_world.world import World

# Every opening binds town, child (girl, boy, woman or man), trait and hero.
BEGINNINGS = [
    (
        3,
        "[Once upon a time|Long ago|Once], in the village of {town:town}, there lived "
        "{a trait:trait} {child:child} named {hero:name_of@child}.",
    ),
    (
        2,
        "{^a trait:trait} {child:child} named {hero:name_of@child} lived in {town:town}, in a "
        "[house|cottage|hut] near the {_where:landmark}.",
    ),
    (
        2,
        "In {town:town} [everybody|everyone] knew the {trait:trait} {child:child} who was called "
        "{hero:name_of@child}.",
    ),
    (
        2,
        "There was once {a trait:trait} {child:child} in {town:town}, and {child.her} name was "
        "{hero:name_of@child}.",
    ),
]

# Every second sentence binds kind (the animal), pet (its name).
_PETS = [
    "{^hero.she} had {a _coat:coat} {kind:pet} [called|named] {pet:pet_name}, as {_trait:trait} "
    "as {a _who:passerby}.",
    "{^hero.her} only friend was {pet:pet_name}, {a _trait:trait} {kind:pet}.",
    "{^hero.she} shared {hero.her} {_dish:dish} with {pet:pet_name}, {a _coat:coat} {kind:pet}.",
    "Every {_time:time_of_day} {hero} and {pet:pet_name}, {hero.her} {kind:pet}, "
    "[walked|ran|went] to the {_landmark:landmark}.",
    "{^hero.her} {_coat:coat} {kind:pet}, {pet:pet_name}, {_slept:slept} under {hero.her} "
    "{_where:furniture}.",
]

# The weather of the story; the scenery agrees with it.
_WEATHER = [
    (
        3,
        "One {weather:weather} {_day:day} in {_season:season_of@weather}, {hero.she} "
        "{_did:past_verb} {_what:object_of@_did}.",
    ),
    (
        2,
        "It was {weather:weather} and {_t:temperature@weather} that {_season:season_of@weather}, "
        "and {hero} was {_mood:mood}.",
    ),
    (
        2,
        "This happened on {a weather:weather}, {_t:temperature@weather} {_day:day} in "
        "{_season:season_of@weather}.",
    ),
    (
        2,
        "It was {a weather:weather}, {_t:temperature@weather} {_season:season_of@weather}, and "
        "{a _bird:bird} {_sang:bird_did} {_over:over} the {_land:land}.",
    ),
    (1, "“How {weather:weather} it is!” {_said:said} {hero} every {_time:time_of_day}."),
]

_PLOTS = [
    (4, plots_search.LOST, plots_search.lost),
    (3, plots_rescue.RESCUE, plots_rescue.rescue),
    (3, plots_search.TREASURE, plots_search.treasure),
    (4, plots_road.JOURNEY, plots_road.journey),
    (3, plots_road.PARCELS, plots_road.parcels),
    (3, plots_road.WISHES, plots_road.wishes),
    (4, plots_market.TRADE, plots_market.trade),
    (3, plots_market.CONTEST, plots_market.contest),
    (3, plots_market.STRANGER, plots_market.stranger),
    (4, plots_together.FEAST, plots_together.feast),
    (3, plots_together.PLAY, plots_together.play),
    (3, plots_together.STORM, plots_together.storm),
]
_PLOT_BEGINNINGS = [
    (weight / len(beginnings), template, tell)
    for weight, beginnings, tell in _PLOTS
    for template in beginnings
]


def story(world: World, _: object) -> None:
    """Tell one story; `world.bindings["plot"]` names its plot."""
    world.say(_PETS)
    world.say(_WEATHER)
    tell = go_on(world, _PLOT_BEGINNINGS, "home", 0.3)
    world.bindings["plot"] = tell.__name__
    tell(world)
