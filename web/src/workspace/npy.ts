export interface NumberedPixels {
    readonly width: number;
    readonly height: number;
    readonly labels: Uint16Array;
}

/** Labels that the server wrote as NumPy's file of 16-bit numbers `[height, width]`. */
export function readLabels(buffer: ArrayBuffer): NumberedPixels {
    const view = new DataView(buffer),
        major = view.getUint8(6);
    const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true),
        begin = (major === 1 ? 10 : 12) + length;
    const header = new TextDecoder('latin1').decode(new Uint8Array(buffer, begin - length, length));
    const shape = /'shape':\s*\((\d+),\s*(\d+)\)/.exec(header);
    if (!shape || !header.includes("'<u2'"))
        throw new Error('The server sent labels in another form than the page reads. Reload the page.');
    return { height: Number(shape[1]), width: Number(shape[2]), labels: new Uint16Array(buffer.slice(begin)) };
}

/** Labels of one size at another, each pixel by the one at its middle; what is no class stays ignored. */
export function resample(from: NumberedPixels, width: number, height: number): Uint8Array {
    const result = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) {
        const line = Math.min(from.height - 1, Math.floor(((y + 0.5) * from.height) / height)) * from.width;
        for (let x = 0; x < width; x++) {
            result[y * width + x] = Math.min(
                255,
                from.labels[line + Math.min(from.width - 1, Math.floor(((x + 0.5) * from.width) / width))]!,
            );
        }
    }
    return result;
}
