import type { Axis } from './axis.js';
import type { Scores } from './scores.js';

/** The label of pixels that no class is sure enough of. */
export const ignored = 255;

/** Interpolation may round past a corner by a last digit; the slack keeps such ties. */
const slack = 1e-6;

/**
 * The class of every pixel: the greatest of the scores that are interpolated between the grid's positions.
 *
 * Between four grid points a score lies between its least and its greatest corner, so a row whose greatest corner is below another's
 * least cannot win there: only the few rows that can are compared.
 */
export function label(scores: Scores, down: Axis, across: Axis, minScore: number): Uint8Array {
    const { values, classOfRow, confidences } = scores,
        columns = across.grid,
        positions = down.grid * columns;
    const rows = classOfRow.length,
        labels = new Uint8Array(down.size * across.size).fill(ignored);
    const candidates = new Int32Array(rows),
        best = new Float32Array(across.size),
        ends = new Float32Array(2 * rows);
    for (let row = 0; row < down.grid; row++) {
        const from = down.start[row]!,
            to = down.start[row + 1]!;
        if (from === to) continue;
        const top = row * columns,
            bottom = Math.min(row + 1, down.grid - 1) * columns;
        for (let cell = 0; cell < columns; cell++) {
            const left = across.start[cell]!,
                right = across.start[cell + 1]!;
            if (left === right) continue;
            const next = Math.min(cell + 1, columns - 1);
            const corners = [top + cell, top + next, bottom + cell, bottom + next] as const;
            const count = findCandidates(values, rows, positions, corners, candidates);
            if (count === 1) {
                const winner = classOfRow[candidates[0]!]!;
                for (let y = from; y < to; y++) labels.fill(winner, y * across.size + left, y * across.size + right);
                continue;
            }
            for (let y = from; y < to; y++) {
                compare(
                    values,
                    positions,
                    classOfRow,
                    candidates,
                    count,
                    corners,
                    down.fraction[y]!,
                    across,
                    left,
                    right,
                    ends,
                    best,
                    labels,
                    y * across.size,
                );
            }
        }
    }
    if (minScore > 0) ignoreUnsure(labels, confidences, positions, down, across, minScore);
    return labels;
}

type Corners = readonly [number, number, number, number];

function findCandidates(values: Float32Array, rows: number, positions: number, [a, b, c, d]: Corners, candidates: Int32Array): number {
    let least = -Infinity,
        count = 0;
    for (let row = 0, at = 0; row < rows; row++, at += positions) {
        least = Math.max(least, Math.min(values[at + a]!, values[at + b]!, values[at + c]!, values[at + d]!));
    }
    least -= slack * (1 + Math.abs(least));
    for (let row = 0, at = 0; row < rows; row++, at += positions) {
        if (Math.max(values[at + a]!, values[at + b]!, values[at + c]!, values[at + d]!) >= least) candidates[count++] = row;
    }
    return count;
}

/** Labels one line of a cell: between its ends scores change linearly, so that once more most rows cannot win. */
function compare(
    values: Float32Array,
    positions: number,
    classOfRow: Int32Array,
    candidates: Int32Array,
    count: number,
    [a, b, c, d]: Corners,
    fraction: number,
    across: Axis,
    left: number,
    right: number,
    ends: Float32Array,
    best: Float32Array,
    labels: Uint8Array,
    line: number,
): void {
    let least = -Infinity;
    for (let n = 0; n < count; n++) {
        const at = candidates[n]! * positions;
        const start = values[at + a]! + fraction * (values[at + c]! - values[at + a]!);
        const end = values[at + b]! + fraction * (values[at + d]! - values[at + b]!);
        ends[2 * n] = start;
        ends[2 * n + 1] = end;
        least = Math.max(least, Math.min(start, end));
    }
    least -= slack * (1 + Math.abs(least));
    let compared = 0;
    for (let n = 0; n < count; n++) {
        const start = ends[2 * n]!,
            end = ends[2 * n + 1]!;
        if (start < least && end < least) continue;
        const winner = classOfRow[candidates[n]!]!,
            slope = end - start;
        if (compared++ === 0) {
            labels.fill(winner, line + left, line + right);
            for (let x = left; x < right; x++) best[x] = start + slope * across.fraction[x]!;
            continue;
        }
        for (let x = left; x < right; x++) {
            const value = start + slope * across.fraction[x]!;
            if (value > best[x]!) {
                best[x] = value;
                labels[line + x] = winner;
            }
        }
    }
}

function ignoreUnsure(
    labels: Uint8Array,
    confidences: Float32Array,
    positions: number,
    down: Axis,
    across: Axis,
    minScore: number,
): void {
    const columns = across.grid;
    for (let y = 0; y < down.size; y++) {
        const top = down.line[y]! * columns,
            bottom = Math.min(down.line[y]! + 1, down.grid - 1) * columns,
            f = down.fraction[y]!;
        for (let x = 0; x < across.size; x++) {
            const at = y * across.size + x,
                of = labels[at]! * positions;
            if (labels[at] === ignored) continue;
            const left = across.line[x]!,
                right = Math.min(left + 1, columns - 1);
            const a = confidences[of + top + left]! * (1 - f) + confidences[of + bottom + left]! * f;
            const b = confidences[of + top + right]! * (1 - f) + confidences[of + bottom + right]! * f;
            if (a + (b - a) * across.fraction[x]! < minScore) labels[at] = ignored;
        }
    }
}
