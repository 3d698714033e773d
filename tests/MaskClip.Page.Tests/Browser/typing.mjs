// How long it is from a key to colored pixels, measured beside the page's own clock: putImageData and the frame after it.
import { addNames, openScene, run } from './browser.mjs';

await run(async (open) => {
  const page = await open();
  await openScene(page);
  const names = ['sky', 'mountain', 'water', 'grass', 'sun', 'cloud', 'boat', 'house', 'tree', 'cow', 'cat', 'train', 'car',
    'umbrella', 'road', 'fence', 'flower', 'bird', 'snow'];
  await addNames(page, names);
  await page.evaluate(() => {
    const first = document.querySelector('canvas.layer'), put = CanvasRenderingContext2D.prototype.putImageData;
    globalThis.painted = [];
    let former = 0;
    CanvasRenderingContext2D.prototype.putImageData = function (data, ...rest) {
      put.call(this, data, ...rest);
      if (this.canvas !== first) return;
      const words = new Uint32Array(data.data.buffer);
      let hash = 0;
      for (let i = 0; i < words.length; i += 7) hash = (Math.imul(hash, 31) + words[i]) | 0;
      const changed = hash !== former;
      former = hash;
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => globalThis.painted.push({ at: performance.now(), changed });
        channel.port2.postMessage(null);
      });
    };
    document.querySelector('#draft').addEventListener('keydown', (event) => { globalThis.pressed = event.timeStamp; });
  });
  const times = [];
  let changes = 0;
  await page.focus('#draft');
  for (const key of 'balloon|airship=air') {
    await page.evaluate(() => { globalThis.painted.length = 0; });
    await page.keyboard.press(key);
    const { time, changed } = await page.waitForFunction(() => {
      const { painted, pressed } = globalThis;
      return painted.length > 0 && { time: painted[0].at - pressed, changed: painted[0].changed };
    }).then((handle) => handle.jsonValue());
    times.push(time);
    if (changed) changes++;
    await page.waitForTimeout(60);
  }
  const shown = await page.$$eval('.timings dd', (steps) => Object.fromEntries(steps.map((step) => [step.dataset.step, step.textContent])));
  return { times: times.map((time) => Math.round(time * 10) / 10), changes, shown, classes: names.length + 1 };
});
