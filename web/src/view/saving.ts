import { toCoco, toLabelme } from '../files/labeled.js';
import { indexedPng } from '../files/png.js';
import { ignored } from '../scoring/labels.js';
import type { Workspace } from '../workspace/workspace.js';
import { renamed } from './format.js';

/** The photo with its colors, as it is shown, at its own size. */
export async function overlayOf(workspace: Workspace): Promise<Blob | null> {
    const { photo } = workspace,
        painted = await workspace.atFullSize();
    if (!photo || !painted) return null;
    const picture = new Image();
    picture.src = photo.url;
    await picture.decode();
    const canvas = new OffscreenCanvas(painted.width, painted.height),
        context = canvas.getContext('2d')!;
    context.drawImage(picture, 0, 0, painted.width, painted.height);
    context.drawImage(await createImageBitmap(new ImageData(painted.pixels, painted.width, painted.height)), 0, 0);
    return canvas.convertToBlob({ type: 'image/png' });
}

const endings = { overlay: '.overlay.png', png: '.png', coco: '.coco.json', labelme: '.json' } as const;

export type Format = keyof typeof endings;

/** A file of the wanted form. */
export async function save(workspace: Workspace, format: Format): Promise<void> {
    const blob =
        format === 'overlay'
            ? await overlayOf(workspace)
            : hasPlaces(workspace)
              ? await ownFile(workspace, format)
              : await workspace.file(format);
    if (!blob || !workspace.photo) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = renamed(workspace.photo.name, endings[format]);
    link.click();
    // The browser reads the address after this turn.
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Places have no words that the server could be asked for: with them, files are made of what is shown. */
function hasPlaces(workspace: Workspace): boolean {
    return workspace.listed.some((one) => one.scored.place !== null);
}

async function ownFile(workspace: Workspace, format: Exclude<Format, 'overlay'>): Promise<Blob | null> {
    const { photo, listed } = workspace,
        shown = await workspace.atFullSize();
    if (!photo || !shown) return null;
    const classes = listed.map((one) => ({ label: one.label, isBackground: one.look.isBackground, color: one.look.color }));
    const labeled = { name: photo.name, width: shown.width, height: shown.height, labels: shown.labels, classes };
    switch (format) {
        case 'png': {
            // As the library numbers masks: 0 is the background or nothing.
            const first = classes[0]!.isBackground ? 0 : 1,
                colors = classes.map((one) => one.color);
            const values = first === 0 ? shown.labels : shown.labels.map((label) => (label === ignored ? ignored : label + 1));
            const png = await indexedPng(values, shown.width, shown.height, first === 0 ? colors : [[0, 0, 0], ...colors]);
            return new Blob([png], { type: 'image/png' });
        }
        case 'coco':
            return new Blob([toCoco(labeled)], { type: 'application/json' });
        case 'labelme':
            return new Blob([await toLabelme(labeled)], { type: 'application/json' });
    }
}
