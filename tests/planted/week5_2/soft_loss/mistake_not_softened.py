# expect: nothing was softened
def soft_loss(student, teacher, temperature):
    return temperature**2 * nn.functional.cross_entropy(student, teacher.softmax(-1))
