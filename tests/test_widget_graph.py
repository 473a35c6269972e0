"""The graph stepper: what it computes, what it shows, and its still image."""

import base64
import io

import pytest
from PIL import Image

from course_utils.models.scalar import Scalar, ancestors
from course_utils.widgets import skeleton
from course_utils.widgets.graph import GraphStepper, layout, moments


def neuron(w, x, b, y):
    return ((w * x + b).relu() - y) ** 2


def stepper(**options) -> GraphStepper:
    return GraphStepper(neuron, **{"w": 2.0, "x": 3.0, "b": -4.0, "y": 1.0, **options})


def reused(a, b):
    return (a * b + a) * (b - 3) * a


@pytest.mark.parametrize("function", [reused, lambda a, b: neuron(a, b, b, a), lambda a, b: a * a])
def test_the_last_moment_holds_the_gradients_of_the_engine(function):
    root = function(Scalar(1.5, name="a"), Scalar(2.5, name="b"))
    last = moments(root)[-1]
    root.backward()
    assert list(last.gradients) == pytest.approx([node.grad for node in ancestors(root)])


def test_one_node_at_a_time_forward_then_backward():
    found = stepper().moments
    computed = 5
    assert len(found) == 1 + computed + 1 + computed
    assert [m.says.split()[0] for m in found[1:6]] == ["Forward:"] * 5
    assert found[2].says == "Forward: + of × = 6 and b = −4 is 2."
    assert found[6].gradients[-1] == 1.0 and found[6].gradients[0] is None
    assert found[-1].says.endswith("w gets 2 · 3 = 6; x gets 2 · 2 = 4.")


def test_gradients_that_arrive_twice_are_added_in_words():
    said = " ".join(m.says for m in GraphStepper(lambda a: a * a + a, a=3.0).moments)
    assert "a gets 1 · 1 = 1." in said and "a gets 1 · 3 = 3, together 4" in said
    assert "a gets 1 · 3 = 3, together 7" in said


def test_nothing_is_shown_before_its_step():
    shown = stepper()
    assert shown._view.value.count(">?</text>") == 5 and "∂" not in shown._view.value
    shown._slider.value = 5
    assert ">?</text>" not in shown._view.value and "∂" not in shown._view.value
    shown.step = 10_000
    assert shown.step == len(shown.moments) - 1
    assert "∂ 6" in shown._view.value and "∂ −2" in shown._view.value


def test_a_new_number_computes_everything_again():
    shown = stepper(step=11)
    shown._boxes["w"].value = 1.0
    assert shown.nodes[-1].value == 1.0 and shown.current.gradients[0] == 0.0  # relu is shut
    shown = GraphStepper(lambda a: a.log(), a=1.0)
    shown._boxes["a"].value = -1.0
    assert "No value:" in shown._message.value
    shown._boxes["a"].value = 2.0
    assert shown._message.value == ""


def test_boxes_do_not_overlap():
    nodes = ancestors(reused(Scalar(1.0, name="a"), Scalar(2.0, name="b")))
    places = layout(nodes)
    assert len(set(places)) == len(nodes)
    column = dict(zip(map(id, nodes), (p[0] for p in places), strict=True))
    assert all(column[id(p)] < column[id(n)] for n in nodes for p in n.parents)


def test_a_large_graph_is_refused():
    with pytest.raises(ValueError, match="can be drawn"):
        GraphStepper(lambda a: sum((a * i for i in range(12)), a), a=1.0)


def test_names_are_text():
    named = GraphStepper(lambda **k: k["<b>"] * 2, **{"<b>": 1.0})
    assert "<b>" not in named._view.value and "&lt;b&gt;" in named._view.value


def test_the_committed_output_is_a_picture_with_words():
    data, metadata = stepper(step=3)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == metadata["image/png"]["alt"]
    assert "gradients w: 6, x: 4, b: 2, y: −2" in data["text/plain"]
    png = base64.b64decode(data["image/png"])
    width, _ = Image.open(io.BytesIO(png)).size
    assert len(png) <= 60_000 and 600 < width < 900
    assert stepper()._repr_mimebundle_()[0]["image/png"] == data["image/png"]
    assert skeleton.figure_png(stepper().figure())
