def sentence_log2_probability(bigrams, sentence, context="<start>"):
    word, *rest = sentence or ["<end>"]
    followers = bigrams.get(context, {})
    if not followers.get(word):
        return float("-inf")
    own = math.log2(followers[word] / sum(followers.values()))
    return own if word == "<end>" else own + sentence_log2_probability(bigrams, rest, word)
