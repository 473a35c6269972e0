# expect: took the same place in every row
def last_outputs(outputs, lengths):
    return outputs[:, lengths.max() - 2]
