# expect: only the student was softened
def soft_loss(student, teacher, temperature):
    soft = teacher.softmax(-1)
    return temperature**2 * nn.functional.cross_entropy(student / temperature, soft)
