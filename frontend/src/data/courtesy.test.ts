import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Lane } from '../model/failure';
import { FakeBrowser, type FakeTab } from '../testing/fake-browser';
import { SERVED, ScriptedServer, type Seen } from '../testing/scripted-server';
import { MesApi, type Outcome } from './mes-api';

let browser: FakeBrowser;
let server: ScriptedServer;
let luck: number;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  browser = new FakeBrowser();
  server = new ScriptedServer();
  luck = 0;
});
afterEach(() => vi.useRealTimers());

const pass = (millis = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(millis);
const apiOf = (tab: FakeTab): MesApi =>
  new MesApi({
    ...SERVED,
    tabs: tab,
    fetch: server.fetch,
    now: () => performance.now(),
    random: () => luck,
  });
const openTab = (): MesApi => apiOf(browser.open());

/** Asks and has it refused at once. */
async function refused(api: MesApi, code: string, seconds: number | null, lane?: Lane) {
  const asked = api.get('first', '/api/first', 1, lane);
  await pass();
  server.open[0]!.refuse({ code, retryAfterSeconds: seconds });
  return asked;
}
/** The one request that the server has before it. */
function only(): Seen {
  expect(server.open.map(({ path }) => path)).toHaveLength(1);
  return server.open[0]!;
}
const sent = (outcome: Outcome<unknown>): boolean | null =>
  outcome.kind === 'failed' ? outcome.sent : null;

test('under a full pool nothing is asked for five seconds, whoever wants to', async () => {
  const api = openTab();
  const first = await refused(api, 'DB_POOL_EXHAUSTED', 1);
  expect(first).toMatchObject({ retryAt: 5_000, sent: true });
  for (let second = 0; second < 5; second++) {
    expect(await api.get('other', '/api/other')).toMatchObject({
      failure: { problem: { code: 'DB_POOL_EXHAUSTED' } },
      retryAt: 5_000,
      sent: false,
    });
    expect(server.open).toHaveLength(0);
    await pass(1_000);
  }
  void api.get('other', '/api/other');
  await pass();
  expect(only().path).toBe('/api/other');
});

test('a pool that stays full is left alone longer each time', async () => {
  const api = openTab();
  let outcome = await refused(api, 'DB_POOL_EXHAUSTED', 1);
  for (const wait of [5_000, 10_000, 20_000, 20_000]) {
    expect(outcome).toMatchObject({ retryAt: performance.now() + wait });
    await pass(wait);
    outcome = await refused(api, 'DB_POOL_EXHAUSTED', 1);
  }
});

test('after the breaker’s time one tab probes with one request, and its success lets all go', async () => {
  const tabs = [openTab(), openTab(), openTab()];
  await refused(tabs[0]!, 'CIRCUIT_BREAKER_OPEN', 30);
  await pass(29_999);
  for (const api of tabs) expect(sent(await api.get('early', '/api/early'))).toBe(false);
  await pass(251);
  const asked = tabs.flatMap((api, tab) =>
    ['a', 'b', 'c'].map((key) => api.get(key, `/api/${tab}/${key}`, 2)),
  );
  await pass(3_000);
  only().answer('probed');
  await pass(300);
  expect(server.open).toHaveLength(8);
  for (const request of server.open) request.answer('followed');
  expect((await Promise.all(asked)).map(({ kind }) => kind)).toEqual(Array(9).fill('ok'));
});

test('a probe that fails makes every tab wait again, with the new wait', async () => {
  const tabs = [openTab(), openTab(), openTab()];
  await refused(tabs[1]!, 'CIRCUIT_BREAKER_OPEN', 30);
  await pass(30_250);
  const asked = tabs.flatMap((api) => ['a', 'b'].map((key) => api.get(key, `/api/${key}`)));
  await pass(2_000);
  only().refuse({ code: 'CIRCUIT_BREAKER_OPEN', retryAfterSeconds: 20 });
  await pass(300);
  const outcomes = await Promise.all(asked);
  expect(outcomes.filter((outcome) => sent(outcome))).toHaveLength(1);
  const waits = outcomes.map((each) => (each.kind === 'failed' ? each.retryAt! : 0) - 32_250);
  expect(Math.min(...waits)).toBe(20_000);
  expect(Math.max(...waits)).toBe(20_250);
  await pass(19_000);
  expect(server.seen).toHaveLength(2);
});

test.each([
  ['crashes', 300],
  ['stands still', 15_300],
] as const)('a tab that %s in its probe holds up the others for %d ms', async (how, millis) => {
  const [first, second] = [browser.open(), browser.open()];
  const waiting = apiOf(second);
  await refused(waiting, 'CIRCUIT_BREAKER_OPEN', 5);
  await pass(5_000);
  void first.locks.request('andon-probe-memory', {}, () => new Promise(() => undefined));
  const asked = waiting.get('b', '/api/next');
  await pass();
  if (how === 'crashes') first.crash();
  await pass(millis - 1);
  expect(server.open).toHaveLength(0);
  await pass(1);
  only().answer('through');
  expect(await asked).toMatchObject({ kind: 'ok', data: 'through' });
});

test('a probe that its own tab gives up is taken over by the next request', async () => {
  const api = openTab();
  await refused(api, 'CIRCUIT_BREAKER_OPEN', 5);
  await pass(5_000);
  const given = api.get('a', '/api/a');
  await pass();
  const next = api.get('b', '/api/b');
  api.cancel('a');
  expect(await given).toEqual({ kind: 'superseded' });
  await pass(300);
  only().answer('b');
  expect(await next).toMatchObject({ data: 'b' });
});

test('a database behind its breaker takes nothing from what memory answers', async () => {
  const api = openTab();
  await refused(api, 'CIRCUIT_BREAKER_OPEN', 30, 'database');
  expect(sent(await api.get('trace', '/api/trace', 1, 'database'))).toBe(false);
  const asked = api.get('summary', '/api/summary');
  only().answer('figures');
  expect(await asked).toMatchObject({ data: 'figures' });
  expect(sent(await api.get('trace', '/api/trace', 1, 'database'))).toBe(false);
});

test.each(['OVERLOADED', 'DRAINING'])('%s holds back every lane of every tab', async (code) => {
  const [one, other] = [openTab(), openTab()];
  await refused(one, code, 4, 'database');
  await pass();
  expect(sent(await other.get('summary', '/api/summary'))).toBe(false);
  expect(sent(await other.get('trace', '/api/trace', 1, 'database'))).toBe(false);
  expect(server.seen).toHaveLength(1);
});

test('a sign of life ends the wait after silence, and no wait that the server asked for', async () => {
  const api = openTab();
  void api.get('a', '/api/a');
  only().cut();
  await pass();
  expect(sent(await api.get('a', '/api/a'))).toBe(false);
  api.alive();
  void api.get('a', '/api/a');
  await pass();
  only().refuse({ code: 'OVERLOADED', retryAfterSeconds: 9 });
  await pass();
  api.alive();
  expect(sent(await api.get('a', '/api/a'))).toBe(false);
});

test('without a network the browser itself is named', async () => {
  const api = new MesApi({
    ...SERVED,
    online: () => false,
    fetch: server.fetch,
    now: () => performance.now(),
  });
  const asked = api.get('a', '/api/a');
  only().cut();
  expect(await asked).toMatchObject({ failure: { kind: 'offline' } });
});

test('retries are a tenth of all requests, and ten in reserve, in all tabs together', async () => {
  const tabs = [openTab(), openTab()];
  let retries = 0;
  const fail = async (api: MesApi, attempt: number): Promise<void> => {
    const asked = api.get('slow', '/api/slow', attempt);
    await pass();
    for (const request of server.open) request.refuse({ code: 'DB_QUERY_TIMEOUT', status: 504 });
    const outcome = await asked;
    if (attempt > 1 && sent(outcome)) retries++;
  };
  for (const api of tabs) await fail(api, 1);
  for (let times = 0; times < 30; times++) for (const api of tabs) await fail(api, 2);
  expect(retries).toBe(10);
  for (let times = 0; times < 50; times++) for (const api of tabs) await fail(api, 1);
  for (let times = 0; times < 30; times++) for (const api of tabs) await fail(api, 2);
  expect(retries).toBe(20);
});

test('a page left alone may retry once in ten seconds, and says when', async () => {
  const api = openTab();
  const fail = async (attempt: number): Promise<Outcome<unknown>> => {
    const asked = api.get('slow', '/api/slow', attempt);
    await pass();
    for (const request of server.open) request.refuse({ code: 'DB_QUERY_TIMEOUT', status: 504 });
    return asked;
  };
  await fail(1);
  for (let times = 0; times < 10; times++) await fail(2);
  expect(await fail(2)).toMatchObject({ sent: false, retryAt: 10_000 });
  await pass(10_000);
  expect(sent(await fail(2))).toBe(true);
  expect(sent(await fail(2))).toBe(false);
});
