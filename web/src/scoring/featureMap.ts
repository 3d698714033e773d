import { fromHalf } from './half.js';

/** Numbers `[size, positions]` of one photo: features, keys, or what surrounds each position. */
export interface Planes {
    readonly size: number;
    readonly values: Float32Array;
}

/** What the server says of a photo and sends of it, as the worker receives it. Buffers hold float16. */
export interface MapMessage {
    readonly width: number;
    readonly height: number;
    readonly size: number;
    readonly shiftX: number;
    readonly shiftY: number;
    readonly logitScale: number;
    readonly presence: number;
    readonly keySize: number;
    readonly features: ArrayBuffer;
    readonly keys: ArrayBuffer | null;
    readonly surroundings: ArrayBuffer | null;
}

/** How many cosines of earlier names are kept, so that going back to one costs nothing. */
const keptNames = 256;

/** An embedded photo in the browser: unit features of every place, and the cosines of every name that was compared with them. */
export class FeatureMap {
    readonly width: number;
    readonly height: number;
    readonly positions: number;
    readonly logitScale: number;
    readonly presence: number;
    readonly shiftX: number;
    readonly shiftY: number;
    readonly features: Planes;
    readonly surroundings: Planes | null;
    private readonly keys: Planes | null;
    private readonly cosines = new Map<string, Float32Array>();
    private readonly around = new Map<string, Float32Array>();
    private keyProducts: Float32Array | null = null;

    constructor(message: MapMessage) {
        this.width = message.width;
        this.height = message.height;
        this.positions = message.width * message.height;
        this.logitScale = message.logitScale;
        this.presence = message.presence;
        this.shiftX = message.shiftX;
        this.shiftY = message.shiftY;
        this.features = { size: message.size, values: fromHalf(message.features) };
        this.keys = message.keys && { size: message.keySize, values: fromHalf(message.keys) };
        this.surroundings = message.surroundings && { size: message.size, values: fromHalf(message.surroundings) };
    }

    get hasKeys(): boolean {
        return this.keys !== null;
    }

    /** The cosines of a text's vector with every position. */
    compare(name: string, vector: Float32Array): Float32Array {
        return remembered(this.cosines, name, () => products(this.features, vector, this.positions));
    }

    /** The cosines of a text's vector with what surrounds every position. */
    compareAround(name: string, vector: Float32Array): Float32Array {
        return remembered(this.around, name, () => products(this.surroundings ?? this.features, vector, this.positions));
    }

    /** The mean feature of some positions, at unit length. */
    mean(positions: readonly number[]): Float32Array {
        const { size, values } = this.features;
        const result = new Float32Array(size);
        let squares = 0;
        for (let i = 0; i < size; i++) {
            let sum = 0;
            for (const position of positions) sum += values[i * this.positions + position]!;
            result[i] = sum;
            squares += sum * sum;
        }
        const length = Math.max(Math.sqrt(squares), 1e-12);
        for (let i = 0; i < size; i++) result[i]! /= length;
        return result;
    }

    /** The similarity of every position with some positions' mean feature. */
    similarity(positions: readonly number[]): Float32Array {
        return products(this.features, this.mean(positions), this.positions);
    }

    /** Cosines of all pairs of keys, `[positions, positions]`; they are made once. */
    similarKeys(): Float32Array | null {
        return this.keys && (this.keyProducts ??= pairs(unit(this.keys, this.positions), this.keys.size, this.positions));
    }
}

function remembered(cache: Map<string, Float32Array>, name: string, make: () => Float32Array): Float32Array {
    const known = cache.get(name);
    if (known) {
        // The last used goes to the end, so that the first is the one used least recently.
        cache.delete(name);
        cache.set(name, known);
        return known;
    }
    const made = make();
    cache.set(name, made);
    if (cache.size > keptNames) cache.delete(cache.keys().next().value!);
    return made;
}

function products(planes: Planes, vector: Float32Array, positions: number): Float32Array {
    const { values, size } = planes;
    const result = new Float32Array(positions);
    // Four channels at a time: the sums are read and written a quarter as often.
    let i = 0;
    for (; i + 4 <= size; i += 4) {
        const a = vector[i]!,
            b = vector[i + 1]!,
            c = vector[i + 2]!,
            d = vector[i + 3]!;
        const first = i * positions,
            second = first + positions,
            third = second + positions,
            fourth = third + positions;
        for (let p = 0; p < positions; p++) {
            result[p]! += a * values[first + p]! + b * values[second + p]! + c * values[third + p]! + d * values[fourth + p]!;
        }
    }
    for (; i < size; i++) {
        const a = vector[i]!,
            first = i * positions;
        for (let p = 0; p < positions; p++) result[p]! += a * values[first + p]!;
    }
    return result;
}

/** Rows `[positions, size]` at unit length. */
function unit(planes: Planes, positions: number): Float32Array {
    const { values, size } = planes;
    const rows = new Float32Array(values.length);
    for (let p = 0; p < positions; p++) {
        let squares = 0;
        for (let i = 0; i < size; i++) squares += values[i * positions + p]! ** 2;
        const length = Math.max(Math.sqrt(squares), 1e-12);
        for (let i = 0; i < size; i++) rows[p * size + i] = values[i * positions + p]! / length;
    }
    return rows;
}

function pairs(rows: Float32Array, size: number, positions: number): Float32Array {
    const result = new Float32Array(positions * positions);
    for (let p = 0; p < positions; p++) {
        for (let q = 0; q <= p; q++) {
            let a = 0,
                b = 0,
                c = 0,
                d = 0,
                i = 0;
            const left = p * size,
                right = q * size;
            for (; i + 4 <= size; i += 4) {
                a += rows[left + i]! * rows[right + i]!;
                b += rows[left + i + 1]! * rows[right + i + 1]!;
                c += rows[left + i + 2]! * rows[right + i + 2]!;
                d += rows[left + i + 3]! * rows[right + i + 3]!;
            }
            for (; i < size; i++) a += rows[left + i]! * rows[right + i]!;
            result[p * positions + q] = result[q * positions + p] = a + b + c + d;
        }
    }
    return result;
}
