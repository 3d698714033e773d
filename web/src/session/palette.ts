/**
 * Colors of classes, dark and light in turn: every dark one and every light one differ by 3:1 or more (a test looks), so that
 * neighbors in the list can be told apart where they touch. Where two of one kind touch, one gets a pattern.
 */
export const palette = [
    '#1d4ed8',
    '#fbbf24',
    '#be123c',
    '#5eead4',
    '#7e22ce',
    '#a3e635',
    '#9a3412',
    '#f9a8d4',
    '#166534',
    '#7dd3fc',
    '#334155',
    '#fdba74',
] as const;

export const backgroundColor = '#8a94a6';

/** The first color that no class has, or else the one used least. */
export function nextColor(used: readonly string[]): string {
    const counts = palette.map((color) => used.filter((other) => other === color).length);
    return palette[counts.indexOf(Math.min(...counts))]!;
}
