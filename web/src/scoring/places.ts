import type { FeatureMap } from './featureMap.js';

/** What somebody pointed at: positions whose mean is looked for, and positions that are not meant. */
export interface Place {
    readonly like: readonly number[];
    readonly unlike: readonly number[];
}

/**
 * How much each position is like a place: above 0 where it belongs to it.
 *
 * Photos are more like themselves than any text is like a photo, so cosines of places and of names cannot be compared. A place has a
 * threshold of its own instead, the one that divides the photo's positions best into two groups (Otsu 1979). A position that is more
 * like one of the places that are not meant does not belong to it either.
 */
export function placeScores(map: FeatureMap, place: Place): Float32Array {
    const similar = map.similarity(place.like),
        threshold = otsu(similar);
    const result = similar.map((value) => value - threshold);
    for (const position of place.unlike) {
        const other = map.similarity([position]);
        for (let p = 0; p < result.length; p++) result[p] = Math.min(result[p]!, similar[p]! - other[p]!);
    }
    return result;
}

const bins = 128;

/** The threshold that leaves the least variance inside the two groups it makes. */
export function otsu(values: Float32Array): number {
    let least = Infinity,
        greatest = -Infinity;
    for (const value of values) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
    }
    const width = (greatest - least) / bins;
    if (!(width > 0)) return least;
    const counts = new Float64Array(bins);
    for (const value of values) counts[Math.min(bins - 1, Math.floor((value - least) / width))]!++;
    let total = 0;
    for (let bin = 0; bin < bins; bin++) total += bin * counts[bin]!;
    let below = 0,
        sum = 0,
        most = -1,
        at = 0;
    for (let bin = 0; bin < bins - 1; bin++) {
        below += counts[bin]!;
        sum += bin * counts[bin]!;
        const above = values.length - below;
        if (below === 0 || above === 0) continue;
        const between = below * above * (sum / below - (total - sum) / above) ** 2;
        if (between > most) {
            most = between;
            at = bin;
        }
    }
    return least + (at + 1) * width;
}
