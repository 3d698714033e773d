import type { Answer, Answers, Question } from './protocol.js';

/** Asks the worker, in which everything heavy happens: typing never waits for it. */
export class Scorer {
    private readonly worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    private readonly waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
    private next = 0;

    constructor() {
        this.worker.onmessage = ({ data }: MessageEvent<Answer>) => {
            const waiting = this.waiting.get(data.number);
            this.waiting.delete(data.number);
            if ('error' in data) waiting?.reject(new Error(data.error));
            else waiting?.resolve(data.value as never);
        };
    }

    ask<Kind extends keyof Answers>(question: Question & { kind: Kind }, transfer: Transferable[] = []): Promise<Answers[Kind]> {
        const number = this.next++;
        return new Promise((resolve, reject) => {
            this.waiting.set(number, { resolve, reject });
            this.worker.postMessage({ ...question, number }, transfer);
        });
    }
}
