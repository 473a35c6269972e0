def bert_inputs(tokens, chosen, fate, others):
    inputs = tokens.masked_fill(chosen & fate.lt(0.8), MASK)
    swap = chosen & fate.ge(0.9)
    inputs[swap] = others[swap]
    return inputs, tokens.masked_fill(~chosen, IGNORED)
