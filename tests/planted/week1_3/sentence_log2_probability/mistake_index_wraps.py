# expect: Print each pair as you look it up, context first
def sentence_log2_probability(bigrams, sentence):
    tokens = ["<start>", *sentence, "<end>"]
    total = 0.0
    for i in range(len(tokens)):
        followers = bigrams.get(tokens[i - 1], Counter())
        if followers[tokens[i]] == 0:
            return -math.inf
        total += math.log2(followers[tokens[i]] / followers.total())
    return total
