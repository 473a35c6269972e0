# expect: For a sentence of 201 words you returned -8.006 instead of -1592
def sentence_log2_probability(bigrams, sentence):
    total = 0.0
    for context, token in set(pairwise(["<start>", *sentence, "<end>"])):
        followers = bigrams.get(context, Counter())
        if followers[token] == 0:
            return -math.inf
        total += math.log2(followers[token] / followers.total())
    return total
