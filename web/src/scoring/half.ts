let table: Float32Array | null = null;

/** Numbers of 16 bits (IEEE 754 half precision) as numbers of 32. */
export function fromHalf(buffer: ArrayBuffer): Float32Array {
    table ??= Float32Array.from({ length: 65536 }, (_, bits) => half(bits));
    const halves = new Uint16Array(buffer);
    const result = new Float32Array(halves.length);
    for (let i = 0; i < halves.length; i++) result[i] = table[halves[i]!]!;
    return result;
}

function half(bits: number): number {
    const sign = bits & 0x8000 ? -1 : 1,
        exponent = (bits >> 10) & 31,
        fraction = bits & 1023;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction ? NaN : sign * Infinity;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
