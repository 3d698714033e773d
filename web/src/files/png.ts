import type { Rgb } from '../scoring/contrast.js';
import { ignored } from '../scoring/labels.js';

const signature = [137, 80, 78, 71, 13, 10, 26, 10];

/** Gray of pixels that are ignored, as PASCAL VOC draws them. */
const ignoredColor: Rgb = [224, 224, 192];

/** Labels as an indexed PNG: pixel values are class numbers, and 255 is what has none. */
export function indexedPng(labels: Uint8Array, width: number, height: number, colors: readonly Rgb[]): Promise<Uint8Array<ArrayBuffer>> {
    const palette = new Uint8Array(3 * 256);
    colors.forEach((color, index) => palette.set(color, 3 * index));
    palette.set(ignoredColor, 3 * ignored);
    return png(labels, width, height, 3, palette);
}

/** Gray values as a PNG. */
export function grayPng(values: Uint8Array, width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
    return png(values, width, height, 0, null);
}

async function png(values: Uint8Array, width: number, height: number, kind: 0 | 3, palette: Uint8Array | null) {
    const header = new Uint8Array(13),
        view = new DataView(header.buffer);
    view.setUint32(0, width);
    view.setUint32(4, height);
    header.set([8, kind, 0, 0, 0], 8);
    // Each line begins with the number of its filter; 0 is none.
    const lines = new Uint8Array((width + 1) * height);
    for (let y = 0; y < height; y++) lines.set(values.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
    const parts = [
        Uint8Array.from(signature),
        chunk('IHDR', header),
        ...(palette ? [chunk('PLTE', palette)] : []),
        chunk('IDAT', await compressed(lines)),
        chunk('IEND', new Uint8Array(0)),
    ];
    const result = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
        result.set(part, at);
        at += part.length;
    }
    return result;
}

async function compressed(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
}

function chunk(name: string, data: Uint8Array): Uint8Array {
    const result = new Uint8Array(12 + data.length),
        view = new DataView(result.buffer);
    view.setUint32(0, data.length);
    for (let i = 0; i < 4; i++) result[4 + i] = name.charCodeAt(i);
    result.set(data, 8);
    view.setUint32(8 + data.length, crc(result.subarray(4, 8 + data.length)));
    return result;
}

function crc(bytes: Uint8Array): number {
    let value = 0xffffffff;
    for (const byte of bytes) {
        value ^= byte;
        for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    }
    return (value ^ 0xffffffff) >>> 0;
}
