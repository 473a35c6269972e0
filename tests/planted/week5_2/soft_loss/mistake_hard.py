# expect: only the teacher's likeliest token
def soft_loss(student, teacher, temperature):
    best = teacher.argmax(-1)
    return temperature**2 * nn.functional.cross_entropy(student / temperature, best)
