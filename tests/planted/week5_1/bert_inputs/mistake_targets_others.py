# expect: Where another token was put in, you ask for that
def bert_inputs(tokens, chosen, fate, others):
    inputs = torch.where(chosen & (fate < 0.8), MASK, tokens)
    noise = chosen & (fate >= 0.9)
    return torch.where(noise, others, inputs), torch.where(
        noise, others, torch.where(chosen, tokens, IGNORED)
    )
