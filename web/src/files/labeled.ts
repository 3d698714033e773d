import type { Rgb } from '../scoring/contrast.js';
import { grayPng } from './png.js';

/** A photo with the class of every pixel. */
export interface Labeled {
    readonly name: string;
    readonly width: number;
    readonly height: number;
    readonly labels: Uint8Array;
    readonly classes: readonly { readonly label: string; readonly isBackground: boolean; readonly color: Rgb }[];
}

/** A class's pixels: how many, and the box around them. */
interface Region {
    readonly index: number;
    readonly area: number;
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
}

/** What has pixels and is not background. */
function regions({ labels, width, classes }: Labeled): Region[] {
    const boxes = classes.map(() => ({ area: 0, left: Infinity, top: Infinity, right: -1, bottom: -1 }));
    labels.forEach((label, at) => {
        const box = boxes[label];
        if (!box) return;
        const x = at % width,
            y = Math.floor(at / width);
        box.area++;
        box.left = Math.min(box.left, x);
        box.right = Math.max(box.right, x);
        box.top = Math.min(box.top, y);
        box.bottom = Math.max(box.bottom, y);
    });
    return boxes
        .map(({ area, left, top, right, bottom }, index) => ({
            index,
            area,
            left,
            top,
            width: right - left + 1,
            height: bottom - top + 1,
        }))
        .filter((region) => region.area > 0 && !classes[region.index]!.isBackground);
}

/** COCO's instances: each class one annotation, its pixels as run lengths down the columns. */
export function toCoco(labeled: Labeled): string {
    const { name, width, height, classes } = labeled,
        categories = classes.map((one, id) => ({ id, name: one.label })).filter(({ id }) => !classes[id]!.isBackground);
    const annotations = regions(labeled).map((region, index) => ({
        id: index + 1,
        image_id: 1,
        category_id: region.index,
        area: region.area,
        bbox: [region.left, region.top, region.width, region.height],
        iscrowd: 0,
        segmentation: { size: [height, width], counts: runs(labeled, region.index) },
    }));
    return JSON.stringify({ images: [{ id: 1, file_name: name, width, height }], categories, annotations });
}

/** Lengths of what is not the class and what is, in turn, down the columns. */
function runs({ labels, width, height }: Labeled, index: number): number[] {
    const counts = [0];
    for (let x = 0, inside = false; x < width; x++) {
        for (let at = x; at < width * height; at += width) {
            if ((labels[at] === index) !== inside) {
                inside = !inside;
                counts.push(0);
            }
            counts[counts.length - 1]!++;
        }
    }
    return counts;
}

/** labelme's file: each class one mask, a picture of its box. */
export async function toLabelme(labeled: Labeled): Promise<string> {
    const { labels, width, height, name, classes } = labeled;
    const shapes = regions(labeled).map(async (region) => {
        const mask = new Uint8Array(region.width * region.height);
        for (let at = 0; at < mask.length; at++) {
            const x = region.left + (at % region.width),
                y = region.top + Math.floor(at / region.width);
            mask[at] = labels[y * width + x] === region.index ? 1 : 0;
        }
        const right = region.left + region.width - 1,
            bottom = region.top + region.height - 1;
        return {
            label: classes[region.index]!.label,
            points: [
                [region.left, region.top],
                [right, bottom],
            ],
            group_id: null,
            description: '',
            shape_type: 'mask',
            flags: {},
            mask: base64(await grayPng(mask, region.width, region.height)),
        };
    });
    const file = { version: '5.5.0', flags: {}, shapes: await Promise.all(shapes), imagePath: name, imageData: null };
    return JSON.stringify({ ...file, imageHeight: height, imageWidth: width });
}

function base64(bytes: Uint8Array): string {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
}
