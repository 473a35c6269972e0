# expect: the longest word that ends here is cde
def backward_matching(text, dictionary):
    best = [[]]
    for end in range(1, len(text) + 1):
        best.append(
            min(
                (
                    best[s] + [text[s:end]]
                    for s in range(end)
                    if text[s:end] in dictionary or end - s == 1
                ),
                key=len,
            )
        )
    return best[-1]
