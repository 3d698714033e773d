import { contrast } from './contrast.js';
import type { Counts, Look } from './paint.js';

/** Number of patterns; 0 is a plain color. */
export const patterns = 6;

const enough = 3,
    classOrder = [0, 1, 2, 4, 5, 3],
    backgroundOrder = [0, 3, 1, 2, 4, 5];

/** A border of so many pixels is seen. */
const seenBorder = 24;

/**
 * A pattern for each class, so that classes that touch differ by 3:1 in their colors or by their pattern. Large classes are plain
 * where they can be; the background, whose grey is near to most colors, yields to all.
 */
export function choosePatterns({ pixels, borders }: Counts, looks: readonly Look[]): Uint8Array {
    const result = new Uint8Array(looks.length),
        order = looks.map((_, index) => index);
    order.sort((a, b) => Number(looks[a]!.isBackground) - Number(looks[b]!.isBackground) || pixels[b]! - pixels[a]!);
    order.forEach((one, place) => {
        const taken = new Set<number>();
        for (const other of order.slice(0, place)) {
            const touch = borders[one * 256 + other]! + borders[other * 256 + one]! >= seenBorder;
            if (touch && looks[one]!.visible && looks[other]!.visible && contrast(looks[one]!.color, looks[other]!.color) < enough) {
                taken.add(result[other]!);
            }
        }
        const choice = (looks[one]!.isBackground ? backgroundOrder : classOrder).find((pattern) => !taken.has(pattern));
        result[one] = choice ?? patterns - 1;
    });
    return result;
}

/** All patterns repeat after so many pixels. */
export const tileSide = 84;

/** Where each pattern has ink, `[pattern, y, x]`, for one tile. */
export function inkTiles(): Uint8Array {
    const tiles = new Uint8Array(patterns * tileSide * tileSide);
    for (let at = 0; at < tiles.length; at++) {
        const pattern = Math.floor(at / (tileSide * tileSide));
        tiles[at] = hasInk(pattern, at % tileSide, Math.floor(at / tileSide) % tileSide) ? 1 : 0;
    }
    return tiles;
}

function hasInk(pattern: number, x: number, y: number): boolean {
    switch (pattern) {
        case 1:
            return (x + y) % 14 < 2;
        case 2:
            return (x - y + tileSide) % 14 < 2;
        case 3:
            return x % 12 < 3 && y % 12 < 3;
        case 4:
            return y % 12 < 2;
        case 5:
            return x % 12 < 2;
        default:
            return false;
    }
}
