# expect: the temperature does not enter
def soft_loss(student, teacher, temperature):
    return nn.functional.cross_entropy(student, teacher.softmax(-1))
