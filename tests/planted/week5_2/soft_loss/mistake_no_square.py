# expect: the square of the temperature is missing
def soft_loss(student, teacher, temperature):
    soft = (teacher / temperature).softmax(-1)
    return nn.functional.cross_entropy(student / temperature, soft)
