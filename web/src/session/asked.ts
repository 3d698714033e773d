import { parseDraft, sameName } from './names.js';
import type { Background, Session } from './session.js';
import type { Surroundings } from './surroundings.js';

/** A draft as a name that can be asked for; null where there is none or a class has it already. */
export function nameOf(draft: string, session: Session): string | null {
    const name = parseDraft(draft);
    return name && !session.classes.some((one) => !one.places && sameName(one.text, name)) ? name : null;
}

/** What is asked for by words, with what is being typed. */
export function namesOf(session: Session, draft: string | null): readonly string[] {
    const names = session.classes.filter((one) => !one.places).map((one) => one.text);
    return draft ? [...names, draft] : names;
}

/** What is drawn as background: the names that were given or, where none was, what surrounds the things that are named. */
export function backgroundOf(session: Session, names: readonly string[], surroundings: Surroundings | null): Background {
    const { background, settings } = session;
    if (names.length === 0) return { names: [], isChosen: false };
    if (background.length > 0 || !settings.automaticBackground) return { names: background, isChosen: false };
    return { names: surroundings?.around(names) ?? [], isChosen: true };
}
