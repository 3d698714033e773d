import { messageOf } from '../errors.js';
import { axis, enlarge } from './axis.js';
import { FeatureMap } from './featureMap.js';
import { label } from './labels.js';
import { countLabels, paintHeat, paintLabels, type DrawingStyle, type Look, type Pixels } from './paint.js';
import { choosePatterns } from './patterns.js';
import type { Answer, Painted, Question, Scored, ScoreQuestion, Side } from './protocol.js';
import { score } from './scores.js';

/** There are no names yet, so that the photo is all there is to see beside it. */
const similarityOpacity = 0.72;

const maps: Partial<Record<Side, FeatureMap>> = {};
const vectors = new Map<string, Float32Array>();

self.onmessage = ({ data }: MessageEvent<Question & { number: number }>) => {
    const transfer: Transferable[] = [];
    let answer: Answer;
    try {
        answer = { number: data.number, value: reply(data, transfer) };
    } catch (error) {
        answer = { number: data.number, error: messageOf(error) };
    }
    self.postMessage(answer, { transfer });
};

function reply(question: Question, transfer: Transferable[]): unknown {
    switch (question.kind) {
        case 'map':
            if (question.map) maps[question.side] = new FeatureMap(question.map);
            else delete maps[question.side];
            return null;
        case 'vectors':
            for (const [name, vector] of question.vectors) vectors.set(name, vector);
            return null;
        case 'forget':
            vectors.clear();
            return null;
        case 'score': {
            const scored = answerScore(question);
            transfer.push(scored.pixels.buffer, scored.labels.buffer, scored.scores.buffer, scored.confidences.buffer);
            return scored;
        }
        case 'paint': {
            const painted = paint(question.labels, question.width, question.looks, question.style);
            transfer.push(painted.pixels.buffer);
            return painted;
        }
        case 'similarity': {
            const map = mapOf(question.side),
                pixels = heat(map, map.similarity([question.position]), question.width, question.height, similarityOpacity);
            transfer.push(pixels.buffer);
            return pixels;
        }
    }
}

function mapOf(side: Side): FeatureMap {
    const map = maps[side];
    if (!map) throw new Error('There is no photo yet.');
    return map;
}

function answerScore(question: ScoreQuestion): Scored {
    const map = mapOf(question.side),
        begin = performance.now();
    const scores = score(map, question.classes, vectors, question.refinements),
        scored = performance.now();
    const { scores: values, confidences } = scores;
    if (question.heat !== null) {
        const row = confidences.subarray(question.heat * map.positions, (question.heat + 1) * map.positions);
        const pixels = heat(map, row, question.width, question.height, question.style.opacity);
        return {
            pixels,
            shares: [],
            patterns: new Uint8Array(question.classes.length),
            labels: new Uint8Array(0),
            scores: values,
            confidences,
            scoreMs: scored - begin,
            paintMs: performance.now() - scored,
        };
    }
    const labels = new Uint8Array(
        label(scores, axis(map.height, question.height, map.shiftY), axis(map.width, question.width, map.shiftX), question.minScore),
    );
    const painted = paint(labels, question.width, question.looks, question.style);
    return {
        ...painted,
        labels,
        scores: values,
        confidences,
        scoreMs: scored - begin,
        paintMs: performance.now() - scored,
    };
}

function paint(labels: Uint8Array, width: number, looks: readonly Look[], style: DrawingStyle): Painted {
    const counts = countLabels(labels, width);
    const patterns = style.patterns ? choosePatterns(counts, looks) : new Uint8Array(looks.length);
    return {
        pixels: paintLabels(labels, width, looks, patterns, style.opacity),
        shares: looks.map((_, index) => counts.pixels[index]! / labels.length),
        patterns,
    };
}

function heat(map: FeatureMap, values: Float32Array, width: number, height: number, opacity: number): Pixels {
    return paintHeat(enlarge(values, axis(map.height, height, map.shiftY), axis(map.width, width, map.shiftX)), opacity);
}
