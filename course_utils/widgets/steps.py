"""What the steppers share: the view and its still image, play and slider, a field for text."""

import html
from collections.abc import Sequence
from typing import Any

import ipywidgets
from matplotlib.figure import Figure

from course_utils.widgets import skeleton

DONE = "#BBD7EA"  # boxes of what is computed or fused already; black text is readable on it


class Stepper(ipywidgets.VBox):
    """Controls above one view, which is HTML written anew whenever a control changes.

    A stepper writes `_html`, and `figure` and `description` for where notebooks are only read.

    Args:
        controls: what stands above the view.
    """

    def __init__(self, controls: Sequence[ipywidgets.Widget]) -> None:
        """See the class; `_show` is called when there is something to show."""
        self._view = ipywidgets.HTML(layout=ipywidgets.Layout(width="98%"))
        super().__init__([*controls, self._view])

    def _html(self) -> str:
        """What the view shows now."""
        raise NotImplementedError

    def description(self) -> str:
        """What the still image shows, in words."""
        raise NotImplementedError

    def figure(self) -> Figure:
        """The still image."""
        raise NotImplementedError

    def _show(self, change: Any = None) -> None:
        """Write the view anew; an observer of controls, whose `change` doesn't matter."""
        self._view.value = self._html()

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict, dict]:
        """Live widget, still image and words; see skeleton.mimebundle."""
        view = super()._repr_mimebundle_(**options)
        return skeleton.mimebundle((view, {}), self.figure(), self.description())


def announced(text: str, style: str = "") -> str:
    """A paragraph of plain text that is read aloud by screen readers when it changes.

    >>> announced("2 < 3")
    '<p aria-live="polite" style="margin:.3em 0">2 &lt; 3</p>'
    """
    return f'<p aria-live="polite" style="{style}margin:.3em 0">{html.escape(text)}</p>'


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


def rewind(last: int, *controls: ipywidgets.Play | ipywidgets.IntSlider) -> None:
    """Set controls back to 0, from where they now go up to `last`."""
    for control in controls:
        # The value first: a maximum below it would move it, and show a step of what was before.
        control.value, control.max = 0, last


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
