/** Drives the built page in a real Chromium against a real Andon. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startAndon } from './andon.mjs';
import { BoardPage } from './board.mjs';
import * as access from './scenarios/access.mjs';
import * as figures from './scenarios/figures.mjs';
import * as lot from './scenarios/lot.mjs';
import * as narrowing from './scenarios/narrowing.mjs';
import * as tabs from './scenarios/tabs.mjs';
import * as trouble from './scenarios/trouble.mjs';

const root = join(import.meta.dirname, '..');
const CHROMIUM = process.env.ANDON_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const WIDTH = 1440;
const HEIGHT = 900;

/** @type {{name: string, run: (board: BoardPage) => Promise<void>, guarded: boolean, quiet: boolean}[]} */
const all = [figures, narrowing, lot, trouble, tabs, access].flatMap((file) => [
  ...named(file.scenarios, { guarded: true, quiet: true }),
  ...named(file.complaining, { guarded: true, quiet: false }),
  ...named(file.unguarded, { guarded: false, quiet: false }),
]);
const only = process.argv[2];
const chosen = only ? all.filter(({ name }) => name.includes(only)) : all;

process.chdir(root);
await mkdir('target/e2e', { recursive: true });
const tests = [];

if (existsSync(CHROMIUM)) await runAll();
else tests.push(absent());
const count = (state) => tests.filter((test) => test.state === state).length;
const result = {
  passed: count('passed'),
  failed: count('failed'),
  skipped: count('skipped'),
  tests: tests.map(({ name, state, message }) => ({ name, ok: state === 'passed', message })),
};
await writeFile('target/e2e.json', JSON.stringify(result, null, 2));
console.log(`${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`);
process.exitCode = result.failed > 0 ? 1 : 0;

async function runAll() {
  const command = process.env.ANDON_RUN ?? '../andon run';
  let andon;
  try {
    andon = await startAndon(command, root, 'target/e2e/andon.log');
  } catch (error) {
    record('Andon starts', 'failed', `${error.message}; see target/e2e/andon.log`);
    return;
  }
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  try {
    for (const scenario of chosen) await runOne(browser, andon.url, scenario);
    if (!only) await pictures(browser, andon.url);
  } finally {
    await browser.close();
    await andon.stop();
  }
}

async function runOne(browser, url, { name, run, guarded, quiet }) {
  const context = await browser.newContext({
    viewport: { width: WIDTH, height: HEIGHT },
    locale: 'en-US',
    bypassCSP: !guarded,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const board = new BoardPage(page, url);
  const begun = performance.now();
  try {
    await run(board);
    const complaints = quiet ? board.complaints : board.complaints.filter(isSerious);
    if (complaints.length > 0) throw new Error(complaints.slice(0, 5).join('; '));
    record(name, 'passed', `${Math.round(performance.now() - begun)} ms`);
  } catch (error) {
    record(name, 'failed', error.message);
    const file = name.replaceAll(/[^\p{L}\d]+/gu, '-');
    await page.screenshot({ path: `target/e2e/failed-${file}.png` }).catch(() => undefined);
  } finally {
    // An answer that is still being changed belongs to a page that goes now.
    for (const open of context.pages()) await open.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  }
}

/** What no scenario provokes on purpose. */
function isSerious(complaint) {
  return /^(exception|foreign host)/.test(complaint) || /Content Security Policy/.test(complaint);
}

async function pictures(browser, url) {
  for (const [name, search] of [
    ['light', '?theme=light'],
    ['dark', '?theme=dark'],
    ['zh-TW', '?theme=dark&lang=zh-TW'],
  ]) {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
    const board = new BoardPage(page, url);
    await board.open(search);
    await page.screenshot({ path: `target/e2e/${name}.png` });
    await page.close();
  }
}

function absent() {
  const strict = process.env.ANDON_TEST_STRICT === '1';
  const message = `no browser at ${CHROMIUM}`;
  console.log(`${strict ? 'FAILED' : 'skipped'}: ${message}`);
  return { name: 'the page in a real browser', state: strict ? 'failed' : 'skipped', message };
}

function record(name, state, message) {
  tests.push({ name, state, message });
  console.log(
    state === 'passed' ? `  ok    ${name} (${message})` : `  FAIL  ${name}\n        ${message}`,
  );
}

function named(scenarios = {}, kind) {
  return Object.entries(scenarios).map(([name, run]) => ({ name, run, ...kind }));
}
