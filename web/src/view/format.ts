const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Milliseconds as short as they can be read. */
export function milliseconds(value: number | null): string {
    if (value === null) return '–';
    return value < 10 ? `${tenths.format(value)} ms` : `${whole.format(value)} ms`;
}

export function percent(share: number): string {
    const value = share * 100;
    return value > 0 && value < 1 ? '<1 %' : `${whole.format(value)} %`;
}

/** A file's name with another ending. */
export function renamed(name: string, ending: string): string {
    return `${name.replace(/\.[^.]*$/, '') || 'photo'}${ending}`;
}
