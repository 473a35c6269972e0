"""Checks of week1_1_tokenizers, each after the course's own version of the exercise."""

import codecs
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from course_utils import segmentation
from course_utils.checks.attempt import Attempt
from course_utils.checks.exercise import exercise, expect
from course_utils.checks.token_lists import compare, spells

TOKENIZERS = "week1_1_tokenizers"


def _utf8_bytes(code_point: int) -> list[int]:
    return list(chr(code_point).encode("utf-8"))


@exercise(TOKENIZERS, reference=_utf8_bytes)
def utf8_bytes(attempt: Attempt) -> None:
    """One code point of each length, then both sides of every border."""

    def show(answer: list[int]) -> str:
        for byte in answer:
            expect(
                not isinstance(byte, float),
                f"Your list holds {byte!r}, which is not a whole number.",
                "Which of / and >> drops the bits that are cut off?",
            )
        return " ".join(f"{byte:02x}" for byte in answer)

    asks = "What does the first row of the table do with code points up to 0x7F?"
    compare(attempt(0x41), [0x41], asks, {}, show)
    yours = attempt(0x6211)
    mistakes = {
        "62 11": "These are the two bytes of the code point, as in UTF-16.\n"
        "Into groups of how many bits does UTF-8 cut it?",
        "91 88 e6": "The bytes are right, in reverse order.\n"
        "Which of them holds the most significant bits?",
        "e6 08 11": "The later bytes have no mark.\nWith which two bits does each of them begin?",
        "e6 c8 d1": "The later bytes begin with 11, as first bytes do.\n"
        "With which two bits does a later byte begin?",
        "06 88 91": "The first byte has no mark.\nHow does it say that two more bytes follow?",
        "06 0a 11": "The marks are lost: Python computes + before >> and &.\n"
        "Where do you need parentheses, or | instead of +?",
        "00 00 00": "Nothing is left: x & y keeps only the bits that both have.\n"
        "Which operator puts a mark and six bits together?",
    }
    if all(isinstance(byte, int) for byte in yours) and show(yours) not in mistakes:
        expect(
            all(0 <= byte <= 255 for byte in yours),
            f"For 我, code point 0x6211, you returned {yours}, but a byte is at most 255.",
            "Which bits must be cut off, with &, before a mark is put in front?",
        )
    compare(yours, _utf8_bytes(0x6211), "Do later bytes hold six bits each?", mistakes, show)
    for name, code_point in {"é": 0xE9, "🙂": 0x1F642}.items():
        yours, right = attempt(code_point), _utf8_bytes(code_point)
        expect(
            len(yours) == len(right),
            f"For {name}, code point {code_point:#x}, you returned {len(yours)} bytes, not "
            f"{len(right)}: {show(yours)}.",
            "In which row of the table is it?",
        )
        for byte, wanted in zip(yours, right, strict=True):
            expect(
                byte == wanted,
                f"For {name}, code point {code_point:#x}, one byte is {byte:08b} instead of "
                f"{wanted:08b}.",
                "Which of its bits are marks, and which are the code point's?",
            )
    compare(attempt(0), [0], "0 is a code point too. What does your function do with it?", {}, show)
    for code_point in (0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF):
        yours, right = attempt(code_point), _utf8_bytes(code_point)
        asks = f"{code_point:#x} is at a border. Does each row include its own last code point?"
        if len(yours) == len(right):
            asks = f"The number of bytes is right. Which bit of {code_point:b} is lost or moved?"
        compare(yours, right, asks, {}, show)


@exercise(TOKENIZERS, reference=segmentation.backward_matching)
def backward_matching(attempt: Attempt) -> None:
    """Texts in which forward, reversed, shortest and lossy answers all differ."""
    dictionary = {"ab", "abc", "cd", "e"}
    mistakes = {
        "abc / d / e": "That is forward matching.\n"
        "At which end of the text does your first word stand?",
        "e / d / abc": "That is forward matching, with its words in reverse order.\n"
        "At which end of the text do you look for the first word?",
        "ab / cd": "The last character, e, is lost.\n"
        "When the candidate is no word, at which side do you make it shorter? Does the first one "
        "reach to the last character? (A slice leaves out its own end.)",
        "e / cd / ab": "The words are right, but the last one comes first.\n"
        "In which order did you find them, and in which are they read?",
        "a / b / c / d / e": "These are single characters, although ab and cd are words.\n"
        "Do you begin with the longest candidate, or with the shortest? If you turned the text "
        "around: is ba, turned around, in the dictionary?",
        "ba / dc / e": "The cut is right, but each word is mirrored.\n"
        "If you turn the text around, what else must be turned back at the end?",
    }
    yours = attempt("abcde", dictionary)
    asks = "When the candidate is no word, at which side do you make it shorter?"
    compare(yours, ["ab", "cd", "e"], asks, mistakes)
    unknown = attempt("xabx", dictionary)
    spells(unknown, "xabx")
    asks = "x is in no word. What does your loop do when even one character is no word?"
    compare(unknown, ["x", "ab", "x"], asks, {})
    asks = "x and y are in no word. Does each of them stand alone?"
    compare(attempt("xyab", dictionary), ["x", "y", "ab"], asks, {})
    asks = "Several words end here. Is the one that you take the longest?"
    compare(attempt("zabc", {"abc", "bc", "c"}), ["z", "abc"], asks, {})
    twice = attempt("abab", {"ab"})
    spells(twice, "abab")
    compare(twice, ["ab", "ab"], "The word stands here twice. Where is the second ab cut off?", {})
    asks = "This text is shorter than the longest word. Where does your first candidate begin?"
    compare(attempt("ab", {"xyz", "b"}), ["a", "b"], asks, {})
    asks = "abcdef is a word, although bcdef is none. Does your function take words of any length?"
    compare(attempt("xabcdef", {"abcdef", "f"}), ["x", "abcdef"], asks, {})
    asks = "But the longest word that ends here is cde. Do you count words, or look for long ones?"
    compare(attempt("abcde", {"cde", "abc", "de"}), ["a", "b", "cde"], asks, {})
    compare(attempt("", dictionary), [], "Which words has an empty text?", {})
    asks = "What is the longest candidate when there is no dictionary?"
    compare(attempt("xy", set()), ["x", "y"], asks, {})


def _merge_pair(tokens: Sequence[str], pair: tuple[str, str]) -> list[str]:
    merged, i = [], 0
    while i < len(tokens):
        if tuple(tokens[i : i + 2]) == tuple(pair):
            merged.append(pair[0] + pair[1])
            i += 2
        else:
            merged.append(tokens[i])
            i += 1
    return merged


@exercise(TOKENIZERS, reference=_merge_pair)
def merge_pair(attempt: Attempt) -> None:
    """Repeated, overlapping, reversed and longer tokens; the last token; nothing to merge."""
    mistakes = {
        "s / in / g / i / n": "Only the first i n is merged.\nWhat stops your loop after a merge?",
        "s / in / n / g / in / n": "Each n is still there after it was merged.\n"
        "By how many tokens must the position move after a merge?",
        "s / i / n / g / i / n": "Nothing was merged, or it fell into letters again.\n"
        "Is what you compare with the pair a list, a tuple or a string? What does += add to a list "
        "when it is given a string?",
        "s / in / g": "The last i n is lost.\nUp to which position does your loop go?",
    }
    yours = attempt(["s", "i", "n", "g", "i", "n"], ("i", "n"))
    if " / ".join(map(str, yours)) not in mistakes:
        spells(yours, "singin")
    compare(yours, ["s", "in", "g", "in"], "Which two neighbors are compared?", mistakes)
    ends = attempt(["i", "n", "g"], ("i", "n"))
    asks = "The last token is in no pair. Who puts it into your list?"
    compare(ends, ["in", "g"], asks, {})
    asks = "The tokens may come as a tuple, as in the loop below. What is tokens[i : i + 2] then?"
    compare(attempt(("i", "n", "g"), ("i", "n")), ["in", "g"], asks, {})
    overlap = attempt(["a"] * 5, ("a", "a"))
    asks = "Can the second a of one merge be the first a of the next?"
    mistakes = {
        "aa / aa": "The last a is lost.\nWhen is it part of a merge already, and when not?",
        "aa / aa / aa": "That spells six a.\nWith which token did the last one make a pair?",
    }
    compare(overlap, ["aa", "aa", "a"], asks, mistakes)
    reverse = attempt(["n", "i", "n"], ("i", "n"))
    compare(reverse, ["n", "in"], "Is n i the same pair as i n?", {})
    none = attempt(["n", "i"], ("i", "n"))
    compare(none, ["n", "i"], "No pair is here. Which tokens remain?", {})
    expect(
        none is not attempt.inputs[0],
        "The tokens hold no pair, and you returned the caller's own list instead of a new one.",
        "What would a change in one of the two do to the other?",
    )
    mistakes = {
        "xin / i / g / in": "xi n was merged, but xi is another token than i.\n"
        "Do you compare whole tokens, or look for letters inside them?",
        "x / i / n / i / g / in": "xi was one token, and has become two.\n"
        "What does += add to a list when it is given a string?",
    }
    asks = "After the first i comes g, and the last i n is a pair. Does your loop go on to the end?"
    inside = attempt(["xi", "n", "i", "g", "i", "n"], ("i", "n"))
    compare(inside, ["xi", "n", "i", "g", "in"], asks, mistakes)
    fused = "".join(["i", "n"])  # a string made now: equal to "in", and another object
    longer = attempt(["k", fused, "g", "i", "ng"], ("in", "g"))
    mistakes = {
        "k / in / g / i / ng": "in and g stand side by side. This in is equal to the pair's, but "
        "not the same object.\nDo you compare with == or with is?"
    }
    asks = "i ng spells ing too, but are its tokens in and g? Do you compare tokens, or text?"
    compare(longer, ["k", "ing", "i", "ng"], asks, mistakes)
    compare(attempt([], ("a", "b")), [], "How often does your loop run for no token?", {})


def _encode_by_rank(word: str, ranks: Mapping[tuple[str, str], int]) -> list[str]:
    tokens = list(word)
    while True:
        candidates = [pair for pair in pairwise(tokens) if pair in ranks]
        if not candidates:
            return tokens
        tokens = _merge_pair(tokens, min(candidates, key=ranks.get))


@exercise(TOKENIZERS, reference=_encode_by_rank)
def encode_by_rank(attempt: Attempt) -> None:
    """Words on which rank, place and length disagree."""
    ranks = {("b", "c"): 0, ("a", "b"): 1, ("c", "d"): 2, ("ab", "cd"): 3, ("bc", "e"): 4}
    asks = "x y has no rank. Which tokens do you begin with, and when is nothing fused?"
    compare(attempt("xy", {("a", "b"): 1}), ["x", "y"], asks, {})
    asks = (
        "a b has a rank, and the keys of ranks are tuples of two tokens. What do you look up? "
        "Does your loop run for two tokens? Do you keep the list that merge_pair returns?"
    )
    compare(attempt("ab", {("a", "b"): 1}), ["ab"], asks, {})
    asks = "b c has rank 0, so it must be fused. Is 0 true or false in an if?"
    compare(attempt("bc", ranks), ["bc"], asks, {})
    mistakes = {
        "abcd": "But b c has rank 0. Once it is fused, a b and c d no longer exist.\n"
        "Do you take the pair of lowest rank, or the first one from the left (or, by min without "
        "key, in the alphabet)?",
        "ab / cd": "But b c has rank 0, and a b only rank 1.\n"
        "Of the pairs that have a rank, which was learned first?",
    }
    asks = "Write down the candidates and their ranks. Which one goes first?"
    compare(attempt("abcd", ranks), ["a", "bc", "d"], asks, mistakes)
    asks = "b c, of rank 0, is not in this word. What does your code do then?"
    compare(attempt("abx", ranks), ["ab", "x"], asks, {})
    asks = "After b c, the new pair bc e has rank 4. When do you look for candidates again?"
    compare(attempt("bce", ranks), ["bce"], asks, {})
    asks = "After a b, the new pair ab c has rank 1, and c d only 2. When are new candidates found?"
    compare(attempt("abcd", {("a", "b"): 0, ("ab", "c"): 1, ("c", "d"): 2}), ["abc", "d"], asks, {})
    asks = "Is a pair fused wherever it occurs, and does your loop go on until none has a rank?"
    compare(attempt("bcxbc", ranks), ["bc", "x", "bc"], asks, {})
    asks = "ranks holds a b first, but b c has rank 0. Do you go in the order of the ranks?"
    compare(attempt("abc", {("a", "b"): 1, ("b", "c"): 0}), ["a", "bc"], asks, {})
    asks = "Two pairs a a overlap. Which is fused first, going from left to right?"
    compare(attempt("aaa", {("a", "a"): 0}), ["aa", "a"], asks, {})
    asks = "爱 is one character. Do you begin with characters, or with bytes?"
    compare(attempt("爱a", ranks), ["爱", "a"], asks, {})
    compare(attempt(" bc", ranks), [" ", "bc"], "A space is a character too. Who removes it?", {})
    compare(attempt("", ranks), [], "Which tokens has an empty word?", {})


def _stream(tokens: Sequence[bytes]) -> list[str]:
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    last = len(tokens) - 1
    return [decoder.decode(token, final=i == last) for i, token in enumerate(tokens)]


@exercise(TOKENIZERS, reference=_stream)
def stream(attempt: Attempt) -> None:
    """A character in two and in three tokens, broken bytes in the middle and at the end."""

    def judge(tokens: list[bytes], asks: str, mistakes: dict[str, str]) -> None:
        yours: Any = attempt(tokens)
        expect(
            len(yours) == len(tokens),
            f"For {len(tokens)} tokens you returned {len(yours)} strings: {yours}.",
            "What can be shown after a token that completes no character?",
        )
        compare(yours, _stream(tokens), asks, mistakes, repr)

    love = "爱".encode()
    mistakes = {
        repr(["I ", "", "!", " ok"]): "爱 has vanished: both of its halves were ignored.\n"
        "Where do the two bytes of the first half wait for the third?",
        repr(["", "", "", "I 爱! ok"]): "All of it is right, but it comes with the last token.\n"
        "What could have been shown already after the first token?",
        repr(["I ", "", "I 爱!", "I 爱! ok"]): "The text so far is shown again each time.\n"
        "Which part of it was shown before?",
        repr(["I ", "", "�!", " ok"]): "The two bytes of the first half are forgotten.\n"
        "What has to be made once, before the loop, and live as long as the answer?",
        repr([str(token) for token in (b"I ", love[:2], love[2:] + b"!", b" ok")]): "That is how "
        "Python prints bytes.\nWhich method of bytes makes text of them?",
        repr(["I ", "�", "�!", " ok"]): "The second token holds two of the three bytes of 爱.\n"
        "What must happen to bytes that are not a character yet?",
    }
    asks = "Is each character shown once, with the token that completes it?"
    judge([b"I ", love[:2], love[2:] + b"!", b" ok"], asks, mistakes)
    asks = "How many bytes can a character have, and what is kept after it is shown?"
    judge([bytes([byte]) for byte in "🙂é".encode()], asks, {})
    asks = "The byte FF begins no character. Does your code wait for bytes that can never come?"
    mistakes = {
        repr(["a", "b", "c"]): "The byte FF has vanished.\n"
        "What should stand where bytes can never become a character?"
    }
    judge([b"a\xff", b"b", b"c"], asks, mistakes)
    asks = "ok stands before the half of 爱, and is complete. When can it be shown?"
    judge([b"ok " + love[:2], love[2:]], asks, {})
    asks = "Two of the three bytes of 爱 are left after the last token. What becomes of them?"
    mistakes = {
        repr(["a", "��"]): "Both bytes belong to one unfinished character, and bytes.decode writes "
        "one � for both.\nFor what do you write a � each?"
    }
    judge([b"a", love[:2]], asks, mistakes)
    asks = (
        "The next token shows that the half of 爱 will never be complete. What becomes of it, and "
        "when can b be shown?"
    )
    judge([love[:2], b"b", b"c"], asks, {})
    asks = "A token is equal to the last token, but is not the last. How do you know the end?"
    judge([love[:1], love[1:], love[:1]], asks, {})
    asks = "One token holds the byte FF and the first half of 爱. Which of its bytes must wait?"
    judge([b"\xff" + love[:2], love[2:]], asks, {})
    judge([], "Which strings belong to no tokens?", {})


@exercise(TOKENIZERS, reference=segmentation.longest_match)
def longest_match(attempt: Attempt) -> None:
    """Greed, marks, and words that cannot be cut to their end."""
    vocabulary = {"s", "sing", "ing", "##i", "##ing", "##s", "##in", "##g"}
    mistakes = {
        "sing / ing": "Inside a word, a piece carries ##.\nWhere does your second piece begin?",
        "<unk>": "But sing and ##ing are in the vocabulary.\n"
        "What exactly do you look up for a piece that continues a word?",
        "s / ##ing / ##ing": "But sing is longer than s.\n"
        "From which side does the end of your candidate come?",
        "##sing / ##ing": "But nothing stands before the first piece.\nWhich pieces carry ##?",
    }
    yours = attempt("singing", vocabulary)
    if yours == ["<unk>"]:
        asks = "sing is in the vocabulary. What is left of the word after it? Is that looked up?"
        compare(attempt("sing", vocabulary), ["sing"], asks, {})
        yours = attempt("singing", vocabulary)
    asks = "Is each of your pieces the longest that fits at its place?"
    compare(yours, ["sing", "##ing"], asks, mistakes)
    stuck = attempt("singx", vocabulary)
    asks = "x fits nowhere. What must happen to the pieces that were found before it?"
    compare(stuck, ["<unk>"], asks, {})
    trap = attempt("abcd", {"abc", "ab", "##cd"})
    asks = "After abc, the longest match, nothing fits. Does WordPiece go back to ab?"
    compare(trap, ["<unk>"], asks, {})
    start = attempt("inging", vocabulary)
    asks = "ing begins this word and continues it. How does each of the two look?"
    compare(start, ["ing", "##ing"], asks, {})
    asks = "##s is in the vocabulary: a piece may be one character long. Where does your end stop?"
    compare(attempt("kings", {"king", "##s"}), ["king", "##s"], asks, {})
    asks = "##ing stands for three letters of the word. Where does the piece after it begin?"
    compare(attempt("singings", vocabulary), ["sing", "##ing", "##s"], asks, {})
    asks = "ing without marks begins a word. May it stand inside one?"
    compare(attempt("king", {"k", "ing"}), ["<unk>"], asks, {})
    asks = "##ing continues a word. What does it continue here?"
    compare(attempt("ing", {"##ing"}), ["<unk>"], asks, {})
    asks = "Sing and sing are two words, and only one is in the vocabulary. Do you change the word?"
    compare(attempt("Sing", vocabulary), ["<unk>"], asks, {})
    asks = "The vocabulary is empty. What fits then?"
    compare(attempt("x", set()), ["<unk>"], asks, {})
    asks = "Is the name of the unknown piece the one that you are given?"
    compare(attempt("x", vocabulary, unknown="?"), ["?"], asks, {})
    compare(attempt("", vocabulary), [], "Which pieces has an empty word?", {})
