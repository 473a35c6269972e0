"""Graph stepper: values flow forward through a computation graph, gradients backward."""

import html
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ipywidgets
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from course_utils.models.scalar import Scalar, ancestors
from course_utils.widgets import skeleton
from course_utils.widgets.steps import DONE, Stepper, announced, player, value_of

MOST_NODES = 24
BOX_WIDTH, BOX_HEIGHT, COLUMN, ROW = 132, 74, 190, 96  # pixels
LEAF, INNER, ACTIVE, GRADIENT = "#F2F2F2", DONE, "#F6D8A8", "#A04000"


@dataclass(frozen=True)
class Moment:
    """What is known after some steps; positions are those of `ancestors`."""

    values: int  # the first so many nodes have their value
    gradients: tuple[float | None, ...]  # of each node, None before anything has arrived
    active: int | None  # the node at work
    says: str


def number(value: float) -> str:
    """Write a number in at most five characters and a sign, with a true minus.

    >>> number(-4.0), number(0.41997434), number(123456.0)
    ('−4', '0.42', '1.2e+05')
    """
    return f"{value:.3g}".replace("-", "−") if abs(value) < 1000 else f"{value:.2g}"


def moments(root: Scalar) -> list[Moment]:
    """Every step: leaves given, one node forward at a time, then one node backward at a time."""
    nodes = ancestors(root)
    place = {id(node): i for i, node in enumerate(nodes)}
    gradients: list[float | None] = [None] * len(nodes)
    given = sum(not node.parents for node in nodes)
    says = f"{given} numbers are given, and nothing is computed yet."
    found = [Moment(0, tuple(gradients), None, says)]
    for i, node in enumerate(nodes):
        if node.parents:
            inputs = " and ".join(f"{_called(p)} = {number(p.value)}" for p in node.parents)
            says = f"Forward: {_called(node)} of {inputs} is {number(node.value)}."
            found.append(Moment(i + 1, tuple(gradients), i, says))
    gradients[-1] = 1.0
    says = f"Backward begins: the gradient of the last node, {_called(root)}, is 1."
    found.append(Moment(len(nodes), tuple(gradients), len(nodes) - 1, says))
    for i in reversed(range(len(nodes))):
        node, parts = nodes[i], []
        if not node.parents:
            continue
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            there, sent = place[id(parent)], slope * gradients[i]
            before = gradients[there]
            gradients[there] = sent if before is None else before + sent
            plus = "" if before is None else f", together {number(gradients[there])}"
            product = f"{number(gradients[i])} · {number(slope)} = {number(sent)}"
            parts.append(f"{_called(parent)} gets {product}{plus}")
        says = f"Backward through {_called(node)}: gradient times slope. {'; '.join(parts)}."
        found.append(Moment(len(nodes), tuple(gradients), i, says))
    return found


def _called(node: Scalar) -> str:
    return node.name or number(node.value)


def layout(nodes: list[Scalar]) -> list[tuple[int, int]]:
    """(column, row) of each node: a column for each number of steps, inputs beside their users."""
    column: dict[int, int] = {}
    for node in nodes:
        if node.parents:
            column[id(node)] = 1 + max(column.get(id(p), 0) for p in node.parents)
    for node in nodes:  # a leaf stands one column before the first node that uses it
        if not node.parents:
            users = [column[id(n)] for n in nodes if any(p is node for p in n.parents)]
            column[id(node)] = min(users, default=1) - 1
    rows: dict[int, int] = {}
    places = []
    for node in nodes:
        at = column[id(node)]
        places.append((at, rows.get(at, 0)))
        rows[at] = rows.get(at, 0) + 1
    return places


class GraphStepper(Stepper):
    """Step through the graph of a function of numbers, and change the numbers.

    >>> stepper = GraphStepper(lambda w, x: (w * x).tanh(), w=2.0, x=0.5)
    >>> len(stepper.moments), stepper.moments[1].says
    (6, 'Forward: × of w = 2 and x = 0.5 is 1.')

    Change `stepper.step` from code, or the slider with the mouse and the arrow keys.

    Args:
        function: takes Scalars by name and returns one Scalar; at most 24 nodes.
        step: which moment to show first; a number beyond the last shows the last.
        numbers: the inputs.

    Raises ValueError for a graph of more nodes.
    """

    step = value_of("_slider", "Which moment is shown.")

    def __init__(self, function: Callable[..., Scalar], step: int = 0, **numbers: float) -> None:
        """See the class."""
        self._function = function
        narrow = ipywidgets.Layout(width="150px")
        self._boxes = {
            name: ipywidgets.FloatText(value, description=name, layout=narrow, step=0.5)
            for name, value in numbers.items()
        }
        for box in self._boxes.values():
            box.style.description_width = "30px"
        self._play, self._slider = player("Play the steps", "Step", interval=1800)
        self._message = ipywidgets.HTML()
        controls = ipywidgets.HBox([self._play, self._slider])
        inputs = ipywidgets.HBox(list(self._boxes.values()))
        inputs.layout.flex_flow = "row wrap"
        super().__init__([inputs, controls, self._message])
        self._compute()
        self.step = step
        for box in self._boxes.values():
            box.observe(self._changed_number, "value")
        self._slider.observe(self._show, "value")
        self._show()

    @property
    def current(self) -> Moment:
        """What is shown now."""
        return self.moments[self.step]

    def _compute(self) -> None:
        leaves = {name: Scalar(box.value, name=name) for name, box in self._boxes.items()}
        root = self._function(**leaves)
        self.nodes = ancestors(root)
        if len(self.nodes) > MOST_NODES:
            raise ValueError(f"{len(self.nodes)} nodes; {MOST_NODES} can be drawn")
        self.moments, self._places = moments(root), layout(self.nodes)
        self._play.max = self._slider.max = len(self.moments) - 1

    def _changed_number(self, change: Any = None) -> None:
        """Compute again; numbers for which the function has no value get a message instead."""
        try:
            self._compute()
        except (ArithmeticError, ValueError) as error:
            self._message.value = f'<p role="alert">No value: {html.escape(str(error))}</p>'
            return
        self._message.value = ""
        self._show()

    def _boxes_and_arrows(self, moment: Moment) -> tuple[list, list]:
        """Boxes (x, y, color, name, value, gradient) and arrows (from box, to box), in pixels."""
        index, boxes, arrows = {id(n): i for i, n in enumerate(self.nodes)}, [], []
        for i, (node, (column, row)) in enumerate(zip(self.nodes, self._places, strict=True)):
            known = not node.parents or i < moment.values
            gradient = moment.gradients[i]
            color = ACTIVE if i == moment.active else INNER if node.parents else LEAF
            texts = (
                node.name or "number",
                number(node.value) if known else "?",
                "" if gradient is None else f"∂ {number(gradient)}",
            )
            boxes.append((10 + column * COLUMN, 10 + row * ROW, color, *texts))
            arrows += [(index[id(parent)], i) for parent in node.parents]
        return boxes, arrows

    def _size(self) -> tuple[int, int]:
        columns, rows = (1 + max(p[axis] for p in self._places) for axis in (0, 1))
        return columns * COLUMN - COLUMN + BOX_WIDTH + 20, rows * ROW - ROW + BOX_HEIGHT + 20

    def _html(self) -> str:
        """The sentence of this step above the graph, on white in every theme."""
        (width, height), drawn = self._size(), []
        boxes, arrows = self._boxes_and_arrows(self.current)
        for start, end in arrows:
            x0, y0 = boxes[start][0] + BOX_WIDTH, boxes[start][1] + BOX_HEIGHT / 2
            x1, y1 = boxes[end][0], boxes[end][1] + BOX_HEIGHT / 2
            drawn.append(f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#444" stroke-width="2"/>')
        for x, y, color, name, value, gradient in boxes:
            drawn.append(
                f'<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="8" '
                f'fill="{color}" stroke="#222"/><g font-size="17">'
                f'<text x="{x + 8}" y="{y + 22}" font-weight="bold">{html.escape(name)}</text>'
                f'<text x="{x + 8}" y="{y + 44}">{value}</text>'
                f'<text x="{x + 8}" y="{y + 66}" fill="{GRADIENT}">{gradient}</text></g>'
            )
        return (
            f"{announced(self.current.says, 'font-size:17px;')}"
            f'<svg viewBox="0 0 {width} {height}" style="background:white;max-width:100%;'
            f'width:{width}px" role="img" aria-label="Computation graph">{"".join(drawn)}</svg>'
        )

    def description(self) -> str:
        """What the still image shows, in words."""
        leaves = [i for i, node in enumerate(self.nodes) if not node.parents and node.name]
        last = self.moments[-1].gradients
        given = ", ".join(f"{self.nodes[i].name} = {number(self.nodes[i].value)}" for i in leaves)
        found = ", ".join(f"{self.nodes[i].name}: {number(last[i] or 0.0)}" for i in leaves)
        return (
            f"Diagram of a computation graph with {len(self.nodes)} nodes: from {given} forward to "
            f"the value {number(self.nodes[-1].value)}, then backward to the gradients {found}."
        )

    def figure(self) -> Figure:
        """The still image: the graph with all values and all gradients."""
        width, height = self._size()
        boxes, arrows = self._boxes_and_arrows(self.moments[-1])
        scale = max(120.0, width / 9)  # pixels an inch: at most 9 inches wide
        size = 12 * 135 / scale
        with skeleton.letters(size):
            image = Figure(figsize=(width / scale, height / scale), layout="none")
            axes = image.add_axes((0, 0, 1, 1))
            axes.set(xlim=(0, width), ylim=(height, 0))
            axes.axis("off")
            for start, end in arrows:
                x0, y0 = boxes[start][0] + BOX_WIDTH, boxes[start][1] + BOX_HEIGHT / 2
                x1, y1 = boxes[end][0], boxes[end][1] + BOX_HEIGHT / 2
                axes.plot([x0, x1], [y0, y1], "-", color="#444444", linewidth=1.5, zorder=0)
            for (x, y, _, *texts), node in zip(boxes, self.nodes, strict=True):
                color = INNER if node.parents else LEAF
                axes.add_patch(
                    FancyBboxPatch(
                        (x + 6, y + 6),
                        BOX_WIDTH - 12,
                        BOX_HEIGHT - 12,
                        boxstyle="round,pad=6",
                        facecolor=color,
                        edgecolor="black",
                    )
                )
                shades, weights = ("black", "black", GRADIENT), ("bold", "normal", "normal")
                for line, (text, shade, weight) in enumerate(
                    zip(texts, shades, weights, strict=True)
                ):
                    down = y + 15 + 22 * line
                    axes.text(
                        x + 8, down, text, va="center", color=shade, weight=weight, parse_math=False
                    )
        return image
