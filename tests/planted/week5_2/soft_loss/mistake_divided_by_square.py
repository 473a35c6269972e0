# expect: divided by the square
def soft_loss(student, teacher, temperature):
    soft = (teacher / temperature).softmax(-1)
    loss = nn.functional.cross_entropy(student / temperature, soft)
    return loss / temperature**2
