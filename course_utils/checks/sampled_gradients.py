"""What week1_2's check of negative sampling compares with: known mistakes, and the loss, nudged."""

import numpy as np

from course_utils.checks.attempt import Attempt, Gap
from course_utils.checks.exercise import expect, expect_close
from course_utils.checks.messages import known
from course_utils.models.word2vec import sigmoid


def sampling_gradients(
    center: np.ndarray, neighbor: np.ndarray, noise: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The gradients of the loss for the center, the neighbor and each noise word."""
    error = sigmoid(center @ neighbor) - 1
    noise_error = sigmoid(noise @ center)
    for_center = error * neighbor + noise_error @ noise
    return for_center, error * center, np.outer(noise_error, center)


def _sampling_loss(center: np.ndarray, neighbor: np.ndarray, noise: np.ndarray) -> float:
    kept = np.log(sigmoid(center @ neighbor)) + np.log(sigmoid(-noise @ center)).sum()
    return float(-kept)


def diagnose_sampling_gradients(attempt: Attempt) -> None:
    """Raise the Gap of the first difference: known mistakes first, then every number by nudging."""
    center, neighbor = np.array([0.5, -1.0]), np.array([1.0, 0.8])
    noise = np.array([[0.2, 0.4], [-0.6, 0.9], [1.0, 1.0]])
    given = {"center": center, "neighbor": neighbor, "noise": noise}
    yours = attempt(**given)
    expect(
        len(yours) == 3,
        f"You returned {len(yours)} things, not three gradients.",
        "Which three arrays went in?",
    )
    try:
        yours = [np.asarray(part, dtype=float) for part in yours]
    except (TypeError, ValueError):
        raise Gap(
            "One of your three gradients is no array of numbers.",
            "Has each of its rows the same length, and does each entry hold one number?",
        ) from None
    for part, (name, array) in zip(yours, given.items(), strict=True):
        expect(
            part.shape == array.shape,
            f"The gradient for {name} has shape {part.shape}, {name} itself {array.shape}.",
            "A gradient has one number for each number that it is about. Which of yours are summed "
            "or missing?",
        )
    right = sampling_gradients(**given)
    error, noise_error = sigmoid(center @ neighbor) - 1, sigmoid(noise @ center)
    outputs = np.vstack([neighbor, noise])
    softmax = np.exp(outputs @ center) / np.exp(outputs @ center).sum()
    known(yours[0], [
        (-right[0], "Your gradients point the other way: observed minus predicted.",
         "What is the predicted probability of the neighbor, what was observed, and which is "
         "subtracted from which?"),
        (error * neighbor, "Your gradient for center holds the neighbor's part only.",
         "The center vector appears in how many terms of the loss?"),
        (error * neighbor + noise_error @ noise / 3,
         "In your gradient for center the noise words are averaged.",
         "Does the loss contain a sum or a mean over the noise words?"),
        (error * neighbor + noise_error[-1] * noise[-1],
         "In your gradient for center only the last noise word counts.",
         "Does your loop add, or does it begin again with each noise word?"),
        (3 * error * neighbor + noise_error @ noise,
         "Your gradient for center holds the neighbor's part three times.",
         "Which part belongs before the loop over the noise words?"),
        (error * neighbor - noise_error @ noise,
         "Your error of a noise word is −σ(u · v); for the noise words the sign is turned.",
         "The loss holds σ(−u · v). What does that inner minus do to the derivative?"),
        (noise_error @ noise - error * neighbor,
         "Your error of the neighbor is 1 − σ(u · v), observed minus predicted.",
         "Predicted minus observed, for the noise words and for the neighbor: what is that here?"),
        ((error + 1) * neighbor + noise_error @ noise,
         "Your error of the neighbor is σ(u · v): predicted, and nothing subtracted.",
         "What was observed for the neighbor, 1 or 0?"),
        (-(error + error**2) * neighbor + noise_error * (1 - noise_error) @ noise,
         "Your errors are σ(1 − σ), the slope of the sigmoid.",
         "The loss is a logarithm of σ. What is the slope of −ln σ(x)?"),
        (error * neighbor + sigmoid(noise @ neighbor) @ noise,
         "Your prediction for a noise word is its dot product with the neighbor.",
         "Which vector asks whether a word is its neighbor?"),
        (error * neighbor + (noise_error - 1) @ noise,
         "The noise words are treated like neighbors: predicted minus 1.",
         "What was observed for a noise word, 1 or 0?"),
        ((center @ neighbor - 1) * neighbor + (noise @ center) @ noise,
         "Your errors use the dot products themselves.",
         "Which function turns a dot product into the probability of a yes?"),
        (right[1], "Your first gradient is the one for neighbor.",
         "In which order did center, neighbor and noise go in?"),
        (softmax @ outputs - neighbor,
         "Your predictions are a softmax: together they sum to 1.",
         "Here are K + 1 separate questions, each with yes or no. Which function answers one?"),
        (center - right[0], "You returned the vectors after a step, not the gradients.",
         "What does a step subtract from a vector?"),
        (error * neighbor + (1 - noise_error) @ noise,
         "Your error of a noise word is σ(-u · v), the probability that noise is no neighbor.",
         "Predicted minus observed: what is predicted for a noise word, and what was observed?"),
    ])  # fmt: skip
    known(yours[1], [
        (error * (center - right[0]),
         "Your gradient for neighbor was computed with a center that had moved.",
         "Does the loss hold the center before its step, or after it?"),
    ])  # fmt: skip
    known(yours[2], [
        (-right[2], "Your gradient for noise points the other way.",
         "A step against the gradient must make noise less likely. Which sign does that take?"),
        (right[2] / 3, "In your gradient for noise each row is divided by the number of rows.",
         "How many terms of the loss hold one noise word, and what are they divided by?"),
        (noise_error[:, None] * noise,
         "In your gradient for noise each error meets the noise word itself.",
         "Its dot product is with the center. How fast does that change with the noise word?"),
        (np.outer(noise_error[[-1, -1, -1]], center),
         "All rows of your gradient for noise are alike, and right for the last noise word.",
         "Which row does your loop write into?"),
    ])  # fmt: skip
    for part, (name, array) in zip(yours, given.items(), strict=True):
        for index in np.ndindex(array.shape):
            ends = []
            for nudge in (1e-5, -1e-5):
                nudged = {key: value.copy() for key, value in given.items()}
                nudged[name][index] += nudge
                ends.append(_sampling_loss(**nudged))
            slope = (ends[0] - ends[1]) / 2e-5
            place = ", ".join(map(str, index))
            expect_close(
                float(part[index]),
                slope,
                f"Nudging {name}[{place}] changes the loss {{expected}} times as much; your "
                "gradient there is {yours}.",
                "Predicted minus observed, times which other vector?",
                tolerance=1e-5,
            )
