import type { PhotoAnswer, SegmentRequest } from '../api.js';
import { ignored } from '../scoring/labels.js';
import type { Background, Settings } from '../session/session.js';
import type { ListedClass } from './listing.js';
import { readLabels, resample, type NumberedPixels } from './npy.js';

/** The same names and settings as a question to the server. */
export function toRequest(
    answer: PhotoAnswer,
    listed: readonly ListedClass[],
    background: Background,
    settings: Settings,
    format: SegmentRequest['format'],
): SegmentRequest {
    return {
        photo: answer.id,
        model: answer.model,
        method: answer.method,
        // Chosen by the server once more: the same words for the same names.
        ...(background.names.length === 0 ? {} : background.isChosen ? { automaticBackground: true } : { background: background.names }),
        format,
        names: listed.map((one) => one.text).filter((text) => text !== null),
        ...(settings.promptDenoising > 0 ? { promptDenoising: settings.promptDenoising } : {}),
        ...(settings.keySmoothing > 0 ? { keySmoothing: settings.keySmoothing } : {}),
        ...(settings.minScore > 0 ? { minScore: settings.minScore } : {}),
        ...(settings.edges ? { guidedFilter: true } : {}),
    };
}

/** The server's labels in the page's numbers; places, which the server does not know, keep the browser's. */
export function merge(
    server: NumberedPixels,
    listed: readonly ListedClass[],
    live: Uint8Array,
    width: number,
    height: number,
): Uint8Array {
    const labels = resample(server, width, height),
        isPlace = new Uint8Array(256),
        index = new Uint8Array(256).fill(ignored);
    let next = 0;
    listed.forEach((one, own) => {
        if (one.scored.place) isPlace[own] = 1;
        else if (!one.scored.isRest) index[next++] = own;
    });
    for (let at = 0; at < labels.length; at++) labels[at] = isPlace[live[at]!] ? live[at]! : index[labels[at]!]!;
    return labels;
}

/** The server's labels; the last are kept, for changes that concern only how they are drawn. */
export class ServerLabels {
    private key = '';
    private last: NumberedPixels | null = null;

    constructor(private readonly segment: (request: SegmentRequest) => Promise<Blob>) {}

    known(request: SegmentRequest): NumberedPixels | null {
        return this.key === JSON.stringify(request) ? this.last : null;
    }

    async labels(request: SegmentRequest): Promise<NumberedPixels> {
        const known = this.known(request);
        if (known) return known;
        const labels = readLabels(await (await this.segment(request)).arrayBuffer());
        this.key = JSON.stringify(request);
        this.last = labels;
        return labels;
    }
}
