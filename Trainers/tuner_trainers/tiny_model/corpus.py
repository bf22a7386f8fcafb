"""Text for the tokenizer: written here by rule, so that the same code always learns the same merges."""

import random

_STARTS = """
b bl br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sc sh sl sn sp st str sw t th tr v w z
""".split()
_MIDDLES = "a ai ar e ea ee er i ie in o oa oo or ou on an en u ur y ow al el".split()
_ENDS = """
b ck d f g l ll m n nd ng nt p r rd s sh ss st t tch th ve w x y le er ing ed ly tion ment age en on ow it
""".split()

_COMMON = """
the a an and or to of in on at for with is are was be my your it this that i you we have can could would please will
not do what where when how show find make add new next get put set send tell ask write read open start need want look
note list task date time name text title message user assistant system tool call result about called named
one two three first last all some more very good day week month year morning evening
""".split()

_SHAPES = (
    '{a} {b} {c} {d} {e}.',
    '{a} the {b} {c} to {d}',
    '{a}_{b}({c}="{d} {e}", {e}="{n}:{m}")',
    '{{"{a}": "{b} {c}", "{d}_{e}": {n}}}',
    'Please {a} {b} {c}, {d} {e}?',
    '{A} {b} {c}: {d} {e}',
    '{a} {b} at {n}:{m}',
    'user\n{A} {b} the {c}',
    'assistant\n{a}_{b}({c}="{d}")',
)


def corpus(lines: int = 6000) -> list[str]:
    """Lines of made-up English-like words, calls and JSON; the same on every machine."""
    source = random.Random(20)
    return [_line(source) for _ in range(lines)]


def _line(source: random.Random) -> str:
    words = {letter: _word(source) for letter in "abcde"}
    numbers = {"n": source.randrange(1, 13), "m": f"{source.randrange(60):02}"}
    return source.choice(_SHAPES).format(**words, **numbers, A=_word(source).capitalize())


def _word(source: random.Random) -> str:
    if source.random() < 0.35:
        return source.choice(_COMMON)
    syllables = source.choice((1, 1, 2))
    return "".join(source.choice(_STARTS) + source.choice(_MIDDLES) for _ in range(syllables)) + source.choice(_ENDS)
