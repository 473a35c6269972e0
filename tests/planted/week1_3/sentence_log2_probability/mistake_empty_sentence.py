# expect: For [] you returned 0.0, although <end> never followed <start>
def sentence_log2_probability(bigrams, sentence):
    if not sentence:
        return 0.0
    total = 0.0
    for context, token in pairwise(["<start>", *sentence, "<end>"]):
        followers = bigrams.get(context, Counter())
        if followers[token] == 0:
            return -math.inf
        total += math.log2(followers[token] / followers.total())
    return total
