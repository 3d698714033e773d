import type { Painted, Side } from '../scoring/protocol.js';

/** Labels with how they are drawn. */
export type Labels = Painted & { readonly labels: Uint8Array };

export interface OpenPhoto {
    readonly name: string;
    readonly url: string;
    readonly width: number;
    readonly height: number;
    readonly scene: number | null;
}

/** Size at which labels are drawn; the browser enlarges what is left. */
export interface DrawnSize {
    readonly width: number;
    readonly height: number;
}

const longestDrawn = 960;

/** The size at which labels of a photo are drawn. */
export function drawnSize({ width, height }: DrawnSize): DrawnSize {
    const scale = longestDrawn / Math.max(width, height);
    return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** What a workspace tells whoever shows it. */
export interface Screen {
    /** Something other than pixels changed. */
    changed(): void;
    paint(side: Side, painted: Painted | null, size: DrawnSize): void;
}
