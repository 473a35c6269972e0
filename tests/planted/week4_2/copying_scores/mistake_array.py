# expect: a NumPy array
def copying_scores(weights, copies):
    return np.mean([weights[:, :, n, n + 1 - d].numpy() for n, d in copies], axis=0)
