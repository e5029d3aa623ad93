import assert from 'node:assert/strict';
import { eventually } from '../board.mjs';

const FIGURES = '**/api/wip/**';

/** The API is cut on purpose, which the browser's console repeats. */
export const complaining = {
  'figures stay under a banner with code and countdown, and recover by themselves': async (
    board,
  ) => {
    await board.open();
    const before = await board.lots('run');
    const asked = [];
    let full = true;
    await board.page.route(FIGURES, (route) => {
      asked.push(Date.now());
      return full ? route.fulfill(problem('DB_POOL_EXHAUSTED', 2)) : route.continue();
    });
    await board.page.waitForSelector('[data-testid=banner]', { timeout: 60_000 });
    assert.equal(await board.page.getAttribute('[data-testid=banner]', 'data-trust'), 'failed');
    assert.match(await board.text('banner'), /Showing data from \d\d:\d\d \(\d+ \w+ old\)/);
    assert.match(await board.text('banner-code'), /DB_POOL_EXHAUSTED/);
    await eventually(async () =>
      assert.match(await board.text('banner-next'), /Next attempt in \d s/),
    );
    assert.equal(await board.lots('run'), before);
    assert.match(await board.text('matrix-failed'), /failed at \d\d:\d\d/);
    assert.ok((await board.rows()).length > 5);
    await board.page.screenshot({ path: 'target/e2e/failed.png' });
    full = false;
    await board.page.waitForSelector('[data-testid=banner]', {
      state: 'detached',
      timeout: 60_000,
    });
    assert.equal(await board.page.locator('[data-testid=matrix-failed]').count(), 0);
    const again = asked.find((at) => at > asked[0] + 1_000) - asked[0];
    assert.ok(again >= 5_000, `asked again after ${again} ms`);
  },

  'a cut connection is not an empty plant': async (board) => {
    await board.open();
    const before = await board.lots('queue');
    await board.page.route(FIGURES, (route) => route.abort('connectionrefused'));
    await board.page.waitForSelector('[data-testid=banner]', { timeout: 60_000 });
    assert.match(await board.text('banner'), /Andon does not answer/);
    assert.equal(await board.lots('queue'), before);
    assert.equal(await board.page.locator('[data-testid=empty]').count(), 0);
  },

  'a page that comes before the first reading waits in its real layout': async (board) => {
    await board.page.route(FIGURES, (route) => route.fulfill(problem('CACHE_WARMING', 5)));
    await board.page.goto(board.base);
    await board.page.waitForSelector('[data-testid=banner]');
    assert.match(await board.text('banner'), /first reading of the source has not finished/);
    assert.equal(await board.text('card-run-lots'), '–');
    assert.equal((await board.page.locator('[data-testid=matrix-waiting] .row').count()) > 5, true);
    await board.page.screenshot({ path: 'target/e2e/warming.png' });
    await board.page.unroute(FIGURES);
    await board.figures();
    await board.page.waitForSelector('[data-testid=banner]', { state: 'detached' });
  },

  'a stale answer is named stale with its code, and every panel keeps its figures': async (
    board,
  ) => {
    await makeStale(board);
    await board.open('?theme=dark&lang=zh-TW');
    await board.page.waitForSelector('[data-testid=banner][data-trust=stale]');
    assert.match(await board.text('banner-code'), /DB_UNREACHABLE/);
    assert.match(await board.text('pareto-quality-degraded'), /DB_UNREACHABLE/);
    assert.ok((await board.lots('run')) > 0);
    await board.page.click('[data-testid=banner] button');
    assert.equal(await board.page.locator('[data-testid=banner] li').count(), 2);
    await board.page.screenshot({ path: 'target/e2e/stale-dark-zh.png' });
  },

  'a long wait shows a progress bar and never a blank': async (board) => {
    await board.page.route(FIGURES, () => undefined);
    await board.page.goto(board.base);
    await board.page.waitForSelector('[data-testid=progress]', { state: 'attached' });
    await eventually(async () => {
      const opacity = await board.page.$eval(
        '[data-testid=progress]',
        (bar) => getComputedStyle(bar).opacity,
      );
      assert.equal(opacity, '1');
    });
    assert.equal(await board.text('card-queue-lots'), '–');
    await board.page.screenshot({ path: 'target/e2e/loading.png' });
  },
};

/** Lets the API answer as it does when its database has been away for eight minutes. */
export function makeStale(board, paths = FIGURES) {
  return board.page.route(paths, async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    const since = new Date(Date.now() - 480_000).toISOString();
    body.meta.stale = true;
    body.meta.degraded = ['DB_UNREACHABLE', 'CACHE_STALE'].map((code) => ({
      code,
      table: 'lots',
      since,
    }));
    return route.fulfill({ response, json: body });
  });
}

function problem(code, retryAfterSeconds) {
  return {
    status: 503,
    contentType: 'application/problem+json',
    headers: { 'Retry-After': String(retryAfterSeconds) },
    body: JSON.stringify({
      type: `/docs/codes#${code}`,
      title: code,
      status: 503,
      detail: '',
      code,
      retryable: true,
      retryAfterSeconds,
      traceId: '0123456789abcdef',
    }),
  };
}
