import type { FeatureMap } from './featureMap.js';
import { placeScores, type Place } from './places.js';

/** A class as it is scored: rows of texts, of which each takes the best; or places of the photo; or whatever is left over. */
export interface ScoredClass {
    readonly isBackground: boolean;
    /** Names of text vectors, one list for each row of scores. */
    readonly rows: readonly (readonly string[])[];
    readonly place: Place | null;
    /** Takes what no place is like; only beside places, where there are no texts. */
    readonly isRest: boolean;
}

export interface Refinements {
    /** Classes that are nowhere so confident are taken out; 0 is off. */
    readonly promptDenoising: number;
    /** Positions that are less confident are averaged over positions with similar keys; 0 is off. */
    readonly keySmoothing: number;
}

/** Scores of a photo's positions. */
export interface Scores {
    /** `[rows, positions]`, of which the greatest gives the label. */
    readonly values: Float32Array;
    readonly classOfRow: Int32Array;
    /** Scores of classes, `[classes, positions]`: cosines or, where keys were smoothed, sums of probabilities. */
    readonly scores: Float32Array<ArrayBuffer>;
    /** Probabilities of classes, `[classes, positions]`. */
    readonly confidences: Float32Array<ArrayBuffer>;
}

const removedScore = -100;
const presenceQuantile = 0.9;

/** Scores classes as the library does: presence, prompt denoising, key smoothing, then what was clicked. */
export function score(
    map: FeatureMap,
    classes: readonly ScoredClass[],
    vectors: ReadonlyMap<string, Float32Array>,
    refinements: Refinements,
): Scores {
    const positions = map.positions,
        classOfRow: number[] = [],
        texts: (readonly string[])[] = [];
    classes.forEach((one, index) => {
        for (const row of one.rows) {
            classOfRow.push(index);
            texts.push(row);
        }
    });
    const values = new Float32Array(texts.length * positions);
    texts.forEach((row, index) => best(values.subarray(index * positions, (index + 1) * positions), row, map, vectors));
    if (map.presence > 0) addPresence(map, classes, texts, classOfRow, vectors, values);
    if (refinements.promptDenoising > 0 && texts.length > 0) {
        denoise(values, classOfRow, classes.length, positions, map.logitScale, refinements.promptDenoising);
    }
    const keys = refinements.keySmoothing > 0 ? map.similarKeys() : null;
    if (keys) smooth(values, classOfRow.length, positions, map.logitScale, refinements.keySmoothing, keys);
    return withPlaces(map, classes, values, classOfRow, keys !== null);
}

function best(target: Float32Array, row: readonly string[], map: FeatureMap, vectors: ReadonlyMap<string, Float32Array>): void {
    target.fill(removedScore);
    for (const name of row) {
        const cosines = map.compare(name, vectors.get(name)!);
        for (let p = 0; p < target.length; p++) if (cosines[p]! > target[p]!) target[p] = cosines[p]!;
    }
}

/** Names of what the photo shows nowhere lose against names of what it is about. */
function addPresence(
    map: FeatureMap,
    classes: readonly ScoredClass[],
    texts: readonly (readonly string[])[],
    classOfRow: readonly number[],
    vectors: ReadonlyMap<string, Float32Array>,
    values: Float32Array,
): void {
    const presence = classes.map((one, index) => {
        if (one.isBackground || one.rows.length === 0) return null;
        const cosines: number[] = [];
        texts.forEach((row, at) => {
            if (classOfRow[at] !== index) return;
            const compared = row.map((name) => map.compareAround(name, vectors.get(name)!));
            for (let p = 0; p < map.positions; p++) cosines.push(Math.max(...compared.map((of) => of[p]!)));
        });
        return quantile(cosines, presenceQuantile);
    });
    const greatest = Math.max(...presence.filter((value) => value !== null));
    classOfRow.forEach((index, row) => {
        const own = presence[index];
        if (own === null || own === undefined) return;
        const change = map.presence * (own - greatest);
        for (let at = row * map.positions; at < (row + 1) * map.positions; at++) values[at]! += change;
    });
}

function quantile(values: number[], share: number): number {
    values.sort((a, b) => a - b);
    const at = share * (values.length - 1),
        below = Math.floor(at);
    const lower = values[below]!,
        upper = values[Math.min(below + 1, values.length - 1)]!;
    return lower + (at - below) * (upper - lower);
}

/** Softmax over rows of `scale * value` at every position; or, of probabilities already, division by their sum. */
export function normalize(values: Float32Array, rows: number, positions: number, scale: number, areProbabilities: boolean): Float32Array {
    const result = new Float32Array(rows * positions);
    for (let p = 0; p < positions; p++) {
        let greatest = -Infinity,
            sum = 0;
        for (let at = p; at < result.length; at += positions) if (values[at]! > greatest) greatest = values[at]!;
        for (let at = p; at < result.length; at += positions) {
            const value = areProbabilities ? Math.max(0, values[at]!) : Math.exp(scale * (values[at]! - greatest));
            result[at] = value;
            sum += value;
        }
        sum = Math.max(sum, 1e-12);
        for (let at = p; at < result.length; at += positions) result[at]! /= sum;
    }
    return result;
}

/** Prompt denoising (MaskCLIP, section 3.3). Where all classes would go the most confident stays. */
function denoise(
    values: Float32Array,
    classOfRow: readonly number[],
    classes: number,
    positions: number,
    scale: number,
    threshold: number,
): void {
    const confidences = normalize(values, classOfRow.length, positions, scale, false),
        greatest = new Float32Array(classes).fill(-1);
    classOfRow.forEach((index, row) => {
        for (let at = row * positions; at < (row + 1) * positions; at++) {
            if (confidences[at]! > greatest[index]!) greatest[index] = confidences[at]!;
        }
    });
    let most = 0;
    for (let index = 1; index < classes; index++) if (greatest[index]! > greatest[most]!) most = index;
    classOfRow.forEach((index, row) => {
        if (greatest[index]! < threshold && index !== most) values.fill(removedScore, row * positions, (row + 1) * positions);
    });
}

/** Key smoothing (MaskCLIP, section 3.3): unsure positions take the sum of all, weighted by how similar their keys are. */
function smooth(values: Float32Array, rows: number, positions: number, scale: number, threshold: number, keys: Float32Array): void {
    const probabilities = normalize(values, rows, positions, scale, false);
    values.set(probabilities);
    for (let p = 0; p < positions; p++) {
        let most = 0;
        for (let at = p; at < values.length; at += positions) if (probabilities[at]! > most) most = probabilities[at]!;
        if (most >= threshold) continue;
        for (let row = 0; row < rows; row++) {
            let sum = 0;
            const weights = p * positions,
                of = row * positions;
            for (let q = 0; q < positions; q++) sum += keys[weights + q]! * probabilities[of + q]!;
            values[of + p] = sum;
        }
    }
}

function withPlaces(
    map: FeatureMap,
    classes: readonly ScoredClass[],
    texts: Float32Array,
    classOfText: readonly number[],
    areProbabilities: boolean,
): Scores {
    const positions = map.positions,
        classOfRow = [...classOfText];
    let values = texts;
    const extra = classes.map((one, index) => ({ one, index })).filter(({ one }) => one.place || one.isRest);
    if (extra.length > 0) {
        const gain = areProbabilities ? 1 : 20 / map.logitScale;
        values = new Float32Array(texts.length + extra.length * positions);
        values.set(texts);
        extra.forEach(({ one, index }, at) => {
            const row = values.subarray(texts.length + at * positions, texts.length + (at + 1) * positions);
            if (one.place) row.set(placeScores(map, one.place));
            for (let p = 0; p < positions; p++) row[p] = greatestText(texts, p, positions) + gain * row[p]!;
            classOfRow.push(index);
        });
    }
    const rows = normalize(values, classOfRow.length, positions, map.logitScale, areProbabilities);
    return {
        values,
        classOfRow: Int32Array.from(classOfRow),
        scores: bestRows(values, classOfRow, classes.length, positions),
        confidences: bestRows(rows, classOfRow, classes.length, positions),
    };
}

/** The best of each class's rows; a class without any has less than any can. */
function bestRows(rows: Float32Array, classOfRow: readonly number[], classes: number, positions: number): Float32Array<ArrayBuffer> {
    const result = new Float32Array(classes * positions).fill(removedScore);
    classOfRow.forEach((index, row) => {
        for (let p = 0; p < positions; p++) {
            const at = index * positions + p,
                own = rows[row * positions + p]!;
            if (own > result[at]!) result[at] = own;
        }
    });
    return result;
}

function greatestText(texts: Float32Array, position: number, positions: number): number {
    let greatest = texts.length === 0 ? 0 : -Infinity;
    for (let at = position; at < texts.length; at += positions) if (texts[at]! > greatest) greatest = texts[at]!;
    return greatest;
}
