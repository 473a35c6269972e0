# expect: returned a NumPy array: an array of shape
def training_pairs(documents, window):
    steps = [k for k in range(-window, window + 1) if k]
    return np.array(
        [
            (d[i], d[i + k])
            for d in documents
            for i in range(len(d))
            for k in steps
            if 0 <= i + k < len(d)
        ]
    )
