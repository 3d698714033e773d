import type { Service } from '../api.js';
import type { Scorer } from '../scoring/scorer.js';

/** Rows of scores of a class, each a list of text vectors that the worker knows by these names. */
export type TextRows = readonly (readonly string[])[];

/** So many names are kept; then all are asked for anew. */
const maxKnown = 2000;

/** Names as vectors: each is asked for once, and goes to the worker. */
export class Texts {
    private readonly known = new Map<string, TextRows>();
    private next = 0;

    constructor(
        private readonly service: Service,
        private readonly scorer: Scorer,
        readonly model: string,
    ) {}

    /** Rows of a class; undefined until `load` has seen it. */
    rows(text: string): TextRows | undefined {
        return this.known.get(text);
    }

    /** Rows of the background. */
    backgroundRows(names: readonly string[]): TextRows | undefined {
        return this.known.get(backgroundKey(names));
    }

    /** Asks for what is not known yet. Answers how long the text tower took, or null where nothing was asked. */
    async load(texts: readonly string[], background: readonly string[]): Promise<number | null> {
        if (this.known.size > maxKnown) {
            this.known.clear();
            void this.scorer.ask({ kind: 'forget' });
        }
        const missing = texts.filter((text) => !this.known.has(text));
        const needsBackground = background.length > 0 && !this.known.has(backgroundKey(background));
        if (missing.length === 0 && !needsBackground) return null;
        // A background has no name of its own to ask for: where only it is missing, its first name stands in and is not looked at.
        const asked = missing.length > 0 ? missing : [background[0]!];
        const answer = await this.service.texts(asked, needsBackground ? background : [], this.model);
        const vectors = decode(answer.vectors),
            size = answer.dimension,
            classes: string[][][] = answer.classes.map(() => []);
        const rows = new Map<number, string[]>(),
            sent: [string, Float32Array][] = [];
        answer.scoreOfRow.forEach((score, row) => {
            const name = `${this.model} ${this.next++}`;
            sent.push([name, vectors.slice(row * size, (row + 1) * size)]);
            let list = rows.get(score);
            if (!list) {
                list = [];
                rows.set(score, list);
                classes[answer.classOfScore[score]!]!.push(list);
            }
            list.push(name);
        });
        // Questions are answered in turn: whoever scores next finds the vectors there.
        void this.scorer.ask({ kind: 'vectors', vectors: sent });
        const first = needsBackground ? 1 : 0;
        if (needsBackground) this.known.set(backgroundKey(background), classes[0]!);
        missing.forEach((text, index) => this.known.set(text, classes[first + index]!));
        return answer.timings.textMs;
    }
}

// A line break is in no name, so that no list of names is taken for a class.
function backgroundKey(names: readonly string[]): string {
    return `\n${names.join('\n')}`;
}

function decode(base64: string): Float32Array {
    const text = atob(base64),
        bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return new Float32Array(bytes.buffer);
}
