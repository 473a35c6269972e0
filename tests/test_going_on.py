"""Commands that go on: from the same settings only, and from what is shipped with nothing to do."""

import json

import pytest

from course_utils.evaluation import write_run
from course_utils.runs import finetuning, lora, nnlm_sweep, prompts, scaling
from course_utils.runs.going_on import go_on


def test_only_the_same_command_and_settings_go_on(tmp_path):
    path, fresh = tmp_path / "run.json", lambda: {"runs": []}
    new = go_on(path, "command", {"steps": (1, 2), "base": None}, fresh)
    assert list(new) == ["command", "date", "machine", "steps", "base", "runs"]
    assert not path.exists()  # nothing is written before there is something to keep
    new["runs"].append({"bits": 1.5})
    write_run(path, new)
    assert go_on(path, "command", {"steps": (1, 2), "base": None}, fresh) == new
    assert go_on(path, "command", {"steps": [1, 2]}, fresh) == new
    for command, same in (
        ("another", {"steps": (1, 2)}),
        ("command", {"steps": (1, 3)}),
        ("command", {"steps": (1, 2), "rows": None}),  # a setting that the file doesn't tell
    ):
        assert go_on(path, command, same, fresh)["runs"] == []
    assert json.loads(path.read_text(encoding="utf-8")) == new


def test_a_damaged_file_is_no_beginning(tmp_path):
    path = tmp_path / "run.json"
    path.write_text('{"runs": [', encoding="utf-8")
    with pytest.raises(ValueError, match=r"damaged.*delete it"):
        go_on(path, "command", {}, dict)


def nothing_is_trained(*_, **__):
    raise AssertionError("a shipped run is made again")


def copied(path, folder):
    copy = folder / path.name
    copy.write_bytes(path.read_bytes())
    return copy


def sweep(path):
    nnlm_sweep.run(path, "tiny_shakespeare.txt")


@pytest.mark.parametrize(
    ("module", "command"),
    [
        (nnlm_sweep, sweep),
        (scaling, lambda path: scaling.run(scaling.Plan(), path)),
        (lora, lora.run),
        (prompts, prompts.run),
        (finetuning, finetuning.run),
    ],
)
def test_what_is_shipped_is_complete(module, command, tmp_path, monkeypatch):
    """Settings in the files are those of the code: the command would find nothing to do."""
    training = {nnlm_sweep: "contend"}.get(module, "fit")
    monkeypatch.setattr(module, training, nothing_is_trained)
    monkeypatch.setattr(nnlm_sweep, "load_text", lambda _: dict.fromkeys(("train", "validation")))
    monkeypatch.setattr(nnlm_sweep, "count_rows", nothing_is_trained)
    path = copied(module.SHIPPED, tmp_path)
    before = json.loads(path.read_text(encoding="utf-8"))
    command(path)
    assert json.loads(path.read_text(encoding="utf-8")) == before
