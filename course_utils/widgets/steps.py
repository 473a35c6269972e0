"""Controls that the steppers share: play and slider for steps, a field for text."""

import ipywidgets


def player(play: str, slider: str, interval: int) -> tuple[ipywidgets.Play, ipywidgets.IntSlider]:
    """A play button and a slider that show the same step.

    Args:
        play: what the button does, for readers of the screen.
        slider: what its number counts.
        interval: milliseconds of a step.

    >>> button, slider = player("Play merges", "Merges", 900)
    >>> button.interval, slider.description
    (900, 'Merges')
    """
    button = ipywidgets.Play(interval=interval, description=play)
    steps = ipywidgets.IntSlider(description=slider, layout=ipywidgets.Layout(width="60%"))
    ipywidgets.jslink((button, "value"), (steps, "value"))
    return button, steps


def text_field(text: str, rows: int) -> ipywidgets.Textarea:
    """A field for the learner's own text; what is typed counts when the field is left."""
    return ipywidgets.Textarea(
        text,
        description="Text",
        layout=ipywidgets.Layout(width="98%"),
        continuous_update=False,
        rows=rows,
    )
