# expect: softmax is taken twice
def soft_loss(student, teacher, temperature):
    soft = (teacher / temperature).softmax(-1)
    return temperature**2 * nn.functional.cross_entropy((student / temperature).softmax(-1), soft)
