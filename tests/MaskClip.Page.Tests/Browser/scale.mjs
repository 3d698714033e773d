// The size that the page is made for: 28x28 positions, 512 numbers, twenty names. The worker is given a map of that size with regions
// of four by four positions, so about as many borders as a busy photo has.
import { openScene, run } from './browser.mjs';

await run(async (open) => {
  const page = await open();
  await openScene(page);
  return page.evaluate(async () => {
    const { workspace } = document.querySelector('maskclip-page'), { scorer } = workspace;
    const width = 28, height = 28, size = 512, names = 20, positions = width * height;
    let seed = 1;
    const next = () => ((seed = (Math.imul(seed, 1664525) + 1013904223) | 0) >>> 0) / 4294967296;
    const half = () => Math.floor(next() * 0x2c00) | (next() < 0.5 ? 0x8000 : 0), bits = new Uint16Array(size * positions);
    for (let at = 0; at < bits.length; at++) {
      const x = at % width, y = Math.floor(at / width) % height;
      bits[at] = x % 4 > 0 ? bits[at - 1] : y % 4 > 0 ? bits[at - width] : half();
    }
    await scorer.ask({ kind: 'map', side: 'first', map: { width, height, size, shiftX: 0, shiftY: 0, logitScale: 100, presence: 0,
      keySize: 0, features: bits.buffer, keys: null, surroundings: null } });
    const canvas = document.createElement('canvas');
    canvas.width = 960;
    canvas.height = 672;
    document.body.append(canvas);
    const context = canvas.getContext('2d');
    const results = { all: [], one: [], allScore: [], oneScore: [], paint: [] };
    for (let round = 0; round < 12; round++) {
      const texts = Array.from({ length: names }, (_, i) => [`${round}-${i}`, Float32Array.from({ length: size }, () => next() - 0.5)]);
      const classes = texts.map(([text]) => ({ isBackground: false, rows: [[text]], place: null, isRest: false }));
      const looks = texts.map((_, i) => ({ color: [i * 12, 255 - i * 12, 128], visible: true, isBackground: false }));
      // All twenty names are new to the photo at first; then one of them is, as while typing.
      for (const kind of ['all', 'one']) {
        const begin = performance.now();
        const fresh = kind === 'all' ? texts : [['typed' + round, texts[0][1]]];
        void scorer.ask({ kind: 'vectors', vectors: fresh });
        if (kind === 'one') classes[0] = { ...classes[0], rows: [[fresh[0][0]]] };
        const scored = await scorer.ask({ kind: 'score', side: 'first', heat: null, minScore: 0, width: 960, height: 672, classes, looks,
          style: { opacity: 0.6, patterns: true }, refinements: { promptDenoising: 0, keySmoothing: 0 } });
        context.putImageData(new ImageData(scored.pixels, 960, 672), 0, 0);
        await new Promise((resolve) => requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = resolve;
          channel.port2.postMessage(null);
        }));
        results[kind].push(performance.now() - begin);
        results[`${kind}Score`].push(scored.scoreMs);
        results.paint.push(scored.paintMs);
      }
    }
    const least = Object.fromEntries(Object.entries(results).map(([name, times]) => [name, Math.min(...times)]));
    const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
    const middle = Object.fromEntries(Object.entries(results).map(([name, times]) => [name, median(times)]));
    return { least, middle };
  });
});
