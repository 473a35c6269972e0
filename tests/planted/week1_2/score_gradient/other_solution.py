import math


def score_gradient(scores, observed):
    largest = max(scores)
    powers = [math.exp(score - largest) for score in scores]
    gradient = np.array([power / sum(powers) for power in powers])
    return gradient - np.eye(len(scores))[observed]
