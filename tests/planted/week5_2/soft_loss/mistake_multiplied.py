# expect: the logits are multiplied by T
def soft_loss(student, teacher, temperature):
    soft = (teacher * temperature).softmax(-1)
    return temperature**2 * nn.functional.cross_entropy(student * temperature, soft)
