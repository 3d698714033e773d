// A photo from the camera: chromium's own picture of one, taken before the video has come and after.
import { opened, run } from './browser.mjs';

await run(async (open) => {
  const taken = [];
  for (const waits of [false, true]) {
    const page = await open({ permissions: ['camera'] });
    await page.click('text=Use the camera');
    await page.waitForSelector('dialog video', { state: 'attached' });
    if (waits) await page.waitForFunction(() => document.querySelector('dialog video').videoWidth > 0);
    await page.click('text=Take it');
    await opened(page);
    taken.push(await page.evaluate(() => {
      const { name, width, height } = document.querySelector('maskclip-page').workspace.photo;
      return { name, width, height, dialogs: document.querySelectorAll('dialog').length };
    }));
  }
  const page = await open({ permissions: ['camera'] });
  await page.click('text=Use the camera');
  await page.click('dialog >> text=Cancel');
  await page.waitForSelector('dialog', { state: 'detached' });
  return { taken, isAtStart: await page.isVisible('.start') };
}, { args: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] });
