import { parseName } from './names.js';
import { emptySession, initialSettings, withName, withSettings, type Session, type Settings } from './session.js';

/** What a link says: names and settings, and which of the drawn scenes; never a photo, nor places in one. */
export interface Shared {
    readonly session: Session;
    readonly scene: number | null;
}

const numbers = { o: 'opacity', d: 'promptDenoising', k: 'keySmoothing', s: 'minScore' } as const;
const switches = { e: 'edges', h: 'heat', p: 'patterns', a: 'automaticBackground' } as const;
const words = { m: 'method', c: 'compared' } as const;

/** Behind the `#` of an address, which browsers do not send to servers. */
export function toFragment({ session, scene }: Shared): string {
    const search = new URLSearchParams();
    if (scene !== null) search.set('scene', String(scene));
    for (const one of session.classes) if (!one.places) search.append('n', one.text);
    for (const name of session.background) search.append('b', name);
    const { settings } = session;
    for (const [key, name] of Object.entries(numbers)) {
        if (settings[name] !== initialSettings[name]) search.set(key, String(Math.round(settings[name] * 100) / 100));
    }
    for (const [key, name] of Object.entries(switches)) {
        if (settings[name] !== initialSettings[name]) search.set(key, settings[name] ? '1' : '0');
    }
    for (const [key, name] of Object.entries(words)) {
        const value = settings[name];
        if (value) search.set(key, value);
    }
    return search.toString();
}

/** Reads a link; what it cannot say is passed over, since anybody can write one. */
export function fromFragment(fragment: string): Shared {
    const search = new URLSearchParams(fragment.replace(/^#/, ''));
    const background = search
        .getAll('b')
        .filter((name) => parseName(name))
        .slice(0, 100);
    let session: Session = { ...emptySession, background };
    for (const name of search.getAll('n').slice(0, 200)) if (parseName(name)) session = withName(session, name);
    const change: Partial<Record<keyof Settings, number | boolean | string>> = {};
    for (const [key, name] of Object.entries(numbers)) {
        const value = Number(search.get(key) ?? Number.NaN);
        if (value >= 0 && value <= 1) change[name] = value;
    }
    for (const [key, name] of Object.entries(switches)) {
        const value = search.get(key);
        if (value === '1' || value === '0') change[name] = value === '1';
    }
    for (const [key, name] of Object.entries(words)) {
        const value = search.get(key);
        if (value && /^[\w-]{1,64}$/.test(value)) change[name] = value;
    }
    const scene = Number(search.get('scene') ?? Number.NaN);
    return {
        session: withSettings(session, change as Partial<Settings>),
        scene: Number.isInteger(scene) && scene > 0 ? scene : null,
    };
}
