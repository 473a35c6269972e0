# expect: probabilities are divided by T
def soft_loss(student, teacher, temperature):
    soft = teacher.softmax(-1) / temperature
    return temperature**2 * nn.functional.cross_entropy(student / temperature, soft)
