import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SERVED, ScriptedServer } from '../testing/scripted-server';
import { LotDetail } from './lot-detail';
import { MesApi } from './mes-api';

const now = (): number => performance.now();
let server: ScriptedServer;
let detail: LotDetail;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  server = new ScriptedServer();
  const api = new MesApi({ ...SERVED, fetch: server.fetch, now });
  detail = new LotDetail({ api, now, wallClock: now, random: () => 0 });
});
afterEach(() => vi.useRealTimers());

const pass = (millis = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(millis);

test('an id with a slash, a percent sign or Chinese is one part of the path', () => {
  detail.open('A/31 100%批');
  expect(server.open[0]?.path).toBe('/api/wip/lot/A%2F31%20100%25%E6%89%B9');
});

test('a lot that finishes while it is open keeps its last values beside the reason', async () => {
  detail.open('A1');
  server.open[0]!.answer({ lotId: 'A1' }, { version: 1 });
  await pass();
  detail.changed();
  await pass(200);
  server.open[0]!.refuse({ code: 'NOT_FOUND', status: 404, retryable: false });
  await pass();
  expect(detail.state.value).toMatchObject({
    data: { lotId: 'A1' },
    failure: { problem: { code: 'NOT_FOUND' } },
  });
  await pass(600_000);
  expect(server.open).toHaveLength(0);
});

test('another lot never shows the values of the one before', async () => {
  detail.open('A1');
  const first = server.open[0]!;
  detail.open('B2');
  first.answer({ lotId: 'A1' });
  await pass();
  expect(detail.state.value.data).toBeNull();
  server.open[0]!.answer({ lotId: 'B2' });
  await pass();
  expect(detail.state.value.data?.lotId).toBe('B2');
});

test('a closed panel asks for nothing', async () => {
  detail.open('A1');
  detail.open(null);
  expect(server.open).toHaveLength(0);
  detail.changed();
  await pass(1_000);
  expect(server.open).toHaveLength(0);
  expect(detail.state.value.data).toBeNull();
});
