// The page at three widths, as pictures in the folder that is given; nothing may be wider than the window.
import { join } from 'node:path';
import { addNames, given, openScene, run } from './browser.mjs';

await run(async (open) => {
  const overflow = {};
  for (const [width, height, colorScheme] of [[1440, 900, 'light'], [1024, 768, 'dark'], [390, 844, 'light']]) {
    const page = await open({ viewport: { width, height }, colorScheme });
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    overflow[`${width} start`] = await wide();
    await page.waitForFunction(() => [...document.images].every((one) => one.complete));
    await page.screenshot({ path: join(given[0], `start-${width}.png`), fullPage: true });
    await openScene(page);
    await addNames(page, ['sky', 'mountain', 'water', 'grass', 'sun', 'cloud', 'house', 'tree', 'cow', 'cat']);
    await page.click('text=Follow edges');
    await page.locator('#draft').pressSequentially('balloon', { delay: 150 });
    await page.waitForSelector('[data-step=edges]', { timeout: 120_000 });
    overflow[`${width} names`] = await wide();
    await page.screenshot({ path: join(given[0], `names-${width}.png`), fullPage: width < 500 });
  }
  return { overflow };
});
