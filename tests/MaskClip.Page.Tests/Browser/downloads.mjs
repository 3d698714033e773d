// Every file that the page offers, into the folder that is given.
import { join } from 'node:path';
import { addNames, given, openScene, run, settled } from './browser.mjs';

await run(async (open) => {
  const page = await open({ acceptDownloads: true });
  await openScene(page);
  await addNames(page, ['sky', 'grass', 'house', 'tree|bush=plant']);
  const save = async (labels, folder) => {
    const files = {};
    for (const label of labels) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(`.buttons >> text="${label}"`)]);
      files[label] = join(given[0], folder, download.suggestedFilename());
      await download.saveAs(files[label]);
    }
    return files;
  };
  const named = await save(['Overlay', 'Label PNG', 'COCO', 'labelme'], 'named');
  // With a place that was clicked, files are the browser's own.
  const box = await page.locator('.surface').boundingBox();
  await page.click('.surface', { position: { x: box.width * 0.75, y: box.height * 0.5 } });
  await page.waitForSelector('.marker');
  await settled(page);
  return { named, clicked: await save(['Overlay', 'Label PNG', 'COCO', 'labelme'], 'clicked') };
});
