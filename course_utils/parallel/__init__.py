"""Chinese–English sentence pairs with gold alignments, drawn from a synchronous grammar.

joining.py   a pair, and how a rule joins its parts and their links
words.py     the words, as plain tables
rules.py     the rules
corpus.py    load_pairs: training, validation, test, and sentences longer than any trained on
"""
