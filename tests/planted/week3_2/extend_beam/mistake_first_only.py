# expect: continue (7,), the likeliest beginning
def extend_beam(beam, log_probabilities, width):
    tokens, total = beam[0]
    order = sorted(range(len(log_probabilities[0])), key=lambda t: -log_probabilities[0][t])
    return [((*tokens, t), total + float(log_probabilities[0][t])) for t in order[:width]]
