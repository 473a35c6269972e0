"""Distributions, tables and attributes of the story world, made from the word lists in `words.py`.

Weights are ratios of small whole numbers, so that every machine computes the same probabilities.
"""

from collections.abc import Iterable, Mapping, Sequence

from course_utils.story_world import words
from course_utils.story_world.grammar import Distribution, Lexicon

_SECOND_WORD = dict(words.NEAR_SYNONYMS)


def _shared(weights: Mapping[str, float]) -> Distribution:
    """Return a distribution; a word with a near-synonym shares its weight, three to two."""
    shared: dict[str, float] = {}
    for value, weight in weights.items():
        if value in _SECOND_WORD:
            shared[value] = weight * 3 / 5
            shared[_SECOND_WORD[value]] = weight * 2 / 5
        else:
            shared[value] = weight
    return Distribution(shared)


def ranked(values: Iterable[str], flatness: int | None = None) -> Distribution:
    """Return a distribution with weights 1/(flatness + 1), 1/(flatness + 2), …

    The default flatness makes the first value about three times as likely as the last.
    """
    ordered = list(values)
    if flatness is None:
        flatness = max(1, len(ordered) // 2)
    return _shared({value: 1 / (flatness + rank) for rank, value in enumerate(ordered, start=1)})


def uniform(values: Iterable[str]) -> Distribution:
    """Return equally likely values, except that near-synonyms share the weight of one."""
    return _shared(dict.fromkeys(values, 1))


def tables(options: Mapping[str, str | Sequence[str]]) -> dict[str, Distribution]:
    """Return a ranked distribution for each key; options are lists, or strings separated by |."""
    made = {
        key: ranked(value.split("|") if isinstance(value, str) else value, 2)
        for key, value in options.items()
    }
    for first, second in words.NEAR_SYNONYMS:  # what follows a word follows its near-synonym too
        if first in made:
            made[second] = made[first]
    return made


def column(table: Sequence[Sequence[str]], number: int, key: int = 0) -> dict[str, str]:
    """Return one column of a word table as a dictionary."""
    return {row[key]: row[number] for row in table}


MALE = [row[0] for row in words.ROLES] + words.BOY_NAMES
FEMALE = [row[1] for row in words.ROLES] + words.GIRL_NAMES


def _by_gender(male: str, female: str) -> dict[str, str]:
    return {**dict.fromkeys(MALE, male), **dict.fromkeys(FEMALE, female)}


_role_rows = [[role, *row[2:]] for row in words.ROLES for role in row[:2]]
_girls, _boys = ranked(words.GIRL_NAMES), ranked(words.BOY_NAMES)
_names = Distribution(
    {
        name: weight
        for girl, boy in zip(words.GIRL_NAMES, words.BOY_NAMES, strict=True)
        for name, weight in ((girl, _girls.probabilities[girl]), (boy, _boys.probabilities[boy]))
    }
)

ATTRIBUTES: dict[str, dict[str, str]] = {
    "she": _by_gender("he", "she"),
    "her": _by_gender("his", "her"),
    "him": _by_gender("him", "her"),
    "herself": _by_gender("himself", "herself"),
    "mate": {**column(words.ROLES, 1), **column(words.ROLES, 0, key=1)},
    "home": column(_role_rows, 1),
    "thing": column(_role_rows, 2),
    "other_thing": column(_role_rows, 3),
    "does": column(words.JOBS, 1),
    "product": column(words.JOBS, 2),
    "workplace": column(words.JOBS, 3),
    "tool": column(words.JOBS, 4),
    "rescues_with": column(words.RESCUERS, 1),
    "plural": column(words.ANIMALS, 1),
    "young": column(words.ANIMALS, 2),
    "sounded": column(words.ANIMALS, 3),
    "den": column(words.ANIMALS, 4),
    "food": column(words.ANIMALS, 5),
    "moved": column(words.ANIMALS, 6),
    "nature": column(words.ANIMALS, 7),
    "capital": column(words.COUNTRIES, 1),
    "people": column(words.COUNTRIES, 2),
    "eats": column(words.COUNTRIES, 3),
    "used": column(words.ITEMS, 1),
    "method": column(words.DISHES, 1),
    "next_day": dict(zip(words.DAYS, [*words.DAYS[1:], words.DAYS[0]], strict=True)),
    "past": column(words.VERBS, 2),
    "third": column(words.VERBS, 1),
}

DISTRIBUTIONS: dict[str, Distribution] = {
    **{name: ranked(values.split("|")) for name, values in words.PHRASES.items()},
    "name": _names,
    "girl_name": _girls,
    "boy_name": _boys,
    "child": Distribution({"girl": 5, "boy": 5, "woman": 1, "man": 1}),
    "role": ranked([row[side] for row in words.ROLES[:14] for side in (0, 1)]),
    "job": ranked([row[0] for row in words.JOBS]),
    "rescuer": ranked([row[0] for row in words.RESCUERS]),
    "animal": ranked([row[0] for row in words.ANIMALS]),
    "item": ranked([row[0] for row in words.ITEMS]),
    "dish": ranked([row[0] for row in words.DISHES]),
    "town": Distribution(
        {
            stem + ending: 1 / ((rank + 4) * (place + 4))
            for rank, stem in enumerate(words.TOWN_STEMS)
            for place, ending in enumerate(words.TOWN_ENDINGS)
            if stem.lower() != ending
        }
    ),
    "country": ranked([row[0] for row in words.COUNTRIES]),
    "capital": ranked([row[1] for row in words.COUNTRIES]),
    "young": ranked(sorted({row[2] for row in words.ANIMALS})),
    "day": uniform(words.DAYS),
    "verb": ranked([row[0] for row in words.VERBS]),
    "past_verb": ranked([row[2] for row in words.VERBS]),
    "ing_verb": ranked([row[3] for row in words.VERBS]),
    "third_verb": ranked([row[1] for row in words.VERBS]),
    "weather": ranked(list(words.WEATHER_NEXT)),
    **{name: ranked(values.split("|")) for name, values in words.OPINIONS.items()},
    "feeling": ranked(list(words.FEELINGS)),
    "rhyme": uniform([word for row in words.RHYMES for word in row]),
    "male": ranked([row[0] for row in words.ROLES]),
    "workplace": ranked([row[3] for row in words.JOBS]),
    "jobs": ranked([row[0] + "s" for row in words.JOBS]),
    "product": ranked([row[2] for row in words.JOBS if row[0] not in ("teacher", "doctor")]),
    "anyone": ranked([row[side] for row in words.ROLES for side in (0, 1)]),
    "herd": ranked([row[1] for row in words.ANIMALS]),
}

_PANTRIES = {"sweet": words.SWEET_PANTRY, "savory": words.SAVORY_PANTRY}

CONDITIONAL: dict[str, dict[str, Distribution]] = {
    "name_of": {
        **{row[0]: _boys for row in words.ROLES},
        **{row[1]: _girls for row in words.ROLES},
    },
    "next_weather": {
        key: ranked(sorted(set(v.split()), key=v.split().index), 2)
        for key, v in words.WEATHER_NEXT.items()
    },
    "effect": tables(words.WEATHER_EFFECTS),
    "temperature": tables(words.TEMPERATURES),
    "wind": tables(words.WINDS),
    "season_of": tables(words.SEASONS_OF),
    "reason": tables(words.FEELINGS),
    "object_of": tables({form: row[4] for row in words.VERBS for form in row[:4]}),
    "rhymes_with": {
        word: uniform(other for other in row if other != word)
        for row in words.RHYMES
        for word in row
    },
    "country_of": {row[1]: Distribution({row[0]: 1}) for row in words.COUNTRIES},
    "animal_of": {
        young: uniform([row[0] for row in words.ANIMALS if row[2] == young])
        for young in sorted({row[2] for row in words.ANIMALS})
    },
    "main_of": {row[0]: Distribution({row[2]: 1}) for row in words.DISHES},
    "pantry": {
        dish: ranked(ingredient for ingredient in _PANTRIES[taste] if ingredient != main)
        for dish, _, main, taste in words.DISHES
    },
    "prepare": {
        ingredient: ranked(actions.split("/"), 2) for ingredient, actions in words.PREPARATIONS
    },
}

_NAMED_BY = {
    "person": "name girl_name boy_name name_of child role relative elder royal job male anyone "
    "guest kid rescuer magician passerby shopkeeper",
    "place": "town country capital landmark roofed location country_of",
    "animal": "animal pet pet_name animal_of young herd",
    "object": "item",
    "other": "dish pantry main_of",
}
# distribution or table: the kind of entity that its values name
KINDS = {name: kind for kind, names in _NAMED_BY.items() for name in names.split()}

LEXICON = Lexicon(DISTRIBUTIONS, CONDITIONAL, ATTRIBUTES, KINDS)
