# expect: But b c has rank 0
def encode_by_rank(word, ranks):
    vocab = {a + b for a, b in ranks}
    out, i = [], 0
    while i < len(word):
        j = len(word)
        while j > i + 1 and word[i:j] not in vocab:
            j -= 1
        out.append(word[i:j])
        i = j
    return out
