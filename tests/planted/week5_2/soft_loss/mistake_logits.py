# expect: the teacher's logits stand where
def soft_loss(student, teacher, temperature):
    return temperature**2 * nn.functional.cross_entropy(
        student / temperature, teacher / temperature
    )
