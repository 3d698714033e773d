import type { PhotoAnswer, SegmentRequest, Service } from '../api.js';
import { messageOf } from '../errors.js';
import { Latest } from '../scoring/latest.js';
import type { Painted, Scored, Side } from '../scoring/protocol.js';
import { Scorer } from '../scoring/scorer.js';
import { backgroundOf, nameOf, namesOf } from '../session/asked.js';
import { History } from '../session/history.js';
import { emptySession, withSettings, type Background, type Point, type Session } from '../session/session.js';
import { Surroundings } from '../session/surroundings.js';
import { Texts } from '../session/texts.js';
import { confidencesAt, heatClass, listClasses, positionOf, toQuestion, type ListedClass } from './listing.js';
import { Maps } from './maps.js';
import type { NumberedPixels } from './npy.js';
import { drawnSize, type DrawnSize, type Labels, type OpenPhoto, type Screen } from './screen.js';
import { merge, ServerLabels, toRequest } from './serverLabels.js';
import { drawn, noTimings, type Timings } from './timings.js';

/** Server labels wait this long for the next change: they cost engine time, and the browser's own are there already. */
const edgesDelay = 180;

/** One photo, its names, and what the worker and the server say of them. Knows nothing of how it is shown. */
export class Workspace {
    readonly history = new History<Session>(emptySession);
    photo: OpenPhoto | null = null;
    draft = '';
    /** The class that heat is drawn of and that "not this" is said to. */
    selected: number | null = null;
    busy: string | null = null;
    problem: string | null = null;
    listed: readonly ListedClass[] = [];
    scored: Partial<Record<Side, Scored>> = {};
    shares: readonly number[] = [];
    patterns: Uint8Array = new Uint8Array(0);
    timings: Timings = noTimings;
    /** How long the server took to lead borders along edges; null while they are the browser's. */
    edgesMs: number | null = null;
    private readonly scorer = new Scorer();
    private readonly latest = new Latest();
    private readonly maps: Maps;
    private readonly server: ServerLabels;
    private texts: Texts | null = null;
    private surroundings: Surroundings | null = null;
    private edgesTimer = 0;
    private round = 0;

    constructor(
        private readonly service: Service,
        private readonly screen: Screen,
    ) {
        this.maps = new Maps(service, this.scorer);
        this.server = new ServerLabels((request) => this.segment(request));
    }

    /** What the server said of the photo by its method, or by the one that it is compared with. */
    answer(side: Side): PhotoAnswer | undefined {
        return this.photo ? this.maps.answers[side] : undefined;
    }

    get session(): Session {
        return this.history.current;
    }

    get size(): DrawnSize {
        return drawnSize(this.photo ?? { width: 4, height: 3 });
    }

    /** The draft as a name that can be asked for; null where there is none or a class has it already. */
    get draftName(): string | null {
        return nameOf(this.draft, this.session);
    }

    /** What is drawn as background: the names that were given or, where none was, what surrounds the things that are named. */
    get background(): Background {
        return backgroundOf(this.session, this.names, this.surroundings);
    }

    private get names(): readonly string[] {
        return namesOf(this.session, this.draftName);
    }

    /** Opens a photo: sends it, and takes its feature map into the worker. */
    async open(photo: Blob, name: string, model: string | null, scene: number | null): Promise<void> {
        await this.during('Embedding the photo', async () => {
            const answer = await this.maps.open(photo, model, this.session.settings.method);
            this.forget();
            this.photo = { name, url: URL.createObjectURL(photo), width: answer.width, height: answer.height, scene };
            if (this.texts?.model !== answer.model) {
                this.texts = new Texts(this.service, this.scorer, answer.model);
                this.surroundings = new Surroundings(this.service, answer.model);
                // A start, so that the first name that somebody types does not have the whole photo for itself.
                void this.choose(['photo']);
            }
            this.timings = { ...noTimings, decode: answer.timings.decodeMs, embed: answer.timings.embedMs };
        });
        this.update(null);
    }

    close(): void {
        this.forget();
        this.screen.changed();
    }

    /** Goes to another state of names and settings. */
    go(session: Session, kind = '', at: number | null = null): void {
        this.history.push(session, kind);
        this.update(at);
    }

    undo(): void {
        this.history.undo();
        this.update(null);
    }

    redo(): void {
        this.history.redo();
        this.update(null);
    }

    /** Takes what is being typed; `at` is when the key was pressed. */
    type(text: string, at: number): void {
        this.draft = text;
        this.update(at);
    }

    /** Chooses the class that heat is drawn of and that "not this" is said to. */
    select(id: number | null): void {
        if (id === this.selected) return;
        this.selected = id;
        if (this.session.settings.heat) this.update(null);
        else this.screen.changed();
    }

    /** How alike every place is to one, drawn over the photo. */
    async similarity(point: Point, size: DrawnSize): Promise<Uint8ClampedArray<ArrayBuffer> | null> {
        const answer = this.answer('first');
        return answer ? this.scorer.ask({ kind: 'similarity', side: 'first', position: this.position(point, answer), ...size }) : null;
    }

    /** What the names score at a point: probabilities by class, the greatest first. */
    at(point: Point, side: Side): { listed: ListedClass; confidence: number }[] {
        const answer = this.answer(side),
            scored = this.scored[side];
        if (!answer || !scored) return [];
        return confidencesAt(this.listed, scored, answer, this.position(point, answer));
    }

    /** Labels and their pixels at the photo's own size, as they are shown. */
    async atFullSize(): Promise<(Labels & DrawnSize) | null> {
        if (!this.photo || this.listed.length === 0) return null;
        const { width, height } = this.photo,
            scored = await this.score('first', { width, height }, null);
        if (!this.usesServer) return { ...scored, width, height };
        const painted = await this.paintServer(await this.server.labels(this.request('npy')), { width, height }, scored.labels);
        return { ...painted, width, height };
    }

    /** A file as the server writes it. Places have no words, so that it cannot have them. */
    async file(format: SegmentRequest['format']): Promise<Blob> {
        return this.segment(this.request(format));
    }

    private get usesServer(): boolean {
        const knowsWords = this.listed.some((one) => one.text !== null);
        return knowsWords && (this.session.settings.edges || this.answer('first')?.scoring.scoredByClient === false);
    }

    private forget(): void {
        if (this.photo) URL.revokeObjectURL(this.photo.url);
        this.photo = null;
        this.listed = [];
        this.scored = {};
        this.shares = [];
    }

    private position(point: Point, answer: PhotoAnswer): number {
        return positionOf(point, answer.grid, answer.scoring.shift);
    }

    private async during(what: string, work: () => Promise<void>): Promise<void> {
        this.busy = what;
        this.problem = null;
        this.screen.changed();
        try {
            await work();
        } catch (error) {
            this.problem = messageOf(error);
        } finally {
            this.busy = null;
            this.screen.changed();
        }
    }

    private update(at: number | null): void {
        this.screen.changed();
        if (this.photo) this.latest.run(() => this.refresh(at));
    }

    private async refresh(at: number | null): Promise<void> {
        const { method, compared } = this.session.settings;
        this.problem = null;
        if (this.photo && !this.maps.are(method, compared)) {
            await this.during('Embedding the photo by another method', () => this.maps.follow(method, compared));
            const { first, second } = this.maps.answers;
            this.timings = { ...this.timings, embed: first?.timings.embedMs ?? null };
            // A method that the model does not have is refused: what is shown stays, and so do the settings that belong to it.
            if (first && !this.maps.are(method, compared)) {
                this.history.push(withSettings(this.session, { method: first.method, compared: second?.method ?? null }), 'method');
            }
        }
        try {
            await this.recolor(at);
        } catch (error) {
            this.problem = messageOf(error);
            this.screen.changed();
        }
    }

    /** Texts to vectors where they are new, scores, pixels. */
    private async recolor(at: number | null): Promise<void> {
        const { photo, texts, session, size } = this,
            answer = this.answer('first');
        if (!photo || !texts || !answer) return;
        const round = ++this.round,
            { draftName: draft, names, background } = this;
        const textMs = await texts.load(names, background.isChosen ? [] : background.names);
        // By themselves: a word may be the label of a class, and labels of one question must differ.
        if (background.isChosen) await texts.load(background.names, []);
        this.listed = listClasses(session, draft, background, texts, (point) => this.position(point, answer));
        this.edgesMs = null;
        window.clearTimeout(this.edgesTimer);
        const sides = (['first', 'second'] as const).filter((side) => this.listed.length > 0 && this.answer(side));
        const heat = session.settings.heat ? heatClass(this.listed, this.selected) : null,
            scored: Partial<Record<Side, Scored>> = {};
        let shown: Painted | undefined;
        for (const side of ['first', 'second'] as const) {
            const one = sides.includes(side) ? await this.score(side, size, heat) : null;
            if (one) scored[side] = one;
            const known = one && side === 'first' && this.usesServer && heat === null ? this.server.known(this.request('npy')) : null;
            const painted = one && known ? await this.paintServer(known, size, one.labels) : one;
            if (side === 'first') shown = painted ?? undefined;
            this.screen.paint(side, painted, size);
        }
        this.scored = scored;
        const { first } = scored;
        if (heat === null) this.see(shown);
        this.timings = { ...this.timings, text: textMs, score: first?.scoreMs ?? null, paint: first?.paintMs ?? null };
        this.screen.changed();
        if (at !== null) void this.measure(at);
        if (background.isChosen && !this.surroundings?.isFor(names)) void this.choose(names);
        if (first && shown === first && this.usesServer && heat === null)
            this.edgesTimer = window.setTimeout(() => void this.refine(round, first), edgesDelay);
    }

    /** Chooses the background for names, and colors anew where it changes. */
    private async choose(names: readonly string[]): Promise<void> {
        try {
            if ((await this.surroundings?.choose(names)) && this.background.isChosen) this.update(null);
        } catch (error) {
            this.problem = messageOf(error);
            this.screen.changed();
        }
    }

    private see(painted: Painted | undefined): void {
        this.shares = painted?.shares ?? [];
        this.patterns = painted?.patterns ?? new Uint8Array(0);
    }

    private async measure(at: number): Promise<void> {
        await drawn();
        this.timings = { ...this.timings, keyToPixels: performance.now() - at };
        this.screen.changed();
    }

    private score(side: Side, size: DrawnSize, heat: number | null): Promise<Scored> {
        return this.scorer.ask(toQuestion(this.listed, this.session.settings, side, size, heat));
    }

    /** Replaces the browser's labels by the server's, whose borders follow the photo's edges. */
    private async refine(round: number, live: Scored): Promise<void> {
        const begin = performance.now();
        try {
            const { size } = this,
                painted = await this.paintServer(await this.server.labels(this.request('npy')), size, live.labels);
            if (round !== this.round) return;
            this.screen.paint('first', painted, size);
            this.see(painted);
            this.edgesMs = performance.now() - begin;
        } catch (error) {
            this.problem = messageOf(error);
        }
        this.screen.changed();
    }

    private async paintServer(server: NumberedPixels, { width, height }: DrawnSize, live: Uint8Array): Promise<Labels> {
        const labels = merge(server, this.listed, live, width, height),
            looks = this.listed.map((one) => one.look);
        return { labels, ...(await this.scorer.ask({ kind: 'paint', labels, width, looks, style: this.session.settings })) };
    }

    private segment(request: SegmentRequest): Promise<Blob> {
        return this.maps.renewing(() => this.service.segment(request));
    }

    private request(format: SegmentRequest['format']): SegmentRequest {
        return toRequest(this.maps.answers.first!, this.listed, this.background, this.session.settings, format);
    }
}
