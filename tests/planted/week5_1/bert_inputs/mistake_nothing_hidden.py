# expect: Nothing is hidden: your inputs are the text
def bert_inputs(tokens, chosen, fate, others):
    return tokens, torch.where(chosen, tokens, IGNORED)
