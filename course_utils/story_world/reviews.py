"""Reviews: opinions one after another, then a verdict that adds them up."""

from course_utils.story_world.world import World

BEGINNINGS = [
    (3, "I have read The {^beast:animal} and the {^job:job}, a book by {author:name}.", "book"),
    (2, "Yesterday I read the new book by {author:name}, The {^job:job} of {town:town}.", "book"),
    (
        3,
        "Last night I saw The {^job:job} and the {^royal:royal} at the theater of {town:town}.",
        "play",
    ),
    (
        2,
        "On {_day:day} the actors of {town:town} played {author:name} and the {^beast:animal}.",
        "play",
    ),
    (2, "We had supper at the inn of {town:town}, and I ordered the {dish:dish}.", "meal"),
    (2, "{author:name} has opened an inn in {town:town}, and we tried the {dish:dish}.", "meal"),
]

_COMPANY = [
    (1, "{friend:name} came with me.", "{friend}"),
    (1, "My {_trait:trait} {friend:relative} had chosen it.", "my {friend}"),
    (1, "{friend:name} had told me about it for {_n:number} weeks.", "{friend}"),
    (1, "It was a present from my {friend:relative}.", "my {friend}"),
    (
        1,
        "I took {friend:name} along, who {_did:past_verb} {_what:object_of@_did} "
        "[before|afterwards].",
        "{friend}",
    ),
]

# What is judged, and the kind of words that fit it: see words.OPINIONS
_ASPECTS = {
    "book": [
        ("the beginning", "art"),
        ("the end", "art"),
        ("the style", "art"),
        ("the third chapter", "art"),
        ("the chapter about the {_job:job}", "art"),
        ("the part with the {_animal:animal}", "art"),
        ("the drawing of the {_animal:animal}", "art"),
        ("the hero", "person"),
        ("the plot", "art"),
    ],
    "play": [
        ("the music", "art"),
        ("the costume of the {_role:royal}", "art"),
        ("the last scene", "art"),
        ("the actor who played the {_job:job}", "person"),
        ("the song about the {_animal:animal}", "art"),
        ("the stage", "place"),
        ("the scene with the {_animal:animal}", "art"),
        ("the theater itself", "place"),
    ],
    "meal": [
        ("the {dish}", "food"),
        ("the bread", "food"),
        ("the tea", "food"),
        ("the {_color:color} room", "place"),
        ("the music", "art"),
        ("the young waiter", "person"),
        ("the table by the window", "place"),
        ("the cook", "person"),
        ("the soup", "food"),
    ],
}

_OPINIONS = {
    1: [
        (4, "{%s} was {_p:positive_KIND}."),
        (3, "{%s} was [truly|really|quite] {_p:positive_KIND}."),
        (2, "{%s} was not {_n:negative_KIND} at all."),
        (2, "I expected {%s} to be {_n:negative_KIND}, but no, I found it {_p:positive_KIND}."),
        (1, "{%s} made {friend} and me [smile|clap|happy]."),
        (1, "Even {friend} called {%s} {_p:positive_KIND}."),
    ],
    -1: [
        (4, "{%s} was {_n:negative_KIND}."),
        (3, "{%s} was [truly|really|quite] {_n:negative_KIND}."),
        (2, "{%s} was not {_p:positive_KIND} at all."),
        (2, "I expected {%s} to be {_p:positive_KIND}, but no, I found it {_n:negative_KIND}."),
        (1, "{%s} made {friend} and me [yawn|sigh|sad]."),
        (1, "Even {friend} called {%s} {_n:negative_KIND}."),
    ],
}

_VERDICTS = {
    1: [
        (4, "\nVerdict: good <end>"),
        (1, "{FRIEND} and I will come back on {_day:day}.\nVerdict: good <end>"),
    ],
    -1: [
        (4, "\nVerdict: bad <end>"),
        (1, "{FRIEND} and I went home at {_n:hour}.\nVerdict: bad <end>"),
    ],
}


def review(world: World, subject: str) -> None:
    """Tell one review; `world.bindings["verdict"]` is "good" or "bad"."""
    world.bindings["subject"] = subject
    friend = world.say(_COMPANY)
    judged: list[int] = []
    opinions: list[int] = []
    while True:
        alternatives = []
        for sign in (1, -1):
            for number, (aspect, kind) in enumerate(_ASPECTS[subject]):
                if number not in judged:
                    alternatives += _about(aspect, kind, number, sign, opinions, friend)
        total = sum(opinions)
        ending = []
        if len(opinions) >= 3 and total != 0:
            companion = friend.replace("my", "My")
            ending = [
                (weight, template.replace("{FRIEND}", companion), None)
                for weight, template in _VERDICTS[1 if total > 0 else -1]
            ]
        if len(opinions) == 5:
            alternatives = []
        # The opinions together weigh as much as the ending does after three of them.
        scale = 5 / sum(weight for weight, _, _ in alternatives) if alternatives else 1
        label = world.say(
            [(weight * scale, template, label) for weight, template, label in alternatives] + ending
        )
        if label is None:
            world.bindings["verdict"] = "good" if total > 0 else "bad"
            return
        number, sign = label
        judged.append(number)
        opinions.append(sign)


def _about(
    aspect: str, kind: str, number: int, sign: int, opinions: list[int], friend: str
) -> list[tuple]:
    """Return every way to praise (sign 1) or blame (sign −1) one aspect."""
    likely = 1 if not opinions else 3 if sign == opinions[-1] else 1
    alternatives = []
    for weight, template in _OPINIONS[sign]:
        sentence = (
            template.replace("{%s}", aspect).replace("KIND", kind).replace("{friend}", friend)
        )
        if not sentence[0].isupper():
            if opinions and sign != opinions[-1]:
                alternatives.append((likely * weight, "But " + sentence, (number, sign)))
            capital = sentence[0].upper() + sentence[1:]
            alternatives.append((likely * weight, capital, (number, sign)))
        else:
            alternatives.append((likely * weight, sentence, (number, sign)))
    return alternatives
