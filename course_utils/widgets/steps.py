"""What the steppers share: play and slider for steps, a field for text, names for both."""

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


def value_of(control: str, says: str) -> property:
    """A property of a widget: the value of one of its controls, to read and to set.

    Args:
        control: name of the attribute that holds the control.
        says: what the value is, the property's docstring.
    """

    def read(widget: ipywidgets.Widget) -> object:
        return getattr(widget, control).value

    def write(widget: ipywidgets.Widget, value: object) -> None:
        getattr(widget, control).value = value

    return property(read, write, doc=says)
