"""The story world: short documents drawn from a grammar that knows every probability exactly.

from course_utils.story_world.documents import draw_document, next_distribution

draw_document("test", 0).text             one document
draw_document("test", 0).facts["hero"]    what is true in it
next_distribution(["Dear", "Mira"])       every possible next word with its probability

grammar.py      templates, distributions
world.py        World.say: draws a sentence, computes the probability of each of its words
words.py        all word lists
lexicon.py      the distributions and attributes made of them
telling.py      rounds, enumerations, questions at the end
scenes.py       what happens between the sentences of a plot
stories.py      openings and the twelve plots, which are in plots_*.py
letters.py, recipes.py, weather_reports.py, reviews.py, lessons.py
documents.py    a whole document
generate.py     the files in datasets/story_world
"""
