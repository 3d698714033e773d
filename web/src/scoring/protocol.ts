import type { MapMessage } from './featureMap.js';
import type { DrawingStyle, Look, Pixels } from './paint.js';
import type { Refinements, ScoredClass } from './scores.js';

/** Which of the two feature maps: that of the method, or that of the one it is compared with. */
export type Side = 'first' | 'second';

/** What the page asks of its worker; every question has an answer of the same number. */
export type Question =
    | { readonly kind: 'map'; readonly side: Side; readonly map: MapMessage | null }
    | { readonly kind: 'vectors'; readonly vectors: readonly (readonly [string, Float32Array])[] }
    | { readonly kind: 'forget' }
    | ScoreQuestion
    | {
          readonly kind: 'paint';
          readonly labels: Uint8Array;
          readonly width: number;
          readonly looks: readonly Look[];
          readonly style: DrawingStyle;
      }
    | {
          readonly kind: 'similarity';
          readonly side: Side;
          readonly position: number;
          readonly width: number;
          readonly height: number;
      };

export interface ScoreQuestion {
    readonly kind: 'score';
    readonly side: Side;
    readonly classes: readonly ScoredClass[];
    readonly looks: readonly Look[];
    readonly refinements: Refinements;
    readonly minScore: number;
    readonly width: number;
    readonly height: number;
    /** The class whose confidence is drawn as heat; null draws labels. */
    readonly heat: number | null;
    readonly style: DrawingStyle;
}

export interface Painted {
    readonly pixels: Pixels;
    /** Shares of the classes, 0 to 1; none where heat was drawn. */
    readonly shares: readonly number[];
    readonly patterns: Uint8Array;
}

export interface Scored extends Painted {
    readonly labels: Uint8Array<ArrayBuffer>;
    /** Cosines of classes or, where keys were smoothed, sums of probabilities: `[classes, positions]`. */
    readonly scores: Float32Array<ArrayBuffer>;
    /** Probabilities, `[classes, positions]`. */
    readonly confidences: Float32Array<ArrayBuffer>;
    readonly scoreMs: number;
    readonly paintMs: number;
}

export interface Answers {
    map: null;
    vectors: null;
    forget: null;
    score: Scored;
    paint: Painted;
    similarity: Pixels;
}

export type Answer = { readonly number: number; readonly value: unknown } | { readonly number: number; readonly error: string };
