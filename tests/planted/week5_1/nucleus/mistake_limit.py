# expect: compare each probability with a limit
def nucleus(probabilities, share):
    kept = np.where(probabilities >= (1 - share) * probabilities.max(), probabilities, 0)
    return kept / kept.sum()
