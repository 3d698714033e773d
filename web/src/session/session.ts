import { nextColor } from './palette.js';
import { sameName } from './names.js';

/** A point of the photo, 0 to 1 from its left and its top: it stays where it is when a method has another grid. */
export interface Point {
    readonly x: number;
    readonly y: number;
}

/** A class: words, or places of the photo that somebody pointed at. */
export interface NamedClass {
    readonly id: number;
    /** As it was typed, such as `sofa|couch=seat`; for places only a label. */
    readonly text: string;
    readonly color: string;
    readonly isHidden: boolean;
    readonly places: { readonly like: readonly Point[]; readonly unlike: readonly Point[] } | null;
}

export interface Settings {
    /** null takes the model's own. */
    readonly method: string | null;
    /** The method on the other side of the slider; null shows one alone. */
    readonly compared: string | null;
    readonly opacity: number;
    readonly promptDenoising: number;
    readonly keySmoothing: number;
    readonly minScore: number;
    readonly edges: boolean;
    readonly heat: boolean;
    readonly patterns: boolean;
    readonly automaticBackground: boolean;
}

/** What a person made: it can be undone and, apart from places, shared. Nothing changes it after it was made. */
export interface Session {
    readonly classes: readonly NamedClass[];
    readonly background: readonly string[];
    readonly settings: Settings;
}

/** What is drawn as background. */
export interface Background {
    readonly names: readonly string[];
    /** Whether they were chosen for the other names: then each counts by itself, as the library does it; else they are one class's names. */
    readonly isChosen: boolean;
}

export const initialSettings: Settings = {
    method: null,
    compared: null,
    opacity: 0.6,
    promptDenoising: 0,
    keySmoothing: 0,
    minScore: 0,
    edges: false,
    heat: false,
    patterns: true,
    automaticBackground: true,
};

export const emptySession: Session = { classes: [], background: [], settings: initialSettings };

let lastId = 0;

export function withName(session: Session, text: string): Session {
    if (session.classes.some((one) => !one.places && sameName(one.text, text))) return session;
    return withClass(session, { text, places: null });
}

export function withPlace(session: Session, point: Point): Session {
    const number = session.classes.filter((one) => one.places).length + 1;
    return withClass(session, { text: `Place ${number}`, places: { like: [point], unlike: [] } });
}

/** Labels have eight bits, of which the background, what is being typed and what is ignored take a few. */
const maxClasses = 250;

function withClass(session: Session, made: Pick<NamedClass, 'text' | 'places'>): Session {
    if (session.classes.length >= maxClasses) return session;
    const color = nextColor(session.classes.map((one) => one.color));
    return { ...session, classes: [...session.classes, { id: ++lastId, color, isHidden: false, ...made }] };
}

export function withChanged(session: Session, id: number, change: Partial<NamedClass>): Session {
    return { ...session, classes: session.classes.map((one) => (one.id === id ? { ...one, ...change } : one)) };
}

export function without(session: Session, id: number): Session {
    return { ...session, classes: session.classes.filter((one) => one.id !== id) };
}

/** The same classes, one of them at another place in the list. */
export function withMoved(session: Session, id: number, to: number): Session {
    const classes = [...session.classes],
        from = classes.findIndex((one) => one.id === id);
    if (from < 0) return session;
    const [moved] = classes.splice(from, 1);
    classes.splice(Math.max(0, Math.min(to, classes.length)), 0, moved!);
    return { ...session, classes };
}

export function withSettings(session: Session, change: Partial<Settings>): Session {
    return { ...session, settings: { ...session.settings, ...change } };
}
