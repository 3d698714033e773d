import { Problem, type PhotoAnswer, type Service } from '../api.js';
import type { Side } from '../scoring/protocol.js';
import type { Scorer } from '../scoring/scorer.js';

/** The feature maps that the worker has: one photo by one method, or by two that are compared. */
export class Maps {
    readonly answers: Partial<Record<Side, PhotoAnswer>> = {};

    private photo: Blob | null = null;

    constructor(
        private readonly service: Service,
        private readonly scorer: Scorer,
    ) {}

    /** Whether the maps are those of the methods; null is the model's own on the first side, and nothing on the second. */
    are(method: string | null, compared: string | null): boolean {
        const { first, second } = this.answers;
        return (method === null || first?.method === method) && (second?.method ?? null) === compared;
    }

    async open(photo: Blob, model: string | null, method: string | null): Promise<PhotoAnswer> {
        const answer = await this.service.upload(photo, model, method);
        this.photo = photo;
        delete this.answers.second;
        return this.take('first', answer);
    }

    /** Brings the maps to the methods. */
    async follow(method: string | null, compared: string | null): Promise<void> {
        const { first, second } = this.answers;
        if (!first) return;
        if (method && first.method !== method) {
            await this.take('first', await this.embed(first, method));
        }
        if (!compared) delete this.answers.second;
        else if (second?.method !== compared) await this.take('second', await this.embed(first, compared));
    }

    /** Asks for something of the photo, and sends the photo once more where the server has let it go meanwhile. */
    async renewing<T>(ask: () => Promise<T>): Promise<T> {
        try {
            return await ask();
        } catch (error) {
            const { first } = this.answers;
            if (!(error instanceof Problem && error.status === 404) || !this.photo || !first) throw error;
            await this.service.upload(this.photo, first.model, first.method);
            return ask();
        }
    }

    private embed(first: PhotoAnswer, method: string): Promise<PhotoAnswer> {
        return this.renewing(() => this.service.embedAgain(first.id, first.model, method));
    }

    private async take(side: Side, answer: PhotoAnswer): Promise<PhotoAnswer> {
        const { urls, scoring, grid } = answer;
        const [features, keys, surroundings] = await Promise.all([
            this.service.numbers(urls.features),
            urls.keys ? this.service.numbers(urls.keys) : null,
            urls.surroundings && scoring.presence > 0 ? this.service.numbers(urls.surroundings) : null,
        ]);
        const map = {
            width: grid.width,
            height: grid.height,
            size: answer.dimension,
            shiftX: scoring.shift.x,
            shiftY: scoring.shift.y,
            logitScale: scoring.logitScale,
            presence: scoring.presence,
            keySize: scoring.keyDimension,
            features,
            keys,
            surroundings,
        };
        await this.scorer.ask(
            { kind: 'map', side, map },
            [features, keys, surroundings].filter((buffer) => buffer !== null),
        );
        this.answers[side] = answer;
        return answer;
    }
}
