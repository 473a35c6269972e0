import numpy as np


def batch_loss(log_probabilities, rows):
    total, count = 0.0, 0
    for table, row in zip(log_probabilities, rows, strict=True):
        for place in range(len(row) - 1):
            if row[place + 1] != 0:
                total -= table[place, row[place + 1]]
                count += 1
    return total / count
