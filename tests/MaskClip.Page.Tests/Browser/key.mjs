// A server that wants a key: the page asks for it, once.
import { addNames, given, openScene, run } from './browser.mjs';

await run(async (open) => {
  const page = await open();
  const asked = await page.waitForSelector('dialog[open] input').then(() => 1);
  await page.fill('dialog input', given[0]);
  await page.click('dialog >> text=Use it');
  await page.waitForSelector('dialog', { state: 'detached' });
  await openScene(page);
  await addNames(page, ['sky', 'grass']);
  const shares = await page.$$eval('.chip .share', (all) => all.map((one) => one.textContent));
  return { asked, again: await page.$$eval('dialog', (all) => all.length), shares };
});
