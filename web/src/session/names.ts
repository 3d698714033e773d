/** A class as people write it: `sofa|couch=seat` asks for a sofa and a couch, and what is found is called seat. */
export interface ParsedName {
    readonly label: string;
    readonly synonyms: readonly string[];
}

const maxLength = 1000;

/** Reads a name; null where it cannot be one yet. An equals sign in a name is written twice. */
export function parseName(text: string): ParsedName | null {
    const parts = [''];
    for (let i = 0; i < text.length; i++) {
        if (text[i] !== '=') parts[parts.length - 1] += text[i]!;
        else if (text[i + 1] === '=') {
            parts[parts.length - 1] += '=';
            i++;
        } else parts.push('');
    }
    if (parts.length > 2 || text.length > maxLength) return null;
    const synonyms = parts[0]!.split('|').map((name) => name.trim());
    const label = parts.length === 1 ? synonyms[0]! : parts[1]!.trim();
    if (!label || (label.includes('|') && parts.length > 1) || synonyms.some((name) => !name)) return null;
    return { label, synonyms };
}

/** As much of what is being typed as can be asked for: what ends in `|` or `=` goes on, and what is there counts already. */
export function parseDraft(text: string): string | null {
    const trimmed = text
        .trim()
        .replace(/\s*[|]\s*$/, '')
        .replace(/(^|[^=])=\s*$/, '$1')
        .trim();
    return trimmed && parseName(trimmed) ? trimmed : null;
}

export function labelOf(text: string): string {
    return parseName(text)?.label ?? text;
}

/** Several names that were typed or pasted at once. */
export function splitNames(text: string): string[] {
    return text
        .split(/[,;\n\t]/)
        .map((name) => name.trim())
        .filter((name) => name && parseName(name));
}

/** Whether two names ask for the same thing. */
export function sameName(a: string, b: string): boolean {
    return a.trim().toLowerCase() === b.trim().toLowerCase();
}
