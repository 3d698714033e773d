import type { PhotoAnswer } from '../api.js';
import { parseColor } from '../scoring/contrast.js';
import type { Look } from '../scoring/paint.js';
import type { Place } from '../scoring/places.js';
import type { Scored, ScoreQuestion, Side } from '../scoring/protocol.js';
import type { ScoredClass } from '../scoring/scores.js';
import { labelOf } from '../session/names.js';
import { backgroundColor, nextColor } from '../session/palette.js';
import type { Background, Point, Session, Settings } from '../session/session.js';
import type { Texts } from '../session/texts.js';
import type { DrawnSize } from './screen.js';

/** A class as the photo shows it: those of the session, the name that is being typed, and the background. */
export interface ListedClass {
    /** null for the background and for what is being typed. */
    readonly id: number | null;
    readonly label: string;
    readonly look: Look;
    readonly scored: ScoredClass;
    /** What the server knows it by; null for places. */
    readonly text: string | null;
}

/** A grid's position nearest to a point. */
export function positionOf(point: Point, grid: { width: number; height: number }, shift: { x: number; y: number }): number {
    const column = nearest(point.x, grid.width, shift.x),
        row = nearest(point.y, grid.height, shift.y);
    return row * grid.width + column;
}

function nearest(share: number, cells: number, shift: number): number {
    return Math.max(0, Math.min(cells - 1, Math.round(share * cells - 0.5 + shift)));
}

/** All classes in the order in which they are numbered: the background first, as the library does. */
export function listClasses(
    session: Session,
    draft: string | null,
    background: Background,
    texts: Texts,
    toPosition: (point: Point) => number,
): ListedClass[] {
    const listed: ListedClass[] = [],
        hasTexts = draft !== null || session.classes.some((one) => !one.places);
    const grey: Look = { color: parseColor(backgroundColor), visible: true, isBackground: true };
    if (background.names.length > 0) {
        const rows = background.isChosen
            ? background.names.flatMap((name) => texts.rows(name) ?? [])
            : (texts.backgroundRows(background.names) ?? []);
        listed.push({
            id: null,
            label: 'background',
            look: grey,
            text: null,
            scored: { isBackground: true, rows, place: null, isRest: false },
        });
    } else if (!hasTexts && session.classes.length > 0) {
        listed.push({
            id: null,
            label: 'everything else',
            look: grey,
            text: null,
            scored: { isBackground: true, rows: [], place: null, isRest: true },
        });
    }
    for (const one of session.classes) {
        const place: Place | null = one.places && {
            like: one.places.like.map(toPosition),
            unlike: one.places.unlike.map(toPosition),
        };
        listed.push({
            id: one.id,
            label: one.places ? one.text : labelOf(one.text),
            text: one.places ? null : one.text,
            look: { color: parseColor(one.color), visible: !one.isHidden, isBackground: false },
            scored: { isBackground: false, rows: place ? [] : (texts.rows(one.text) ?? []), place, isRest: false },
        });
    }
    if (draft !== null) {
        const color = nextColor(session.classes.map((one) => one.color));
        listed.push({
            id: null,
            label: labelOf(draft),
            text: draft,
            look: { color: parseColor(color), visible: true, isBackground: false },
            scored: { isBackground: false, rows: texts.rows(draft) ?? [], place: null, isRest: false },
        });
    }
    return listed;
}

/** The classes and settings as a question to the worker; `heat` is the class whose confidence is drawn, null draws all. */
export function toQuestion(
    listed: readonly ListedClass[],
    settings: Settings,
    side: Side,
    size: DrawnSize,
    heat: number | null,
): ScoreQuestion {
    return {
        kind: 'score',
        side,
        heat,
        minScore: settings.minScore,
        ...size,
        style: settings,
        classes: listed.map((one) => one.scored),
        looks: listed.map((one) => one.look),
        refinements: { promptDenoising: settings.promptDenoising, keySmoothing: settings.keySmoothing },
    };
}

/** Classes with their probabilities at a position, the greatest first. */
export function confidencesAt(
    listed: readonly ListedClass[],
    scored: Scored,
    answer: PhotoAnswer,
    position: number,
): { listed: ListedClass; confidence: number }[] {
    const positions = answer.grid.width * answer.grid.height;
    return listed
        .map((one, index) => ({ listed: one, confidence: scored.confidences[index * positions + position] ?? 0 }))
        .sort((a, b) => b.confidence - a.confidence);
}

/** The class whose heat is drawn: the one that is selected, or else the last. */
export function heatClass(listed: readonly ListedClass[], selected: number | null): number {
    const index = listed.findIndex((one) => one.id !== null && one.id === selected);
    return index >= 0 ? index : listed.length - 1;
}
