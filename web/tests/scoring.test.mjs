import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { load } from './load.mjs';

const [half, { FeatureMap }, scores, labels, { axis }, places, patterns, paint, close] = await load(
  'scoring/half', 'scoring/featureMap', 'scoring/scores', 'scoring/labels', 'scoring/axis', 'scoring/places', 'scoring/patterns',
  'scoring/paint');
after(close);

/** Numbers of a generator that always begins alike (mulberry32). */
function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

test('all halves become the numbers they are', () => {
  const bits = Uint16Array.from({ length: 65536 }, (_, i) => i), numbers = half.fromHalf(bits.buffer);
  assert.equal(numbers[0x3c00], 1);
  assert.equal(numbers[0xc000], -2);
  assert.equal(numbers[0x0001], 2 ** -24);
  assert.equal(numbers[0x7bff], 65504);
  assert.equal(numbers[0x7c00], Infinity);
  assert.ok(Number.isNaN(numbers[0x7e00]));
  for (let i = 1; i < 0x7c00; i++) assert.ok(numbers[i] > numbers[i - 1]);
});

function map(positions, size, next) {
  const bits = Uint16Array.from({ length: positions * size }, () => Math.floor(next() * 0x3c00) | (next() < 0.5 ? 0x8000 : 0));
  return new FeatureMap({ width: positions, height: 1, size, shiftX: 0, shiftY: 0, logitScale: 10, presence: 0, keySize: size,
    features: bits.buffer, keys: bits.buffer.slice(0), surroundings: null });
}

const named = (...rows) => rows.map((row) => ({ isBackground: false, rows: [row], place: null, isRest: false }));

test('a name scores what the dot product says, whatever the vector\'s length', () => {
  const next = dice(1);
  for (const size of [1, 3, 4, 7, 64]) {
    const one = map(9, size, next), vector = Float32Array.from({ length: size }, () => next() - 0.5);
    const result = scores.score(one, named(['a']), new Map([['a', vector]]), { promptDenoising: 0, keySmoothing: 0 });
    for (let p = 0; p < 9; p++) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += vector[i] * one.features.values[i * 9 + p];
      assert.ok(Math.abs(sum - result.values[p]) < 1e-5, `${size}: ${sum} ${result.values[p]}`);
    }
  }
});

test('labels are those of the greatest interpolated score at every pixel', () => {
  const next = dice(2), rows = 6, height = 37, width = 53, down = axis(5, height, 0.25), across = axis(7, width, 0);
  const values = Float32Array.from({ length: rows * 35 }, () => Math.fround(next()));
  const made = labels.label({ values, classOfRow: Int32Array.from({ length: rows }, (_, i) => i), confidences: values }, down, across, 0);
  let different = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let best = -1, most = -Infinity;
      for (let row = 0; row < rows; row++) {
        const at = (r, c) => values[row * 35 + Math.min(r, 4) * 7 + Math.min(c, 6)];
        const r = down.line[y], c = across.line[x], f = down.fraction[y], g = across.fraction[x];
        const value = (1 - f) * ((1 - g) * at(r, c) + g * at(r, c + 1)) + f * ((1 - g) * at(r + 1, c) + g * at(r + 1, c + 1));
        if (value > most) [best, most] = [row, value];
      }
      if (made[y * width + x] !== best) different++;
    }
  }
  // Equal to the last digit two rows may win either way.
  assert.ok(different <= 1, `${different} pixels`);
});

test('what no class is sure of has no label', () => {
  const values = Float32Array.from([1, 0, 0, 1]), confidences = Float32Array.from([0.9, 0.4, 0.1, 0.6]);
  const scored = { values, classOfRow: Int32Array.from([0, 1]), confidences };
  assert.deepEqual([...labels.label(scored, axis(1, 1, 0), axis(2, 2, 0), 0.7)], [0, labels.ignored]);
});

test('a class that is nowhere confident is taken out, and one always stays', () => {
  const one = map(4, 2, dice(3)), vectors = new Map([['a', Float32Array.of(1, 0)], ['b', Float32Array.of(0.9, 0)]]);
  const all = scores.score(one, named(['a'], ['b']), vectors, { promptDenoising: 1, keySmoothing: 0 });
  const left = [0, 1].filter((row) => all.values[row * 4] > -100);
  assert.equal(left.length, 1);
});

test('a place takes the positions that are like it, and not those that are like what is not meant', () => {
  // Three groups of positions with features that are alike inside each.
  const groups = [0, 0, 0, 1, 1, 1, 2, 2], bits = new Uint16Array(3 * 8);
  groups.forEach((group, p) => { bits[group * 8 + p] = 0x3c00; });
  const one = new FeatureMap({ width: 8, height: 1, size: 3, shiftX: 0, shiftY: 0, logitScale: 100, presence: 0, keySize: 3,
    features: bits.buffer, keys: null, surroundings: null });
  assert.deepEqual([...places.placeScores(one, { like: [0], unlike: [] })].map((value) => value > 0), groups.map((group) => group === 0));
  const both = places.placeScores(one, { like: [0, 3], unlike: [] });
  assert.deepEqual([...both].map((value) => value > 0), groups.map((group) => group < 2));
  const less = places.placeScores(one, { like: [0, 3], unlike: [4] });
  assert.deepEqual([...less].map((value) => value > 0), groups.map((group) => group === 0));
});

test('classes of alike colors that touch have different patterns, the rest have none', () => {
  const labelled = Uint8Array.from({ length: 60 * 60 }, (_, i) => Math.floor((i % 60) / 20));
  const look = (color) => ({ color, visible: true, isBackground: false });
  const looks = [look([20, 40, 160]), look([150, 10, 40]), look([250, 220, 80])];
  const chosen = patterns.choosePatterns(paint.countLabels(labelled, 60), looks);
  assert.notEqual(chosen[0], chosen[1]);
  assert.equal(chosen[0], 0);
  assert.equal(chosen[2], 0);
});
