"""`python -m tuner_trainers.tiny_model --out DIR`: writes the tiny model into a folder."""

import argparse
from pathlib import Path

from tuner_trainers.tiny_model.build import Shape, build


def main() -> None:
    """Reads the arguments, builds, and says where the model lies."""
    default = Shape()
    parser = argparse.ArgumentParser(prog="tuner_trainers.tiny_model", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder to write, made if it is not there")
    parser.add_argument("--seed", type=int, default=0, help="seed of the random weights (default 0)")
    parser.add_argument("--layers", type=int, default=default.layers)
    parser.add_argument("--hidden", type=int, default=default.hidden, help="width, a multiple of --heads")
    parser.add_argument("--heads", type=int, default=default.heads)
    parser.add_argument("--vocab", type=int, default=default.vocabulary, help="tokens, at least 300")
    args = parser.parse_args()
    if args.hidden % (2 * args.heads) or args.vocab < 300:
        parser.error("--hidden must be a multiple of 2 x --heads, and --vocab at least 300")
    build(args.out, args.seed, Shape(args.layers, args.hidden, args.heads, args.vocab))
    print(args.out)


if __name__ == "__main__":
    main()
