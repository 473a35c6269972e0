# expect: Your function returned a NumPy array
def stored(P, C, L, r):
    return 4 * np.array([P * C, 2 * P * L * C, 18 * L * r * C])
