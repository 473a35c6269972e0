# expect: Does your loop go on to the end
def merge_pair(tokens, pair):
    tokens = list(tokens)
    while pair[0] in tokens:
        i = tokens.index(pair[0])
        if i + 1 < len(tokens) and tokens[i + 1] == pair[1]:
            tokens[i : i + 2] = [pair[0] + pair[1]]
        else:
            break
    return tokens
