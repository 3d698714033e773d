import { html, nothing, type TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import type { Painted, Side } from '../scoring/protocol.js';
import { withChanged, withPlace, type Point } from '../session/session.js';
import { heatClass } from '../workspace/listing.js';
import type { DrawnSize } from '../workspace/screen.js';
import type { Workspace } from '../workspace/workspace.js';
import { percent } from './format.js';
import { styled } from './styled.js';

/** Similarity is smooth: fewer pixels do, and the browser enlarges them. */
const similaritySide = 160;

/** Arrow keys move the probe by this share of the photo. */
const step = 1 / 40;

/** The photo, what is drawn over it, and what pointing at it does. */
export class Stage {
    private readonly labels = { first: createRef<HTMLCanvasElement>(), second: createRef<HTMLCanvasElement>() };
    private readonly similar = createRef<HTMLCanvasElement>();
    private readonly surface = createRef<HTMLElement>();
    private readonly latestPainted: Partial<Record<Side, { painted: Painted | null; size: DrawnSize }>> = {};
    private probe: Point | null = null;
    private byKeyboard = false;
    private divider = 0.5;
    private asking = false;

    constructor(
        private readonly workspace: Workspace,
        private readonly changed: () => void,
        private readonly announce: (text: string) => void,
    ) {}

    /** Draws what was scored; where the canvas is not there yet, when it is. */
    paint(side: Side, painted: Painted | null, size: DrawnSize): void {
        this.latestPainted[side] = { painted, size };
        put(this.labels[side].value, painted?.pixels ?? null, size);
        if (side === 'first' && this.workspace.listed.length > 0) put(this.similar.value, null, size);
    }

    /** After the elements were made anew. */
    restore(): void {
        for (const [side, { painted, size }] of Object.entries(this.latestPainted)) {
            if (this.labels[side as Side].value?.width !== size.width) this.paint(side as Side, painted, size);
        }
    }

    view(): TemplateResult {
        const { workspace } = this,
            { photo, session } = workspace,
            compared = session.settings.compared !== null && workspace.answer('second');
        if (!photo) return html``;
        const clip = compared ? { 'clip-path': `inset(0 0 0 ${this.divider * 100}%)` } : {};
        const firstClip = compared ? { 'clip-path': `inset(0 ${100 - this.divider * 100}% 0 0)` } : {};
        return html`
      <div class="frame" ${styled({ '--ratio': `${photo.width} / ${photo.height}`, '--wide': String(photo.width / photo.height) })}>
        <img class="photo" src=${photo.url} alt="Your photo">
        <canvas class="layer" aria-hidden="true" ${ref(this.labels.first)} ${styled(firstClip)}></canvas>
        <canvas class="layer" aria-hidden="true" ${ref(this.labels.second)} ${styled(clip)} ?hidden=${!compared}></canvas>
        <canvas class="layer" aria-hidden="true" ${ref(this.similar)} ?hidden=${workspace.listed.length > 0}></canvas>
        ${session.classes.flatMap((one) =>
            one.places && !one.isHidden
                ? [
                      ...one.places.like.map((point) => marker(point, one.color, '+')),
                      ...one.places.unlike.map((point) => marker(point, one.color, '−')),
                  ]
                : [],
        )}
        <div class="surface" tabindex="0" role="application" aria-label="Photo" aria-describedby="photo-help" ${ref(this.surface)}
          @pointermove=${(event: PointerEvent) => this.point(this.pointOf(event), false)} @pointerleave=${() => this.leave()}
          @click=${(event: MouseEvent) => this.take(this.pointOf(event), event.shiftKey)} @blur=${() => this.leave()}
          @keydown=${(event: KeyboardEvent) => this.press(event)}></div>
        ${compared ? this.dividerView(workspace.answer('first')!.method, session.settings.compared!) : nothing}
        ${this.heatView()}
        ${this.probe ? this.probeView(this.probe) : nothing}
      </div>
      <p class="visually-hidden" id="photo-help">Arrow keys point at places and tell their scores. Enter makes a class of what is
        like the place.
        Shift and Enter say that a place is not meant.</p>`;
    }

    private pointOf({ clientX, clientY }: MouseEvent): Point {
        const box = this.surface.value!.getBoundingClientRect();
        const share = (at: number, from: number, length: number) => Math.max(0, Math.min(0.9999, (at - from) / length));
        return { x: share(clientX, box.left, box.width), y: share(clientY, box.top, box.height) };
    }

    private point(point: Point, byKeyboard: boolean): void {
        this.probe = point;
        this.byKeyboard = byKeyboard;
        this.changed();
        if (this.workspace.listed.length === 0) void this.showSimilarity();
    }

    private leave(): void {
        this.probe = null;
        if (this.workspace.listed.length === 0) put(this.similar.value, null, this.workspace.size);
        this.changed();
    }

    private async showSimilarity(): Promise<void> {
        if (this.asking) return;
        this.asking = true;
        const { width, height } = this.workspace.size,
            scale = similaritySide / Math.max(width, height);
        const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
        for (let shown: Point | null = null; this.probe && this.probe !== shown && this.workspace.listed.length === 0;) {
            shown = this.probe;
            const pixels = await this.workspace.similarity(shown, size);
            if (this.probe && this.workspace.listed.length === 0) put(this.similar.value, pixels, size);
        }
        this.asking = false;
    }

    /** Makes a class of a place, adds the place to the class that is selected, or tells it that the place is not meant. */
    private take(point: Point, unlike: boolean): void {
        const { workspace } = this,
            { session } = workspace;
        const selected = session.classes.find((one) => one.id === workspace.selected && one.places);
        if (unlike) {
            const target = selected ?? session.classes.findLast((one) => one.places);
            if (!target?.places) {
                this.announce('Click a place first; then shift and click say what is not meant.');
                return;
            }
            workspace.go(
                withChanged(session, target.id, {
                    places: { ...target.places, unlike: [...target.places.unlike, point] },
                }),
            );
            this.announce(`Not ${target.text}.`);
        } else if (selected?.places) {
            workspace.go(
                withChanged(session, selected.id, {
                    places: { ...selected.places, like: [...selected.places.like, point] },
                }),
            );
            this.announce(`Added to ${selected.text}.`);
        } else {
            const next = withPlace(session, point),
                made = next.classes.at(-1)!;
            workspace.go(next);
            workspace.select(made.id);
            this.announce(`${made.text}: more like this.`);
        }
    }

    private press(event: KeyboardEvent): void {
        const from = this.probe ?? { x: 0.5, y: 0.5 },
            length = event.shiftKey ? step * 4 : step;
        const moves: Record<string, Point> = {
            ArrowLeft: { x: -length, y: 0 },
            ArrowRight: { x: length, y: 0 },
            ArrowUp: { x: 0, y: -length },
            ArrowDown: { x: 0, y: length },
        };
        const by = moves[event.key];
        if (by) {
            event.preventDefault();
            const within = (value: number) => Math.max(0, Math.min(0.9999, value));
            this.point({ x: within(from.x + by.x), y: within(from.y + by.y) }, true);
            const scores = this.scores(this.probe!)
                .slice(0, 3)
                .map(({ listed, confidence }) => `${listed.label} ${percent(confidence)}`);
            if (scores.length > 0) this.announce(scores.join(', '));
        } else if (event.key === 'Enter' || event.key === ' ') {
            event.preventDefault();
            this.take(from, event.shiftKey);
        } else if (event.key === 'Escape') {
            this.leave();
            this.workspace.select(null);
        }
    }

    private scores(point: Point) {
        const compared = this.workspace.answer('second') && this.workspace.session.settings.compared !== null;
        return this.workspace.at(point, compared && point.x > this.divider ? 'second' : 'first');
    }

    private probeView(point: Point): TemplateResult {
        const scores = this.scores(point).slice(0, 5),
            side = point.x > 0.6 ? 'left' : 'right';
        return html`
      ${this.byKeyboard ? html`<span class="cross" ${styled(placed(point))}></span>` : nothing}
      <div class="tip" data-side=${side} data-above=${point.y > 0.65} ${styled(placed(point))} aria-hidden="true">
        ${
            scores.length === 0
                ? html`<p>Bright: like this place. Click to keep it.</p>`
                : scores.map(
                      ({ listed, confidence }) => html`
          <div><i ${styled({ background: `rgb(${listed.look.color.join(' ')})` })}></i><span>${listed.label}</span>
            <b>${percent(confidence)}</b></div>`,
                  )
        }
      </div>`;
    }

    /** Of which class the heat is; with two methods beside each other their names stand there. */
    private heatView(): TemplateResult | typeof nothing {
        const { session, listed, selected } = this.workspace;
        if (!session.settings.heat || listed.length === 0 || session.settings.compared) return nothing;
        return html`<span class="side left">${listed[heatClass(listed, selected)]!.label}</span>`;
    }

    private dividerView(left: string, right: string): TemplateResult {
        const set = (value: number) => {
            this.divider = Math.max(0, Math.min(1, value));
            this.changed();
        };
        return html`
      <span class="side left">${left}</span><span class="side right">${right}</span>
      <div class="divider" role="slider" tabindex="0" aria-label="Where ${left} ends and ${right} begins" aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.round(this.divider * 100)} ${styled({ left: `${this.divider * 100}%` })}
        @keydown=${(event: KeyboardEvent) => {
            const by = event.key === 'ArrowLeft' ? -0.02 : event.key === 'ArrowRight' ? 0.02 : 0;
            if (by === 0) return;
            event.preventDefault();
            set(this.divider + by);
        }}
        @pointerdown=${(event: PointerEvent) => (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)}
        @pointermove=${(event: PointerEvent) => {
            if (event.buttons > 0) set(this.pointOf(event).x);
        }}></div>`;
    }
}

function marker(point: Point, color: string, sign: string): TemplateResult {
    return html`<span class="marker" aria-hidden="true" ${styled({ ...placed(point), background: color })}><b>${sign}</b></span>`;
}

function placed(point: Point): Record<string, string> {
    return { left: `${point.x * 100}%`, top: `${point.y * 100}%` };
}

function put(canvas: HTMLCanvasElement | undefined, pixels: Uint8ClampedArray<ArrayBuffer> | null, { width, height }: DrawnSize): void {
    if (!canvas) return;
    if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
    }
    const context = canvas.getContext('2d')!;
    if (pixels) context.putImageData(new ImageData(pixels, width, height), 0, 0);
    else context.clearRect(0, 0, width, height);
}
