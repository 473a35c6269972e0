# expect: are they words or letters?
def sentence_log2_probability(bigrams, sentence):
    tokens = ["<start>", *"".join(sentence), "<end>"]
    total = 0.0
    for context, token in pairwise(tokens):
        followers = bigrams.get(context, Counter())
        if followers[token] == 0:
            return -math.inf
        total += math.log2(followers[token] / followers.total())
    return total
