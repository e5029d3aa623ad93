import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Lot } from '../model/contract';
import { SERVED, ScriptedServer } from '../testing/scripted-server';
import { LotTrace } from './lot-trace';
import { MesApi } from './mes-api';

const now = (): number => performance.now();
let server: ScriptedServer;
let trace: LotTrace;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  server = new ScriptedServer();
  const api = new MesApi({ ...SERVED, fetch: server.fetch, now });
  trace = new LotTrace({ api, now, wallClock: now, random: () => 0 });
});
afterEach(() => vi.useRealTimers());

const pass = (millis = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(millis);
const lot = (spec: string): Lot => ({ lotId: 'A/1', spec, equipment: [] }) as unknown as Lot;
const steps = { lotId: 'A/1', steps: [], truncated: false };

test('the database is asked once for an opened lot, and again when the lot has moved', async () => {
  trace.open('A/1');
  expect(server.open[0]?.path).toBe('/api/wip/lot/A%2F1/history');
  server.open[0]!.answer(steps);
  await pass();
  expect(trace.state.value.data).toEqual(steps);
  for (let version = 0; version < 20; version++) {
    trace.follow(lot('Wafer saw'));
    await pass(5_000);
  }
  expect(server.seen).toHaveLength(1);
  trace.follow(lot('Die attach'));
  await pass(200);
  expect(server.seen).toHaveLength(2);
});

test('what memory tells of another lot is not taken for a move', async () => {
  trace.open('A/1');
  server.open[0]!.answer(steps);
  await pass();
  trace.follow(lot('Wafer saw'));
  trace.follow({ ...lot('Die attach'), lotId: 'B/2' });
  await pass(1_000);
  expect(server.seen).toHaveLength(1);
});

test('a former answer is shown as such and asked for anew after half a minute', async () => {
  trace.open('A/1');
  const degraded = [{ code: 'DB_UNREACHABLE', table: 'lot_history', since: '' }] as const;
  server.open[0]!.answer(steps, { meta: { stale: true, degraded } });
  await pass();
  expect(trace.state.value).toMatchObject({ data: steps, meta: { stale: true }, failure: null });
  await pass(29_000);
  expect(server.seen).toHaveLength(1);
  await pass(1_200);
  expect(server.seen).toHaveLength(2);
  trace.open(null);
  await pass(600_000);
  expect(server.seen).toHaveLength(2);
});

test('behind an open breaker another lot is not asked for until its time is over', async () => {
  trace.open('A/1');
  server.open[0]!.refuse({ code: 'CIRCUIT_BREAKER_OPEN', retryAfterSeconds: 20 });
  await pass();
  expect(trace.feed.state.value.nextAttemptAt).toBe(20_000);
  trace.open('B/2');
  await pass();
  expect(trace.state.value.failure).toMatchObject({ problem: { code: 'CIRCUIT_BREAKER_OPEN' } });
  expect(server.seen).toHaveLength(1);
  await pass(20_000);
  expect(server.open.map(({ path }) => path)).toEqual(['/api/wip/lot/B%2F2/history']);
});
