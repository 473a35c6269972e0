# expect: multiplied by T, not by its square
def soft_loss(student, teacher, temperature):
    soft = (teacher / temperature).softmax(-1)
    return temperature * nn.functional.cross_entropy(student / temperature, soft)
