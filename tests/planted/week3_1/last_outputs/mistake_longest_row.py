# expect: output at the last place, which is padding
def last_outputs(outputs, lengths):
    return outputs[:, lengths.max() - 1]
