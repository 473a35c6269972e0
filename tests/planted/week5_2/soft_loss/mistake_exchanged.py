# expect: teacher and student have changed places
def soft_loss(student, teacher, temperature):
    soft = (student / temperature).softmax(-1)
    return temperature**2 * nn.functional.cross_entropy(teacher / temperature, soft)
