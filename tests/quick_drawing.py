"""Takes the place of `bot.drawing` where it does not matter what a chart looks like: the same
questions, each answered with one dot, and no drawing library to load."""

import struct
import sys

LENGTH = struct.Struct(">I")
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a4944415478"
    "9c636000000002000148afa4710000000049454e44ae426082"
)


def main() -> None:
    """Answer until nothing more comes."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(LENGTH.size)) == LENGTH.size:
        source.read(LENGTH.unpack(head)[0])
        sink.write(LENGTH.pack(len(DOT)) + DOT)
        sink.flush()


if __name__ == "__main__":
    main()
