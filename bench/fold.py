#!/usr/bin/env python3
"""Folded stacks of a profile, with the program's own functions only, for a flame graph that can be read.

  perf record -F 999 -g --call-graph dwarf,16384 -o code.perf demarche code REPORTS.jsonl --threads 1 --out code.jsonl
  perf script -i code.perf | inferno-collapse-perf | bench/fold.py | inferno-flamegraph --title TITLE > docs/flame.svg

Reads stacks as `inferno-collapse-perf` (`cargo install inferno`) writes them: frames from the outside in, parted by `;`, and a
count. Frames of the standard library and closures are left out; what runs in a library in the end is one frame: `memory` for
allocation and copying, `kernel` for the system. Stacks that were not unwound to a function of the program are counted as
`unknown`.
"""
import collections, re, sys

MEMORY = re.compile(r"malloc|free|realloc|calloc|mem(set|move|cpy|cmp)|unlink_chunk|consolidate|RawVec|raw_vec|grow_one")
OWN = re.compile(r"^demarche(_\w+)?::")


def name(frame):
    """A function of the program, its crate's prefix and what the compiler adds taken off; empty for any other frame."""
    if not OWN.match(frame) or "{{closure}}" in frame:
        return ""
    frame = re.sub(r"<impl [^>]*>::|::\{[^}]*\}|_avx_\w+_version$", "", frame)
    return frame.removeprefix("demarche_")


def main():
    stacks = collections.Counter()
    for line in sys.stdin:
        stack, count = line.rsplit(" ", 1)
        frames = stack.split(";")
        own = [name(frame) for frame in frames]
        last = max((at for at, frame in enumerate(own) if frame), default=None)
        kept = []
        for frame in filter(None, own):
            if not kept or kept[-1] != frame:
                kept.append(frame)
        if last is None:
            kept = ["unknown"]
        elif any("kernel" in frame or frame.endswith("_[k]") for frame in frames[last + 1:]):
            kept.append("kernel")
        elif any(MEMORY.search(frame) for frame in frames[last + 1:]):
            kept.append("memory")
        stacks[";".join(kept)] += int(count)
    for stack, count in sorted(stacks.items()):
        print(stack, count)


if __name__ == "__main__":
    main()
