#!/usr/bin/env python3
"""Makes src/MaskClip/Assets/unicode-forms.safetensors from Python's copy of the Unicode Character Database.

.NET without ICU (InvariantGlobalization) leaves String.Normalize undone; CLIP's texts are normalised to NFC by ftfy. The file holds figures only:
  compositions [n, 3]  two code points and the one they compose to (canonical composition, Hangul left to its formula)
  singles      [m, 4]  a code point and the up to three it becomes, zero-filled: canonical singletons, ftfy's ligatures and character widths

    python3 eng/unicode-forms.py
"""
import json
import pathlib
import struct
import unicodedata

# ftfy 6.3, chardata.py
LIGATURES = {0x132: "IJ", 0x133: "ij", 0x149: "\u02bcn", 0x1F1: "DZ", 0x1F2: "Dz", 0x1F3: "dz", 0x1C4: "D\u017d", 0x1C5: "D\u017e", 0x1C6: "d\u017e",
             0x1C7: "LJ", 0x1C8: "Lj", 0x1C9: "lj", 0x1CA: "NJ", 0x1CB: "Nj", 0x1CC: "nj", 0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi",
             0xFB04: "ffl", 0xFB05: "\u017ft", 0xFB06: "st"}

compositions, singles = [], {}
for point in range(0x110000):
    if 0xD800 <= point <= 0xDFFF or 0xAC00 <= point <= 0xD7A3:
        continue
    character = chr(point)
    parts = unicodedata.decomposition(character)
    if parts and not parts.startswith("<"):
        pair = [int(part, 16) for part in parts.split()]
        if len(pair) == 2 and unicodedata.normalize("NFC", "".join(map(chr, pair))) == character:
            compositions.append([*pair, point])
    composed = unicodedata.normalize("NFC", character)
    if composed != character:
        singles[point] = composed
singles[0x3000] = " "
for point in range(0xFF01, 0xFFF0):
    wide = unicodedata.normalize("NFKC", chr(point))
    if wide != chr(point):
        singles[point] = wide
singles.update(LIGATURES)

rows = [[point, *map(ord, text), *[0] * (3 - len(text))] for point, text in sorted(singles.items())]
tensors = {"compositions": sorted(compositions), "singles": rows}
header, body = {"__metadata__": {"about": f"Unicode {unicodedata.unidata_version}: canonical compositions; canonical singletons, ftfy ligatures and widths; made by eng/unicode-forms.py"}}, b""
for name, table in tensors.items():
    data = b"".join(struct.pack(f"<{len(row)}i", *row) for row in table)
    header[name] = {"dtype": "I32", "shape": [len(table), len(table[0])], "data_offsets": [len(body), len(body) + len(data)]}
    body += data
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
target = pathlib.Path(__file__).parent.parent / "src/MaskClip/Assets/unicode-forms.safetensors"
target.write_bytes(struct.pack("<Q", len(text)) + text + body)
print(f"{target.name}: {len(compositions)} compositions, {len(rows)} singles, {target.stat().st_size} bytes")
