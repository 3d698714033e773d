#!/usr/bin/env python3
"""Writes tags.tsv: which classes the masks of a VOC folder have, as 'maskclip-train bridge --tags' reads them.

    eng/voc-tags.py ../shared/data/voc2012-train runs/voc-tags

The masks are used for nothing else. Photographs are named where they lie, and never copied.
"""
import os
import struct
import sys
import zlib

NAMES = ["background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "dining table",
         "dog", "horse", "motorbike", "person", "potted plant", "sheep", "sofa", "train", "tv monitor"]
MIN_SHARE = 0.005  # of the photo; less is hardly seen at 224 pixels


def indices(path):
    """Counts of the indices of a palette PNG of 8 bits without interlacing."""
    data = open(path, "rb").read()
    at, packed, width, height = 8, b"", 0, 0
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            if (depth, colour, interlaced) not in ((8, 3, 0), (8, 0, 0)):
                sys.exit(f"{path}: a palette or grey PNG of 8 bits is expected, without interlacing.")
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    raw, counts, above = zlib.decompress(packed), [0] * 256, bytes(width)
    for row in range(height):
        start = row * (width + 1)
        filter_type, line = raw[start], bytearray(raw[start + 1:start + 1 + width])
        for x in range(width):
            left, up, corner = (line[x - 1] if x else 0), above[x], (above[x - 1] if x else 0)
            if filter_type == 1:
                line[x] = (line[x] + left) & 255
            elif filter_type == 2:
                line[x] = (line[x] + up) & 255
            elif filter_type == 3:
                line[x] = (line[x] + (left + up) // 2) & 255
            elif filter_type == 4:
                p = left + up - corner
                a, b, c = abs(p - left), abs(p - up), abs(p - corner)
                line[x] = (line[x] + (left if a <= b and a <= c else up if b <= c else corner)) & 255
        for value in line:
            counts[value] += 1
        above = line
    return counts, width * height


def main(source, target):
    os.makedirs(target, exist_ok=True)
    lines = []
    for name in sorted(os.listdir(os.path.join(source, "masks"))):
        counts, pixels = indices(os.path.join(source, "masks", name))
        tags = [NAMES[i] for i in range(1, 21) if counts[i] >= MIN_SHARE * pixels]
        photo = os.path.abspath(os.path.join(source, "images", os.path.splitext(name)[0] + ".jpg"))
        if tags and os.path.exists(photo):
            lines.append(f"{photo}\t{', '.join(tags)}\n")
    with open(os.path.join(target, "tags.tsv"), "w", encoding="utf-8") as table:
        table.writelines(lines)
    print(f"{len(lines)} photographs with tags: {os.path.join(target, 'tags.tsv')}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
