"""The primer: plain sentences about people at work, with a prejudice that we put in on purpose.

Every job has a share of women in it (`SHARE_OF_WOMEN`), spread evenly from 5 % to 95 % over the
jobs in an order that random numbers decided, so that it describes no country on Earth. Week 1 shows
that word vectors find it again. The sentences also use verbs in two tenses.

The generator is frozen: tests/test_vocabulary.py holds the SHA-256 of what it writes.
"""

import random
from collections.abc import Mapping, Sequence

SENTENCES = 8_000
PAGE = 8  # sentences in a document

TOOLS = {
    "baker": "oven", "farmer": "plow", "fisher": "net", "miller": "millstone", "weaver": "loom",
    "painter": "brush", "gardener": "spade", "shepherd": "crook", "potter": "wheel",
    "sailor": "anchor", "teacher": "chalk", "doctor": "medicine", "tailor": "needle",
    "singer": "violin", "builder": "hammer", "carpenter": "saw", "clockmaker": "screwdriver",
    "dancer": "slipper", "writer": "pen", "beekeeper": "hive", "blacksmith": "anvil",
    "cook": "kettle",
}  # fmt: skip

# A random number for each job decides: from the job with the fewest women to the one with the most.
_BY_SHARE = sorted(TOOLS, key=lambda job: random.Random(f"share of women/{job}").random())
SHARE_OF_WOMEN = {
    job: round(0.05 + 0.9 * rank / (len(_BY_SHARE) - 1), 2) for rank, job in enumerate(_BY_SHARE)
}

# present, past, what it is done to
VERBS = tuple(
    (present, past, tuple(things.split("|")))
    for present, past, things in (
        ("walk", "walked", "along the river|through the park|to the harbor|over the hills"),
        ("bake", "baked", "bread|pies|honey rolls|gingerbread"),
        ("sing", "sang", "old songs|a ballad|a lullaby|out of tune"),
        ("paint", "painted", "pictures|the fence|a portrait|the kitchen"),
        ("climb", "climbed", "the tower|the mountain|a steep hill|over walls"),
        ("swim", "swam", "in the lake|in the sea|across the river|to the island"),
        ("write", "wrote", "letters|poems|postcards|in a diary"),
        ("play", "played", "the violin|chess|cards|the piano"),
        ("cook", "cooked", "soup|supper|a stew|over an open fire"),
        ("dance", "danced", "in the square|at the ball|until midnight|a waltz"),
        ("sew", "sewed", "shirts|a quilt|new curtains|costumes"),
        ("ride", "rode", "the pony|a camel|a bicycle|the old donkey"),
        ("drink", "drank", "tea|cold milk|coffee|from the spring"),
        ("plant", "planted", "roses|beans|sunflowers|potatoes"),
        ("visit", "visited", "the museum|the castle|the market|the zoo"),
        ("sleep", "slept", "in a hammock|under the stars|until noon|by the fire"),
        ("buy", "bought", "stamps|a new hat|ripe figs|too many books"),
        ("catch", "caught", "trout|butterflies|the morning train|a cold"),
        ("build", "built", "sandcastles|a bird house|a small raft|a stone wall"),
        ("feed", "fed", "the pigeons|the hens|a stray cat|the swans"),
        ("learn", "learned", "the language|a new dance|to juggle|to skate"),
        ("mend", "mended", "nets|socks|the roof|broken toys"),
        ("carry", "carried", "water|firewood|the mail|a ladder"),
        ("draw", "drew", "ships|the cathedral|faces|a map of the town"),
        ("find", "found", "shells|mushrooms|an old coin|four keys"),
    )
)

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905
_TRAITS = "kind clever brave merry shy proud honest patient lazy polite".split()  # noqa: SIM905

_TEMPLATES = (
    "Yesterday the {job} {past} {thing}, and {she} lost {her} {tool}.",
    "Tomorrow the {job} will {present} {thing}, if {she} finds {her} {tool}.",
    "The {trait} {job} likes to {present} {thing}, because {she} has {her} {tool}.",
    "Last {day} the {job} {past} {thing} with {her} {tool}; {she} was {trait}.",
    "Next {day} the {job} must {present} {thing} with {her} {tool}, says {she}.",
    "A year ago {she} {past} {thing}, the {trait} {job} with {her} {tool}.",
)


def primer(share_of_women: Mapping[str, float] = SHARE_OF_WOMEN) -> list[str]:
    """Write the primer: documents of eight sentences, the same on every machine.

    Args:
        share_of_women: for each job, how often it is done by a "she".

    Raises:
        ValueError: a job that the primer does not know, or a share outside 0 … 1.

    >>> primer()[0].split(".")[0]
    'Last Thursday the beekeeper painted pictures with his hive; he was kind'
    """
    for job, share in share_of_women.items():
        if job not in TOOLS or not 0 <= share <= 1:
            raise ValueError(
                f"{job!r}: {share}; the jobs are {', '.join(TOOLS)}, the shares 0 to 1"
            )
    if not share_of_women:
        raise ValueError(f"no job is given; the jobs are {', '.join(TOOLS)}")
    rng = random.Random("primer")
    sentences = [_sentence(rng, share_of_women) for _ in range(SENTENCES)]
    return [" ".join(sentences[i : i + PAGE]) for i in range(0, SENTENCES, PAGE)]


def _sentence(rng: random.Random, share_of_women: Mapping[str, float]) -> str:
    """Draw one sentence; the order of the draws is part of what is frozen."""
    job = _pick(rng, list(share_of_women))
    woman = rng.random() < share_of_women[job]
    present, past, things = _pick(rng, VERBS)
    return _pick(rng, _TEMPLATES).format(
        job=job,
        tool=TOOLS[job],
        she="she" if woman else "he",
        her="her" if woman else "his",
        present=present,
        past=past,
        thing=_pick(rng, things),
        day=_pick(rng, _DAYS),
        trait=_pick(rng, _TRAITS),
    )


def _pick(rng: random.Random, options: Sequence) -> object:
    """One of the options, equally likely; `rng.random` alone is the same in every Python."""
    return options[int(rng.random() * len(options))]
