// The rules of axe-core on every state of the page, light and dark, wide and narrow; then the keyboard alone.
import { addNames, openScene, run, settled, violations } from './browser.mjs';

await run(async (open) => {
  const found = {};
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1440, 390]) {
      const page = await open({ colorScheme, viewport: { width, height: 844 } }), name = `${colorScheme} ${width}`;
      found[`${name} start`] = await violations(page);
      await openScene(page);
      await addNames(page, ['sky', 'grass', 'tree|bush=plant']);
      await page.fill('#draft', 'hou');
      await settled(page);
      found[`${name} names`] = await violations(page);
      await page.locator('.fields select').nth(1).selectOption({ index: 1 });
      await page.waitForSelector('.divider');
      await page.hover('.surface', { position: { x: 60, y: 60 } });
      found[`${name} compared`] = await violations(page);
      await page.context().close();
    }
  }
  const page = await open({ reducedMotion: 'reduce' });
  // Tab until the first scene has the focus.
  const focused = () => page.evaluate(() => {
    const at = document.activeElement, style = getComputedStyle(at);
    const visible = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return { tag: at.tagName, text: (at.getAttribute('aria-label') ?? at.textContent).trim(), visible, name: at.className };
  });
  let at = await focused();
  for (let i = 0; i < 20 && at.name !== 'scene'; i++) {
    await page.keyboard.press('Tab');
    at = await focused();
  }
  const reached = at.name;
  await page.keyboard.press('Enter');
  await page.waitForSelector('.frame');
  await page.waitForFunction(() => document.activeElement.id === 'draft');
  await page.keyboard.type('sky');
  await page.keyboard.press('Enter');
  await page.keyboard.type('grass');
  await page.keyboard.press('Enter');
  await settled(page);
  await page.keyboard.press('Shift+Tab');
  await page.focus('#draft');
  const stops = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const stop = await focused();
    if (stop.tag === 'BODY') break;
    stops.push(stop);
  }
  // The second class goes up by its handle.
  await page.focus('.chip:nth-child(2) .grip');
  await page.keyboard.press('ArrowUp');
  await settled(page);
  const order = await page.$$eval('.chip .name', (all) => all.map((one) => one.value));
  await page.waitForFunction(() => /\d %/.test(document.querySelector('[aria-live]').textContent), null, { timeout: 5000 });
  const spoken = await page.textContent('[aria-live]');
  const moving = await page.evaluate(() => document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 1).length);
  return { found, reached, stops, order, spoken, moving };
});
