import type { Service } from '../api.js';
import { parseName, sameName } from './names.js';

/** Background words that the server chooses so that they are near no name; while it does, those that it chose before. */
export class Surroundings {
    private words: readonly string[] = [];
    private chosenFor: string | null = null;
    private asked: string | null = null;

    constructor(
        private readonly service: Service,
        private readonly model: string,
    ) {}

    /** Whether the words were chosen for these names. */
    isFor(names: readonly string[]): boolean {
        return this.chosenFor === keyOf(names);
    }

    /** The words, without those that a name asks for. */
    around(names: readonly string[]): readonly string[] {
        if (this.isFor(names)) return this.words;
        const wanted = names.flatMap((name) => parseName(name)?.synonyms ?? [name]);
        return this.words.filter((word) => !wanted.some((name) => sameName(name, word)));
    }

    /** Chooses words. Answers whether they are others than before; of several questions the last one counts. */
    async choose(names: readonly string[]): Promise<boolean> {
        const key = keyOf(names);
        if (this.asked === key) return false;
        this.asked = key;
        try {
            const before = this.words,
                { words } = await this.service.background(names, this.model);
            if (this.asked !== key) return false;
            this.words = words;
            this.chosenFor = key;
            return words.length !== before.length || words.some((word, index) => word !== before[index]);
        } finally {
            if (this.asked === key) this.asked = null;
        }
    }
}

// A line break is in no name.
function keyOf(names: readonly string[]): string {
    return names.join('\n');
}
