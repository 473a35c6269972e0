"""What the models of single weeks read, beside the corpora of data.py.

vocabulary.py        letters and primer sentences as words of one kind (week 1.2)
primer.py            plain sentences with a prejudice put in on purpose (1.2)
names.py             people and places in our own texts, labeled by hand (2.1)
reviews.py           reviews and their verdicts (3.1)
translation.py       sentence pairs as batches, and models' translations (3.2)
couplets.py          rhymes: one word far back decides the last (4.1, 4.2)
review_sentences.py  sentences of reviews with two questions each (5.1)
tasks.py             prompts and answers for fine-tuning (5.2)
opinions.py          a sentence's last word: all about it is known exactly (5.2)
dialects.py          the world with pairs of words exchanged, as probable as before (6.1)
prompt_tasks.py      prompts that do not say what is wanted (6.2)
"""
