// What the page scores and labels, at the photo's own size, for the settings that are given as JSON.
import { readFileSync } from 'node:fs';
import { given, opened, run } from './browser.mjs';

const { photo, name, scene, names, background, settings } = JSON.parse(readFileSync(given[0], 'utf8'));

await run(async (open) => {
  const page = await open();
  if (scene) await page.click(`.scene >> nth=${scene - 1}`);
  else await page.setInputFiles('input[type=file]', { name, mimeType: 'image/png', buffer: readFileSync(photo) });
  await opened(page);
  return page.evaluate(async ({ names, background, settings }) => {
    const { workspace } = document.querySelector('maskclip-page'), { session } = workspace;
    let id = 1000;
    workspace.go({ classes: names.map((text) => ({ id: id++, text, color: '#1d4ed8', isHidden: false, places: null })), background,
      settings: { ...session.settings, automaticBackground: false, ...settings } });
    const waits = () => workspace.latest.running || workspace.listed.length < names.length
      || (settings.automaticBackground && !(workspace.surroundings.isFor(names) && workspace.listed[0].look.isBackground));
    while (waits()) await new Promise((resolve) => setTimeout(resolve, 20));
    const full = await workspace.atFullSize(), answer = workspace.answer('first'), { scores, confidences } = workspace.scored.first;
    const base64 = (array) => {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      let text = '';
      for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
      return btoa(text);
    };
    return { id: answer.id, model: answer.model, method: answer.method, width: full.width, height: full.height, labels: base64(full.labels),
      scores: base64(scores), confidences: base64(confidences), problem: workspace.problem };
  }, { names, background, settings });
});
