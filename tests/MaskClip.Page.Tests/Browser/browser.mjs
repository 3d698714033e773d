// What every script of this folder needs: the page in chromium, and an answer as one line of JSON.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.MASKCLIP_NPM}/package.json`);
const { chromium } = require('playwright-core');

/** The first photo waits until its model is loaded, on a machine that others use too. */
const patience = 120_000;

export const [url, ...given] = process.argv.slice(2);

/** Runs a script against the page; what it gives back is the answer, with what the page complained of. */
export async function run(script, options = {}) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // No name is resolved: whatever the page needs must come from the server.
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', ...options.args ?? []],
  });
  const errors = [], requests = [];
  const open = async (context = {}, hash = '') => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, ...context })).newPage();
    page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(`${url}/${hash}`);
    await page.waitForSelector('.start, .frame');
    return page;
  };
  try {
    const result = await script(open);
    console.log(JSON.stringify({ ...result, errors, requests }));
  } finally {
    await browser.close();
  }
}

/** Opens one of the drawn scenes. */
export async function openScene(page, number = 1) {
  await page.click(`.scene >> nth=${number - 1}`);
  await opened(page);
}

/** Waits until the photo is there; what the page says instead is the error. */
export async function opened(page) {
  const first = await page.waitForSelector('.frame, .problem', { timeout: patience });
  if (await first.evaluate((one) => one.className === 'problem')) throw new Error(`The page says: ${await first.textContent()}`);
}

/** Types names, each ended by Enter, and waits until they are colored. */
export async function addNames(page, names) {
  for (const name of names) {
    await page.fill('#draft', name);
    await page.press('#draft', 'Enter');
  }
  await settled(page);
}

/** Waits until nothing is under way: every class has its share. */
export async function settled(page) {
  await page.waitForFunction(() => {
    const { workspace } = document.querySelector('maskclip-page');
    const texts = workspace.listed.map((one) => one.text ?? one.label);
    return workspace.busy === null && !workspace.latest.running
      && workspace.session.classes.every((one) => texts.includes(one.text));
  });
  await page.evaluate(() => document.querySelector('maskclip-page').updateComplete);
}

export const axe = () => readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Violations of the accessibility rules, each with what it is about. */
export async function violations(page) {
  // Through the debugger: the page's content policy allows no script of others.
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe() });
  const found = await page.evaluate(async () => (await globalThis.axe.run()).violations);
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
}
