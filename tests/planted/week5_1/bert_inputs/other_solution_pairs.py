def bert_inputs(tokens, chosen, fate, others):
    def one(t, c, f, o):
        if not c:
            return t, IGNORED
        return (MASK if f < 0.8 else t if f < 0.9 else o), t

    pairs = [
        [one(*x) for x in zip(*rows)]
        for rows in zip(tokens.tolist(), chosen.tolist(), fate.tolist(), others.tolist())
    ]
    return torch.tensor([[a for a, _ in r] for r in pairs]), torch.tensor(
        [[b for _, b in r] for r in pairs]
    )
