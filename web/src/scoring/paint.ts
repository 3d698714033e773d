import { luminance, type Rgb } from './contrast.js';
import { ignored } from './labels.js';
import { inkTiles, tileSide } from './patterns.js';

/** How a class is drawn. */
export interface Look {
    readonly color: Rgb;
    readonly visible: boolean;
    readonly isBackground: boolean;
}

/** How all classes are drawn. */
export interface DrawingStyle {
    /** Of the colors, 0 to 1; borders are opaque. */
    readonly opacity: number;
    /** Whether classes whose colors are too much alike get patterns where they touch. */
    readonly patterns: boolean;
}

/** Colors of pixels with alpha, as a canvas takes them. */
export type Pixels = Uint8ClampedArray<ArrayBuffer>;

/** Ink of patterns, dark on light colors and light on dark ones, and the two lines of a border. */
const darkInk: Rgb = [28, 25, 23],
    lightInk: Rgb = [255, 255, 255],
    inkShare = 0.7,
    borderLight = 0xffffffff,
    borderDark = 0xb0000000;

/** What is counted of labels before they are painted. */
export interface Counts {
    readonly pixels: Uint32Array;
    /** Pixels of class a above or to the left of which is class b, at `[a * 256 + b]`. */
    readonly borders: Uint32Array;
}

export function countLabels(labels: Uint8Array, width: number): Counts {
    const pixels = new Uint32Array(256),
        borders = new Uint32Array(256 * 256);
    for (let at = 0; at < labels.length; at++) {
        const own = labels[at]!;
        pixels[own]!++;
        if (at === 0) continue;
        // The first pixel of a line is compared with the last of the one before: one pixel of a border, which is never enough to be seen.
        if (labels[at - 1] !== own) borders[own * 256 + labels[at - 1]!]!++;
        if (at >= width && labels[at - width] !== own) borders[own * 256 + labels[at - width]!]!++;
    }
    return { pixels, borders };
}

let tiles: Uint8Array | null = null;

/** Every class in its color and pattern, with a border around what is visible. */
export function paintLabels(labels: Uint8Array, width: number, looks: readonly Look[], patterns: Uint8Array, opacity: number): Pixels {
    const pixels = new Uint32Array(labels.length),
        fills = new Uint32Array(256),
        inks = new Uint32Array(256),
        pattern = new Uint8Array(256);
    looks.forEach((look, index) => {
        if (!look.visible) return;
        fills[index] = packed(look.color, opacity * (look.isBackground ? 150 : 255));
        inks[index] = packed(mix(luminance(look.color) > 0.3 ? darkInk : lightInk, look.color), Math.max(opacity, 0.6) * 235);
        pattern[index] = patterns[index]!;
    });
    for (let at = 0; at < labels.length; at++) pixels[at] = fills[labels[at]!]!;
    if (pattern.some((one) => one !== 0)) {
        tiles ??= inkTiles();
        const height = labels.length / width;
        for (let y = 0, at = 0; y < height; y++) {
            for (let x = 0, line = (y % tileSide) * tileSide, tx = 0; x < width; x++, at++) {
                const own = pattern[labels[at]!]!;
                if (own !== 0 && tiles[own * tileSide * tileSide + line + tx] !== 0) pixels[at] = inks[labels[at]!]!;
                if (++tx === tileSide) tx = 0;
            }
        }
    }
    paintBorders(pixels, labels, width, looks);
    return new Uint8ClampedArray(pixels.buffer);
}

/** The borders between what is visible: a light line beside a dark one, which stands out from every color. */
function paintBorders(pixels: Uint32Array, labels: Uint8Array, width: number, looks: readonly Look[]): void {
    const group = new Uint8Array(256);
    // What is not drawn is one group: there is no border inside it.
    group.fill(255);
    looks.forEach((look, index) => {
        if (look.visible) group[index] = index;
    });
    group[ignored] = 255;
    const height = labels.length / width;
    for (let y = 0, at = 0; y < height; y++) {
        const last = y === height - 1;
        for (let x = 0; x < width; x++, at++) {
            const label = labels[at]!,
                right = x + 1 < width ? labels[at + 1]! : label,
                below = last ? label : labels[at + width]!;
            if (right === label && below === label) continue;
            const toRight = group[right] !== group[label],
                toBelow = group[below] !== group[label];
            if (!toRight && !toBelow) continue;
            pixels[at] = borderLight;
            if (toRight && pixels[at + 1] !== borderLight) pixels[at + 1] = borderDark;
            if (toBelow && pixels[at + width] !== borderLight) pixels[at + width] = borderDark;
        }
    }
}

function mix(ink: Rgb, fill: Rgb): Rgb {
    const part = (at: 0 | 1 | 2) => ink[at] * inkShare + fill[at] * (1 - inkShare);
    return [part(0), part(1), part(2)];
}

/** Stops of a color scale whose lightness only rises (after matplotlib's inferno). */
const stops: readonly Rgb[] = [
    [0, 0, 4],
    [40, 11, 84],
    [101, 21, 110],
    [159, 42, 99],
    [212, 72, 66],
    [245, 125, 21],
    [250, 193, 39],
    [252, 255, 164],
];

/** Values as heat, from the least to the greatest. */
export function paintHeat(values: Float32Array, opacity: number): Pixels {
    let least = Infinity,
        greatest = -Infinity;
    for (const value of values) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
    }
    const range = greatest - least || 1,
        pixels = new Uint32Array(values.length);
    for (let i = 0; i < values.length; i++) {
        const at = ((values[i]! - least) / range) * (stops.length - 1),
            lower = Math.min(Math.floor(at), stops.length - 2),
            f = at - lower;
        const [a, b] = [stops[lower]!, stops[lower + 1]!];
        pixels[i] = packed([a[0] + f * (b[0] - a[0]), a[1] + f * (b[1] - a[1]), a[2] + f * (b[2] - a[2])], opacity * 255);
    }
    return new Uint8ClampedArray(pixels.buffer);
}

function packed([red, green, blue]: Rgb, alpha: number): number {
    return ((Math.round(alpha) << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
}
