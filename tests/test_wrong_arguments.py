"""Wrong values in place of every argument: a sensible result, or an error that says what is wrong.

`valid_calls.py` holds a small valid call of everything a learner calls. Each argument in turn
becomes None, a text, a number, nan, an id that no vocabulary has … The call may answer, but not
with nonsense; it may refuse, but with an error that says why; and it never hangs, leaves a file
half written or changes what it was given.
"""

import ast
import inspect
import re
import signal
import traceback
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
import valid_calls
import valid_calls_of_networks
import valid_values
from known_faults import KNOWN_FAULTS
from traitlets import TraitError
from wrong_values import IDS_NOWHERE, wrong_values

PACKAGE = Path(__file__).resolve().parents[1] / "course_utils"
SECONDS = 2  # of the processor, for one call
LINES = [
    line
    for tables in (valid_calls, valid_calls_of_networks)
    for name, table in vars(tables).items()
    if name.isupper()
    for line in table.strip().splitlines()
]

# Modules that no learner calls: commands, and the inside of what a learner does call.
INSIDE = {
    "checkpoint_card": "a command",
    "distributed": "for torchrun, called by pretrain",
    "downloads": "needs a network; tests/test_downloads.py",
    "files": "called by what reads and writes files",
    "memory": "asks the operating system",
    "models.published": "reads downloaded weights; tests/test_published.py",
    "parallel": "the grammar; its door is parallel.corpus",
    "plots": "drawn from what was computed; label and ladder are called here",
    "pretrain": "a command",
    "resuming": "called by training.fit",
    "start_page": "takes no arguments",
    "story_world": "the grammar; its door is story_world.documents",
    "threads": "takes no arguments",
    "widgets": "their doors are the classes of widgets, called here",
}
DOORS = {"parallel.corpus", "story_world.documents"}
# Public, but called by their own module only; what they are given was checked there.
HELPERS = {
    "training.groups_without_end",
    *("scaling.start", "scaling.polish", "scaling.huber", "scaling.leave_one_out"),
    *("word2vec.step", "word2vec.skip_gram_gradients", "word2vec.cbow_gradients"),
    *("lora.check_sizes", "low_rank.check_rank", "nf4.Product", "stored.seal"),
    *("ids.known_ids", "ids.whole", "evaluation.save_rungs", "evaluation.made"),
    *("evaluation.read_run", "evaluation.Rung", "evaluation.Score", "training.History"),
    *(
        "tasks.Task",
        "tasks.task_of",
        "tasks.Share",
        "data.Corpus",
        "documents.Document",
        "ngram.Level",
        "ngram.Evidence",
    ),
    *("ngram.NGramCounts", "word2vec.WordTables", "word2vec.Gradients"),
    *("names.LabeledDocument", "review_sentences.Sentence", "review_sentences.Cut"),
    *("couplets.Couplet", "vocabulary.NumberedTexts", "scaling.ScalingLaw"),
    *("beam_search.Hypothesis", "attention.Past", "rnn.TruncatedLoss"),
    "documents.Document",
    *("vocabulary.load_judgments", "opinions.opinion_prompts", "opinions.wanted"),
}

# A whole number that is no id of a vocabulary which the call knows: any is answered.
NO_VOCABULARY = {
    *("curriculum.frequent_tokens", "curriculum.find_copies", "evaluation.document_bits"),
    *("evaluation.score", "evaluation.bits_by_distance", "masking.bert_inputs"),
    *("masking.mask_tokens", "training.pad_documents", "training.group_by_length"),
    *("training.document_batches", "ngram.join_documents", "ngram.find", "ngram.row_of"),
    *("tasks.chat", "tasks.pad_answers", "tasks.share_right", "names.f1", "names.f1_interval"),
    *("training.pad", "translation.make_batch", "translation.pair_batches", "ibm.links_of"),
    *("word2vec.keep_probability", "word2vec.noise_distribution", "word2vec.neighbor_mask"),
    *("smoothing.good_turing_shares", "translation_scores.alignment_error_rate"),
    *(
        "streaming.stream_batches",
        "reviews.review_batches",
        "autograd.unbroadcast",
        "optimizers.MLP",
    ),
    *("autograd.reshape", "ngram.make_level"),
}
# Plain arithmetic, in which nan and infinity go through, as they do in NumPy and PyTorch.
ARITHMETIC = re.compile(
    r"autograd|Tensor|Scalar|preferences|attention\.|since_2017|seq2seq|rnn|cells|translator|lora\."
    r"|transformer|encoder_decoder|distillation|nf4\.|evaluation\.(perplexity|bits)|beam_search"
    r"|training\.(learning_rate_at|make_opt|fit)|training\.pad|reviews\.review|word2vec\.Word2Vec"
)


class Call:
    """One line of a table: what is called, and with what."""

    def __init__(self, line: str) -> None:
        node = ast.parse(line, mode="eval").body
        if isinstance(node, ast.Subscript):
            self.name = ast.unparse(node.value)
            self.called = self.function = value_of(node.value)
            self.function = self.called.__getitem__
            given = {0: node.slice}
        else:
            self.name = ast.unparse(node.func)
            self.called = self.function = value_of(node.func)
            given = dict(enumerate(node.args)) | {word.arg: word.value for word in node.keywords}
        self.arguments = {place: value_of(source) for place, source in given.items()}

    def __call__(self) -> object:
        """What comes out; of what goes on without end, the first two."""
        positional = [value for place, value in self.arguments.items() if isinstance(place, int)]
        named = {place: value for place, value in self.arguments.items() if isinstance(place, str)}
        result = self.function(*positional, **named)
        if hasattr(result, "gen"):  # a `with`
            with result as inside:
                return inside
        return list(islice(result, 2)) if inspect.isgenerator(result) else result

    def given(self) -> list[tuple]:
        """All numbers that the call was given, those of the object whose method it is too."""
        return [
            (array.shape, array.tobytes())
            for array in arrays([getattr(self.function, "__self__", None), self.arguments])
        ]


def value_of(source: ast.expr) -> object:
    return eval(compile(ast.Expression(source), "valid_calls", "eval"), vars(valid_values))


def arrays(value: object, depth: int = 0) -> list[np.ndarray]:
    """All arrays and numbers inside a value."""
    if isinstance(value, torch.Tensor):
        return [value.detach().numpy()]
    if isinstance(value, np.ndarray | int | float | np.number):
        found = np.asarray(value)
        return [] if found.dtype == object else [found]
    if isinstance(value, torch.nn.Module):
        value = value.state_dict()
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple | set | frozenset):
        return [array for one in value for array in arrays(one, depth + 1)]
    plain = hasattr(value, "__dict__") and not callable(value) and not hasattr(value, "comm")
    return arrays(vars(value), depth + 1) if plain and depth < 4 else []


@contextmanager
def at_most(seconds: float):
    """An error after so many seconds of the processor (where the system can tell)."""

    def stop(*_: object) -> None:
        raise TimeoutError

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


# What Python, NumPy and PyTorch say that names a type, a shape, a size or the value.
NAMED = re.compile(
    r"NoneType|object|[Ee]xpect|must |support|could not|can ?not|can't|[Ii]nvalid|No such file|not "
    r"iterable|not callable|trait|shape|out of bounds|NaN|got |boolean index|only int|negative|size"
    r"|dimension|too deep|small depth|longer than|shorter than|same length|domain|has length"
)
INTERNAL = re.compile(
    r"out of range in self|(list|string|tuple) index out|division by zero|cannot be multiplied"
    r"|zero-size|truth value|empty sequence|need at least one array|converge|without overflow|zip\("
)
KINDS = (ValueError, LookupError, OSError, AttributeError, OverflowError, RuntimeError, TraitError)


def is_clear(error: Exception) -> bool:
    """Does an error say what the learner did? Ours do; others if they name it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    ours = Path(last.filename).is_relative_to(PACKAGE) and (last.line or "").startswith("raise")
    if ours or isinstance(error, TypeError | KeyError | FloatingPointError):
        return True
    named = NAMED.search(str(error)) and not INTERNAL.search(str(error))
    return isinstance(error, KINDS) and bool(named)


def are_distributions(found: list[np.ndarray]) -> bool:
    return all(
        array.ndim and array.size and (array >= 0).all() and np.allclose(array.sum(-1), 1)
        for array in found
    )


def fault(call: Call, kind: str, good: list[np.ndarray]) -> str:
    """What is wrong with how a call takes a wrong value; empty if it is taken well."""
    before = call.given()
    try:
        with at_most(SECONDS), np.errstate(all="ignore"):
            result = call()
    except TimeoutError:
        return "does not end"
    except Exception as error:
        if not is_clear(error):
            return f"{type(error).__name__}: {error}"
        return "" if call.given() == before else "is changed, and then refused"
    if kind in IDS_NOWHERE and call.name not in NO_VOCABULARY:
        return f"answers {result}"
    found = [array for array in arrays(result) if array.dtype.kind == "f"]
    through = ARITHMETIC.match(call.name) and (kind in ("nan", "inf") or "evaluation" in call.name)
    if not through and any(np.isnan(array).any() for array in found):
        return f"answers nan: {result}"
    if good and are_distributions(good) and not are_distributions(found):
        return f"answers no distribution: {result}"
    return ""


def faults(line: str) -> dict[str, str]:
    """Each way in which a call takes a wrong value badly: "argument kind" -> what happens."""
    right, found = Call(line), {}
    good = [array for array in arrays(right()) if array.dtype.kind == "f"]
    if re.match(r"Tensor|optimizers|word_vectors|reviews|translation", line):
        good = []  # numbers that sum to one by chance
    for place, value in right.arguments.items():
        for kind in wrong_values(value):
            if right.name in HANGS and kind in ("nan", "inf"):
                continue
            call = Call(line)
            for left in Path().glob("*.*"):
                left.unlink()  # what the right call wrote
            call.arguments[place] = wrong_values(call.arguments[place])[kind]
            said = fault(call, kind, good)
            refused = [path.name for path in Path().iterdir() if path.suffix == ".part"]
            if said or refused:
                found[f"{place} {kind}"] = said or f"leaves {refused}"
    return found


# LAPACK never comes back from a matrix with nan or infinity, and no signal reaches it.
HANGS = {"cooccurrence.truncated_svd"}
KNOWN = {
    line: set(" ".join(kinds.split()).split(", "))
    for line, kinds in re.findall(r"^(\S.*)\n((?: {4}.*\n)+)", KNOWN_FAULTS, re.MULTILINE)
}


@pytest.mark.parametrize("line", LINES)
def test_wrong_arguments_are_taken_well(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = faults(line)
    known = KNOWN.get(line, set())
    assert {kind: said for kind, said in found.items() if kind not in known} == {}
    assert known - set(found) == set(), "these have become clear: take them off the list"


def test_known_faults_are_of_calls_that_are_made():
    assert set(KNOWN) <= set(LINES)


def test_everything_that_a_learner_calls_has_a_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    called = set()
    for line in LINES:
        one = Call(line).called
        one = getattr(one, "__func__", one)
        one = one if inspect.isroutine(one) or inspect.isclass(one) else type(one)
        called.add((one.__module__, one.__qualname__.split(".")[0]))
    missing = []
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        if module.split(".")[0] in ("runs", "checks", "__init__"):
            continue
        inside = any(module == one or module.startswith(f"{one}.") for one in INSIDE)
        if inside and module not in DOORS:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            takes = isinstance(node, ast.ClassDef) or ast.unparse(node.args)
            key = f"course_utils.{module}", node.name
            short = f"{module.split('.')[-1]}.{node.name}"
            if takes and key not in called and short not in HELPERS:
                missing.append(short)
    assert missing == [], "give each a valid call in tests/valid_calls.py"
