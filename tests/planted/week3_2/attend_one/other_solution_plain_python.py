import math

import numpy as np


def attend_one(query, keys, values):
    scores = [sum(q * k for q, k in zip(query, key)) for key in keys]
    e = [math.exp(s - max(scores)) for s in scores]
    return np.array(
        [sum(w * v[j] for w, v in zip(e, values)) / sum(e) for j in range(len(values[0]))]
    )
