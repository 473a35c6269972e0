# expect: likeliest token counts, unsoftened
def soft_loss(student, teacher, temperature):
    return nn.functional.cross_entropy(student, teacher.argmax(-1))
