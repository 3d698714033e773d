// Pointing: similarity without any name, a click that becomes a class, clicks that are averaged, a place that is not meant.
import { openScene, run, settled } from './browser.mjs';

const inked = (page, index) => page.$$eval('canvas.layer', (all, at) => {
  const canvas = all[at];
  if (canvas.width === 0) return 0;
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i] > 0) count++;
  return count / (data.length / 4);
}, index);

await run(async (open) => {
  const page = await open();
  await openScene(page);
  const box = await page.locator('.surface').boundingBox(), at = (x, y) => ({ position: { x: box.width * x, y: box.height * y } });
  await page.hover('.surface', at(0.5, 0.15));
  await page.waitForFunction(() => document.querySelectorAll('canvas.layer')[2].width === 160);
  await page.waitForTimeout(300);
  const similar = await inked(page, 2);
  await page.click('.surface', at(0.5, 0.15));
  await page.waitForSelector('.chip');
  await settled(page);
  const state = () => page.evaluate(() => {
    const { workspace } = document.querySelector('maskclip-page');
    return { labels: workspace.listed.map((one) => one.label), shares: workspace.shares,
      places: workspace.session.classes.map((one) => one.places) };
  });
  const first = await state(), colored = await inked(page, 0);
  await page.click('.surface', at(0.3, 0.1));
  await settled(page);
  const second = await state();
  await page.click('.surface', { ...at(0.5, 0.9), modifiers: ['Shift'] });
  await settled(page);
  const third = await state();
  await page.keyboard.press('Control+z');
  await settled(page);
  const undone = await state();
  await page.keyboard.press('Control+Shift+z');
  await settled(page);
  const again = await state();
  // The same by keyboard alone: arrows point, Enter makes a class.
  await page.click('.chip .icon[title=Remove]');
  await settled(page);
  await page.focus('.surface');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.chip');
  await settled(page);
  const markers = await page.$$eval('.marker', (all) => all.length);
  return { similar, colored, first, second, third, undone, again, byKeyboard: await state(), markers };
});
