/** One axis of a bilinear enlargement with half-pixel centers, as the library lays it out. */
export interface Axis {
    readonly grid: number;
    readonly size: number;
    /** The lower grid line of each pixel. */
    readonly line: Int32Array;
    /** How far each pixel is from its lower to its upper grid line. */
    readonly fraction: Float32Array;
    /** The first pixel of each span between two grid lines; a span ends where the next begins. */
    readonly start: Int32Array;
}

export function axis(grid: number, size: number, shift: number): Axis {
    const line = new Int32Array(size),
        fraction = new Float32Array(size),
        start = new Int32Array(grid + 1);
    let span = 0;
    for (let i = 0; i < size; i++) {
        const position = Math.max(0, ((i + 0.5) * grid) / size - 0.5 + shift),
            lower = Math.min(Math.floor(position), grid - 1);
        while (span < lower) start[++span] = i;
        line[i] = lower;
        fraction[i] = position - lower;
    }
    while (span < grid) start[++span] = size;
    return { grid, size, line, fraction, start };
}

/** Values `[rows, columns]` of a grid at every pixel. */
export function enlarge(values: Float32Array, down: Axis, across: Axis): Float32Array {
    const result = new Float32Array(down.size * across.size),
        columns = across.grid;
    for (let y = 0; y < down.size; y++) {
        const top = down.line[y]! * columns,
            bottom = Math.min(down.line[y]! + 1, down.grid - 1) * columns,
            f = down.fraction[y]!;
        for (let x = 0; x < across.size; x++) {
            const left = across.line[x]!,
                right = Math.min(left + 1, columns - 1);
            const a = values[top + left]! + f * (values[bottom + left]! - values[top + left]!);
            const b = values[top + right]! + f * (values[bottom + right]! - values[top + right]!);
            result[y * across.size + x] = a + across.fraction[x]! * (b - a);
        }
    }
    return result;
}
