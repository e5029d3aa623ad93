import assert from 'node:assert/strict';
import { api, eventually } from '../board.mjs';
import { throughGateway } from '../gateway.mjs';
import { makeStale } from './trouble.mjs';

export const scenarios = {
  'a row opens its lot with every field, Escape closes it and keeps the filters': async (board) => {
    await board.open('?status=RUN');
    const lotId = (await board.rows())[2][0];
    await board.page.click('#lot-2');
    await board.page.waitForSelector('[data-testid=lot-panel]');
    const opened = board.search.get('lot');
    assert.match(
      await board.page.innerText('#lot-title'),
      new RegExp(opened.replaceAll('.', '\\.')),
    );
    assert.ok(opened.length > 0 && lotId.length > 0);
    const { data } = await api(board.base, `/api/wip/lot/${encodeURIComponent(opened)}`);
    const field = (name) => board.page.innerText(`[data-testid=lot-panel] [data-field="${name}"]`);
    await eventually(async () => assert.equal(await field('product'), data.product ?? '–'));
    assert.equal(await field('workorder'), data.workorder ?? '–');
    for (const name of Object.keys(data.extra)) assert.ok((await field(name)).length > 0, name);
    const fields = await board.page.locator('[data-testid=lot-panel] [data-field]').count();
    assert.equal(fields, 24 + Object.keys(data.extra).length);
    await board.press('Escape');
    await board.page.waitForSelector('[data-testid=lot-panel]', { state: 'detached' });
    assert.equal(board.search.get('lot'), null);
    assert.deepEqual(board.search.getAll('status'), ['RUN']);
  },

  'an opened lot shows its trace, the newest step first, as the database has it': async (board) => {
    const [lotId] = await tracedLots(board.base);
    await board.open(`?lot=${encodeURIComponent(lotId)}`);
    await board.page.waitForSelector('[data-testid=trace] li');
    await eventually(async () => {
      const steps = await stepsOf(board.base, lotId);
      const shown = await traceOf(board);
      assert.deepEqual(
        shown.map(([spec]) => spec),
        steps.map(({ spec }) => spec).toReversed(),
      );
      const { qtyIn, qtyOut } = steps.at(-1);
      const numbers = shown[0][1].match(/[\d,]+/g).map((text) => Number(text.replaceAll(',', '')));
      assert.deepEqual(numbers, qtyOut === null || qtyOut === qtyIn ? [qtyIn] : [qtyIn, qtyOut]);
    });
  },

  'an address with a lot opens it, back closes it': async (board) => {
    await board.open();
    await board.page.click('#lot-0');
    const address = board.page.url();
    await board.page.waitForSelector('[data-testid=lot-status]');
    await board.page.goBack();
    await board.page.waitForSelector('[data-testid=lot-panel]', { state: 'detached' });
    await board.page.goto(address);
    await board.page.waitForSelector('[data-testid=lot-status]');
  },
};

async function stepsOf(base, lotId) {
  return (await api(base, `/api/wip/lot/${encodeURIComponent(lotId)}/history`)).data.steps;
}

/** Two lots with a trace; the demo plant takes its time to write its past. */
function tracedLots(base) {
  return eventually(async () => {
    const { rows } = (await api(base, '/api/wip/lots?status=QUEUE&sort=-ageDays&pageSize=2')).data;
    const lotIds = rows.map(({ lotId }) => lotId);
    for (const lotId of lotIds) assert.ok((await stepsOf(base, lotId)).length > 0, 'a past');
    return lotIds;
  }, 120_000);
}

/** [step, pieces] of each row of the trace. */
function traceOf(board) {
  return board.page.$$eval('[data-testid=trace] li', (rows) =>
    rows.map((row) => [row.children[0].innerText.trim(), row.children[1].innerText.trim()]),
  );
}

/** These make the API refuse on purpose, which the browser's console repeats. */
export const complaining = {
  'an unknown lot is said to be unknown, the board stays whole': async (board) => {
    await board.open('?lot=NO-SUCH-LOT');
    await board.page.waitForSelector('[data-testid=lot-failed]');
    assert.match(await board.text('lot-failed'), /not, or no longer, among/);
    assert.ok((await board.lots('run')) > 0);
    assert.equal(await board.page.locator('[data-testid=banner]').count(), 0);
  },

  'a trace behind an open breaker is counted down in its own place, the board stays live': (
    board,
  ) =>
    throughGateway(board, async (gateway, open) => {
      await tracedLots(board.base);
      const tab = await open('?status=QUEUE');
      const isTrace = (path) => path.endsWith('/history');
      gateway.refuses = (path) =>
        isTrace(path) ? { code: 'CIRCUIT_BREAKER_OPEN', seconds: 4 } : null;
      await tab.page.click('#lot-0');
      await tab.page.waitForSelector('[data-testid=trace-failed]');
      assert.match(await tab.text('trace'), /CIRCUIT_BREAKER_OPEN/);
      assert.match(await tab.text('trace-next'), /Next attempt in \d s/);
      await tab.page.locator('[data-testid=trace]').scrollIntoViewIfNeeded();
      await tab.page.screenshot({ path: 'target/e2e/trace-breaker.png' });
      await tab.press('Escape');
      await tab.page.click('#lot-1');
      await tab.page.waitForSelector('[data-testid=trace-failed]');
      assert.equal(gateway.arrivals.filter(({ path }) => isTrace(path)).length, 1);
      assert.equal(await tab.page.locator('[data-testid=banner]').count(), 0);
      gateway.refuses = () => null;
      await tab.page.waitForSelector('[data-testid=trace] li');
      assert.equal(await tab.page.locator('[data-testid=trace-failed]').count(), 0);
    }),

  'a former trace that stands in for the database is marked as such': async (board) => {
    const [lotId] = await tracedLots(board.base);
    await makeStale(board, '**/history');
    await board.open(`?lang=zh-TW&lot=${encodeURIComponent(lotId)}`);
    await board.page.waitForSelector('[data-testid=trace] li');
    assert.match(await board.text('trace-degraded'), /DB_UNREACHABLE/);
    assert.match(await board.text('trace'), /目前無法查詢資料庫/);
    await board.page.locator('[data-testid=trace] li').first().scrollIntoViewIfNeeded();
    await board.page.screenshot({ path: 'target/e2e/trace-stale-zh.png' });
  },
};
