/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Relative luminance, as WCAG defines it. */
export function luminance([red, green, blue]: Rgb): number {
    const [r, g, b] = [red, green, blue].map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** How far two colors are apart, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
    const first = luminance(a),
        second = luminance(b);
    return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

export function parseColor(hex: string): Rgb {
    const number = Number.parseInt(hex.slice(1), 16);
    return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}
