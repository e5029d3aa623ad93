import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../board.mjs';
import { throughGateway } from '../gateway.mjs';

/** Waits until a page shows a newer version than it does now. */
async function renewed(tab) {
  const before = await tab.version();
  await eventually(async () => assert.ok((await tab.version()) > before, 'a newer version'));
}

const oneStream = (gateway) =>
  eventually(() => assert.equal(gateway.streams, 1, `${gateway.streams} streams`), 8_000);

export const scenarios = {
  'three tabs share one stream, and when its tab is closed another one leads': (board) =>
    throughGateway(board, async (gateway, open) => {
      const tabs = [await open(), await open(), await open()];
      await oneStream(gateway);
      await Promise.all(tabs.map(renewed));
      const [leader, ...others] = tabs;
      await leader.page.close();
      await oneStream(gateway);
      await Promise.all(others.map(renewed));
      const opened = gateway.arrivals.filter(({ path }) => path === '/api/events');
      assert.equal(opened.length, 2, 'streams opened in all');
    }),

  'a tab that the browser freezes gives the lead away and is fresh when it thaws': (board) =>
    throughGateway(board, async (gateway, open) => {
      const [leader, other] = [await open(), await open()];
      const lifecycle = await leader.page.context().newCDPSession(leader.page);
      await lifecycle.send('Page.setWebLifecycleState', { state: 'frozen' });
      await oneStream(gateway);
      await renewed(other);
      await lifecycle.send('Page.setWebLifecycleState', { state: 'active' });
      await renewed(leader);
      await oneStream(gateway);
    }),

  'when the leading tab crashes another one leads': (board) =>
    throughGateway(board, async (gateway, open) => {
      const [leader, other] = [await open(), await open()];
      await oneStream(gateway);
      const crashing = await leader.page.context().newCDPSession(leader.page);
      const crashed = new Promise((resolve) => leader.page.once('crash', resolve));
      void crashing.send('Page.crash').catch(() => undefined);
      await crashed;
      await oneStream(gateway);
      await renewed(other);
    }),

  'without locks between tabs each has a stream of its own': (board) =>
    throughGateway(board, async (gateway, open) => {
      await board.page.context().addInitScript(() => {
        Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
      });
      const tabs = [await open(), await open()];
      assert.equal(gateway.streams, 2);
      await Promise.all(tabs.map(renewed));
    }),
};

/** Refusals on purpose, which the browser's console repeats. */
export const complaining = {
  'an open breaker is counted down, then one tab probes with one request for all': (board) =>
    throughGateway(board, async (gateway, open) => {
      const tabs = [await open(), await open('?theme=dark'), await open('?lang=zh-TW')];
      let seconds = 4;
      gateway.refuses = (path) =>
        path.startsWith('/api/wip/') ? { code: 'CIRCUIT_BREAKER_OPEN', seconds } : null;
      await Promise.all(
        tabs.map(async (tab) => {
          await tab.page.waitForSelector('[data-testid=banner][data-trust=failed]');
          assert.match(await tab.text('banner-code'), /CIRCUIT_BREAKER_OPEN/);
          assert.match(await tab.text('banner-next'), /\d s|\d 秒/);
          assert.ok((await tab.lots('run')) > 0);
        }),
      );
      const quiet = Date.now();
      seconds = 2;
      await tabs[0].page.screenshot({ path: 'target/e2e/breaker.png' });
      const later = () => gateway.figures(quiet);
      await eventually(() => assert.ok(later().length > 0, 'a probe'), 15_000);
      await sleep(1_200);
      assert.equal(later().length, 1, 'requests when the time was over');
      assert.ok(later()[0].attempt > 1);
      gateway.refuses = () => null;
      for (const tab of tabs)
        await tab.page.waitForSelector('[data-testid=banner]', { state: 'detached' });
    }),

  'an Andon that is overloaded or draining is named, and left alone as long as it says': (board) =>
    throughGateway(board, async (gateway, open) => {
      const tab = await open();
      let begun = 0;
      for (const [code, text] of [
        ['OVERLOADED', /more requests than it can answer|too many/i],
        ['DRAINING', /restart/i],
      ]) {
        gateway.refuses = (path) => (path.startsWith('/api/wip/') ? { code, seconds: 2 } : null);
        await tab.page.waitForSelector('[data-testid=banner][data-trust=failed]');
        begun = gateway.figures().findLast(({ status }) => status === 200).at;
        assert.match(await tab.text('banner-code'), new RegExp(code));
        assert.match(await tab.text('banner'), text);
        gateway.refuses = () => null;
        await tab.page.waitForSelector('[data-testid=banner]', { state: 'detached' });
        const refused = gateway.figures(begun).filter(({ status }) => status === 503);
        const next = gateway.figures(refused.at(-1).at + 1).find(({ status }) => status === 200);
        assert.ok(refused.length <= 4, `${refused.length} requests met the refusal`);
        assert.ok(next.at - refused[0].at >= 2_000, `asked after ${next.at - refused[0].at} ms`);
      }
    }),

  'a minute of refusals makes no storm': (board) =>
    throughGateway(board, async (gateway, open) => {
      for (const [code, seconds, most] of [
        ['DB_POOL_EXHAUSTED', 1, 7],
        ['OVERLOADED', 2, 25],
      ]) {
        gateway.refuses = () => null;
        const tab = await open();
        await tab.page.clock.install();
        await tab.page.reload();
        await tab.figures();
        gateway.refuses = (path) => (path.startsWith('/api/wip/') ? { code, seconds } : null);
        const begun = Date.now();
        const refused = () => gateway.figures(begun).filter(({ status }) => status === 503).length;
        await eventually(() => assert.ok(refused() > 0, `${code}: nothing asked`), 15_000);
        const first = refused();
        for (let second = 0; second < 60; second++) {
          await tab.page.clock.runFor(1_000);
          await sleep(20);
        }
        assert.match(await tab.text('banner-code'), new RegExp(code));
        assert.ok(refused() > first, `${code}: never asked again`);
        assert.ok(refused() <= 4 + most, `${code}: ${refused()} requests in a minute`);
        await tab.page.close();
      }
    }),

  'when Andon goes away and comes back every tab is fresh by itself': (board) =>
    throughGateway(board, async (gateway, open) => {
      const tabs = [await open(), await open()];
      const before = await tabs[0].lots('run');
      await gateway.close();
      for (const tab of tabs)
        await eventually(async () =>
          assert.match(await tab.text('freshness'), /Reconnecting|Failed/),
        );
      await sleep(2_000);
      assert.ok(before > 0);
      await gateway.back();
      const back = Date.now();
      await Promise.all(tabs.map(renewed));
      for (const tab of tabs)
        await tab.page.waitForSelector('[data-testid=banner]', { state: 'detached' });
      await oneStream(gateway);
      assert.ok(Date.now() - back < 30_000);
      const figures = gateway.figures(back).filter(({ at }) => at < back + 10_000);
      assert.ok(figures.length <= 40, `${figures.length} requests in ten seconds`);
    }),

  'a computer without a network says so, and resumes when it has one': (board) =>
    throughGateway(board, async (gateway, open) => {
      const tab = await open();
      const context = board.page.context();
      await context.setOffline(true);
      await tab.page.waitForSelector('[data-testid=banner][data-trust=failed]', {
        timeout: 60_000,
      });
      assert.match(await tab.text('banner'), /This computer has no network/);
      assert.ok((await tab.lots('run')) > 0);
      await context.setOffline(false);
      const online = Date.now();
      await tab.page.waitForSelector('[data-testid=banner]', { state: 'detached' });
      await renewed(tab);
      assert.ok(Date.now() - online < 12_000, `fresh after ${Date.now() - online} ms`);
    }),
};
