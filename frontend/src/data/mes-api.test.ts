import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SERVED, ScriptedServer } from '../testing/scripted-server';
import { MesApi } from './mes-api';

let server: ScriptedServer;
let api: MesApi;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  server = new ScriptedServer();
  api = new MesApi({ ...SERVED, fetch: server.fetch, now: () => performance.now() });
});
afterEach(() => vi.useRealTimers());

test('an answer carries its version and the moment it was last confirmed', async () => {
  const asked = api.get('summary', '/api/wip/overview/summary');
  await vi.advanceTimersByTimeAsync(700);
  server.seen[0]!.answer({ lots: 150 }, { version: 9, age: 3 });
  const outcome = await asked;
  expect(outcome).toMatchObject({
    kind: 'ok',
    data: { lots: 150 },
    meta: { versions: { lots: 9 } },
    confirmedAt: performance.now() - 3_000,
  });
});

test('a newer request of the same key aborts the older one and only that', async () => {
  const older = api.get('summary', '/api/wip/overview/summary?package=A');
  const other = api.get('matrix', '/api/wip/overview/matrix');
  const newer = api.get('summary', '/api/wip/overview/summary?package=B');
  expect(server.seen.map(({ aborted }) => aborted)).toEqual([true, false, false]);
  expect(await older).toEqual({ kind: 'superseded' });
  server.seen[1]!.answer('matrix');
  server.seen[2]!.answer('B');
  expect(await newer).toMatchObject({ kind: 'ok', data: 'B' });
  expect(await other).toMatchObject({ kind: 'ok', data: 'matrix' });
});

test('a superseded answer that still arrives is not taken for the newer one', async () => {
  const older = api.get('summary', '/api/a');
  const first = server.seen[0]!;
  const newer = api.get('summary', '/api/b');
  first.answer('late');
  server.seen[1]!.answer('right');
  expect(await older).toEqual({ kind: 'superseded' });
  expect(await newer).toMatchObject({ data: 'right' });
});

test('silence ends as a time-out after its limit', async () => {
  const asked = api.get('summary', '/api/wip/overview/summary');
  await vi.advanceTimersByTimeAsync(9_999);
  expect(server.open).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await asked).toMatchObject({ kind: 'failed', failure: { kind: 'timeout' } });
  expect(server.open).toHaveLength(0);
});

test('a question to the database has the time to say its code', async () => {
  const asked = api.get('trace', '/api/wip/lot/L1/history', 1, 'database');
  await vi.advanceTimersByTimeAsync(13_999);
  expect(server.open).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await asked).toMatchObject({ kind: 'failed', failure: { kind: 'timeout' } });
});

test('every request says which attempt it is', async () => {
  void api.get('a', '/api/a');
  void api.get('b', '/api/b', 3);
  expect(server.seen.map(({ attempt }) => attempt)).toEqual(['1', '3']);
});

test('it asks once: neither a refusal nor a cut connection is repeated here', async () => {
  const refused = api.get('a', '/api/a');
  server.seen[0]!.refuse({ code: 'INVALID_PARAMETER', status: 400, retryable: false });
  const cut = api.get('b', '/api/b');
  server.seen[1]!.cut();
  expect(await refused).toMatchObject({ failure: { problem: { code: 'INVALID_PARAMETER' } } });
  expect(await cut).toMatchObject({ kind: 'failed', failure: { kind: 'network' } });
  await vi.advanceTimersByTimeAsync(120_000);
  expect(server.seen).toHaveLength(2);
});

test('Retry-After stands in for a body that does not say how long to wait', async () => {
  const byHeader = api.get('a', '/api/a');
  server.seen[0]!.refuse({ code: 'OVERLOADED' }, { 'Retry-After': '7' });
  const byBody = api.get('b', '/api/b');
  server.seen[1]!.refuse({ code: 'OVERLOADED', retryAfterSeconds: 4 }, { 'Retry-After': '7' });
  const byDate = api.get('c', '/api/c');
  server.seen[2]!.refuse(
    { code: 'OVERLOADED' },
    { 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' },
  );
  expect(await byHeader).toMatchObject({ failure: { problem: { retryAfterSeconds: 7 } } });
  expect(await byBody).toMatchObject({ failure: { problem: { retryAfterSeconds: 4 } } });
  expect(await byDate).toMatchObject({ failure: { problem: { retryAfterSeconds: null } } });
});

test.each([
  ['a proxy’s page', '<html>Bad gateway</html>', 502],
  ['a body without data', '{"ok":true}', 200],
  ['an empty success', '', 200],
])('%s is unreadable and never taken for figures', async (_, body, status) => {
  const asked = api.get('a', '/api/a');
  server.seen[0]!.respond(body, { status });
  expect(await asked).toMatchObject({ kind: 'failed', failure: { kind: 'unreadable', status } });
});
