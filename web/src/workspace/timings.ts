/** How long each step of the last change took, in milliseconds; null where it did not happen. */
export interface Timings {
    readonly decode: number | null;
    readonly embed: number | null;
    readonly text: number | null;
    readonly score: number | null;
    readonly paint: number | null;
    readonly keyToPixels: number | null;
}

export const noTimings: Timings = {
    decode: null,
    embed: null,
    text: null,
    score: null,
    paint: null,
    keyToPixels: null,
};

/** Resolves when the browser has drawn what was changed before the call. */
export function drawn(): Promise<void> {
    return new Promise((resolve) => {
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => resolve();
            channel.port2.postMessage(null);
        });
    });
}
