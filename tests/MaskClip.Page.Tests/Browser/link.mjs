// A link gives names and settings to somebody else, and never the photo.
import { addNames, openScene, run, settled } from './browser.mjs';

const state = (page) => page.evaluate(() => {
  const { session } = document.querySelector('maskclip-page').workspace;
  return { names: session.classes.map((one) => one.text), background: session.background, settings: session.settings };
});

await run(async (open) => {
  const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await openScene(page, 2);
  await addNames(page, ['cat', 'sofa|couch=seat', 'a & b']);
  await page.fill('#background', 'wall, floor');
  await page.press('#background', 'Enter');
  await page.locator('#promptDenoising').fill('0.3');
  await page.locator('#opacity').fill('0.4');
  await settled(page);
  await page.click('text=Link');
  await page.waitForSelector('text=Copied');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.click('text=Command');
  const command = await page.evaluate(() => navigator.clipboard.readText());
  await page.click('text=C#');
  const csharp = await page.evaluate(() => navigator.clipboard.readText());
  const made = await state(page);
  const other = await open({}, new URL(link).hash);
  await other.waitForSelector('.frame');
  await settled(other);
  const shares = await other.$$eval('.chip .share', (all) => all.map((one) => one.textContent));
  return { link, command, csharp, made, restored: await state(other), shares };
});
