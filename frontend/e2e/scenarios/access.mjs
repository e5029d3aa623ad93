import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { eventually } from '../board.mjs';
import { makeStale } from './trouble.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const scenarios = {
  'light and dark follow the choice, which a new page remembers': async (board) => {
    await board.open('?theme=light');
    const theme = () => board.page.evaluate(() => document.documentElement.dataset.theme);
    assert.equal(await theme(), 'light');
    await board.page.click('[data-testid=theme]');
    await eventually(async () => assert.equal(await theme(), 'dark'));
    assert.equal(board.search.get('theme'), 'dark');
    await board.page.goto(board.base);
    assert.equal(await theme(), 'dark');
    await board.page.emulateMedia({ colorScheme: 'dark' });
    await board.open('?theme=system');
    assert.equal(await theme(), 'dark');
    await board.page.emulateMedia({ colorScheme: 'light' });
    await eventually(async () => assert.equal(await theme(), 'light'));
  },

  'the page speaks Chinese when asked, with k and M, and remembers it': async (board) => {
    await board.open('?lang=zh-TW&theme=light');
    assert.equal(await board.page.evaluate(() => document.documentElement.lang), 'zh-TW');
    assert.match(await board.page.innerText('h1'), /在製品總覽/);
    assert.match(await board.text('card-run'), /生產/);
    assert.match(await board.text('card-run-qty'), /[\d.]+( k| M)?$/);
    await board.page.click('[data-testid=language]');
    await eventually(async () => assert.match(await board.page.innerText('h1'), /WIP overview/));
    await board.page.goto(board.base);
    await board.figures();
    assert.match(await board.page.innerText('h1'), /WIP overview/);
  },

  'the footer names the zone of the plant': async (board) => {
    const { data } = await (await fetch(`${board.base}/api/plant`)).json();
    await board.open();
    assert.match(await board.text('zone'), new RegExp(data.timeZone));
  },

  'the matrix is walked by arrows and picked by Enter': async (board) => {
    await board.open();
    await board.page.focus('[data-testid=matrix-grid]');
    const active = () =>
      board.page.getAttribute('[data-testid=matrix-grid]', 'aria-activedescendant');
    assert.equal(await active(), 'cell-0-0');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await board.press(key);
    assert.equal(await active(), 'cell-2-1');
    await board.press('End');
    await eventually(async () =>
      assert.equal(await board.page.locator(`#${await active()}`).count(), 1),
    );
    await board.press('Home');
    await board.press('Enter');
    assert.equal(board.search.getAll('workcenter').length, 1);
    assert.equal(board.search.getAll('package').length, 0);
    await board.press('Escape');
    assert.equal(board.search.size, 0);
  },

  'the list is walked by arrows, Enter opens, Escape returns to the list': async (board) => {
    await board.open();
    await board.page.focus('[data-testid=lot-list]');
    const active = () => board.page.getAttribute('[data-testid=lot-list]', 'aria-activedescendant');
    for (const key of ['ArrowDown', 'ArrowDown', 'PageDown', 'ArrowUp']) await board.press(key);
    assert.equal(await active(), 'lot-8');
    await board.press('Enter');
    await board.page.waitForSelector('[data-testid=lot-panel]:focus');
    await board.press('Escape');
    await board.page.waitForSelector('[data-testid=lot-list]:focus');
    assert.equal(await active(), 'lot-8');
  },

  'every control can be reached by Tab and shows that it has the focus': async (board) => {
    await board.open('?status=RUN');
    const seen = new Set();
    for (let step = 0; step < 45; step++) {
      await board.press('Tab');
      const focus = await board.page.evaluate(() => {
        const element = document.activeElement;
        const target = element.querySelector(':scope > .target') ?? element;
        const style = getComputedStyle(target);
        const ring = style.outlineStyle !== 'none' || style.strokeWidth === '4px';
        const rect = element.getBoundingClientRect();
        return {
          id:
            element.id ||
            element.dataset.testid ||
            element.dataset.reason ||
            element.textContent.trim(),
          ring: element === document.body || ring,
          small: element !== document.body && (rect.width < 24 || rect.height < 24),
        };
      });
      assert.ok(focus.ring, `no focus ring on ${focus.id}`);
      assert.ok(!focus.small, `smaller than 24 px: ${focus.id}`);
      seen.add(focus.id);
    }
    for (const id of [
      'filter-workcenter',
      'filter-lotId',
      'card-run',
      'matrix-grid',
      'lot-list',
      'clear',
    ])
      assert.ok(seen.has(id), `${id} was not reached`);
  },

  'no part of the page is cut off at 1024 pixels': async (board) => {
    await board.page.setViewportSize({ width: 1024, height: 768 });
    await board.open('?theme=light');
    const wide = await board.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 1024, `${wide} px wide`);
    const cut = await board.page.$$eval('.card', (cards) =>
      cards.filter((card) => card.scrollWidth > card.clientWidth).map((card) => card.innerText),
    );
    assert.deepEqual(cut, []);
    await board.page.screenshot({ path: 'target/e2e/1024.png' });
  },
};

/** axe's script is foreign to the page's security policy; these contexts leave the policy out. */
export const unguarded = Object.fromEntries(
  [
    ['light', '?theme=light'],
    ['dark', '?theme=dark'],
    ['zh-TW', '?theme=light&lang=zh-TW'],
    ['dark zh-TW with filters', '?theme=dark&lang=zh-TW&status=HOLD&holdType=quality'],
  ].map(([name, search]) => [
    `axe finds nothing against WCAG 2.2 AA in ${name}`,
    async (board) => {
      await board.open(search);
      await violations(board, name);
      await board.page.focus('#filter-package');
      await board.press('ArrowDown');
      await violations(board, `${name}, suggestions open`);
      await board.page.click('#lot-0');
      await board.page.waitForSelector('[data-testid=lot-status]');
      await violations(board, `${name}, lot opened`);
    },
  ]),
);

unguarded['axe finds nothing against WCAG 2.2 AA under a banner'] = async (board) => {
  await makeStale(board);
  await board.open('?theme=light');
  await board.page.click('[data-testid=banner] button');
  await violations(board, 'stale, details open');
};

async function violations(board, where) {
  if (await board.page.evaluate(() => !('axe' in window)))
    await board.page.addScriptTag({ content: axe });
  const found = await board.page.evaluate(async (rules) => {
    const { violations } = await window.axe.run(document, {
      runOnly: { type: 'tag', values: rules },
    });
    return violations.map(
      ({ id, nodes: [{ html, failureSummary }] }) =>
        `${id}: ${html.slice(0, 160)} (${failureSummary})`,
    );
  }, RULES);
  assert.deepEqual(found, [], where);
}
