import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NO_FILTERS, where } from '../model/filters';
import { SERVED, ScriptedServer } from '../testing/scripted-server';
import { Board } from './board';
import { MesApi } from './mes-api';

const now = (): number => performance.now();
const everything = { filters: NO_FILTERS, includeDummy: false };
let server: ScriptedServer;
let board: Board;
let api: MesApi;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  server = new ScriptedServer();
  api = new MesApi({ ...SERVED, fetch: server.fetch, now });
  board = new Board({ api, now, wallClock: () => 1_000_000 + now(), random: () => 0 });
});
afterEach(() => vi.useRealTimers());

const pass = (millis = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(millis);

async function answerAll(version: number): Promise<void> {
  for (const request of server.open) request.answer(`${request.path} v${version}`, { version });
  await pass();
}

test('the unfiltered board asks for three answers and shows them together', async () => {
  board.show(everything);
  expect(server.open.map(({ path }) => path)).toEqual([
    '/api/wip/overview/summary',
    '/api/wip/overview/matrix',
    '/api/wip/overview/hold',
  ]);
  server.open[0]!.answer('summary');
  await pass();
  expect(board.state.value.summary.data).toBeNull();
  await answerAll(1);
  const { summary, matrix, baseMatrix, baseHold } = board.state.value;
  expect([summary.data, matrix.data]).not.toContain(null);
  expect(baseMatrix.data).toBe(matrix.data);
  expect(baseHold.data).not.toBeNull();
});

test('each panel leaves its own axis out of its question', () => {
  const filters = where(
    where(where(NO_FILTERS, 'package', ['A']), 'status', ['HOLD']),
    'holdReason',
    ['Yield, low'],
  );
  board.show({ filters, includeDummy: true });
  expect(server.open.map(({ path }) => path)).toEqual([
    '/api/wip/overview/summary?package=A&holdReason=Yield%2C+low&includeDummy=true',
    '/api/wip/overview/matrix?status=HOLD&holdReason=Yield%2C+low&includeDummy=true',
    '/api/wip/overview/hold?package=A&includeDummy=true',
    '/api/wip/overview/matrix?includeDummy=true',
    '/api/wip/overview/hold?includeDummy=true',
  ]);
});

test('answers that straddle a publication are asked again until they agree', async () => {
  board.show(everything);
  server.open[0]!.answer('summary', { version: 7 });
  await pass();
  await answerAll(8);
  expect(board.state.value.summary.data).toBeNull();
  expect(server.open.map(({ path }) => path)).toEqual(['/api/wip/overview/summary']);
  await answerAll(8);
  const { summary, matrix, hold } = board.state.value;
  const versions = [summary, matrix, hold].map(({ meta }) => meta?.versions['lots']);
  expect(versions).toEqual([8, 8, 8]);
});

test('a source faster than its answers is shown after two more rounds all the same', async () => {
  board.show(everything);
  for (let round = 0; round < 3; round++) {
    const last = server.open.pop();
    server.open.forEach((request, place) => request.answer('x', { version: round * 10 + place }));
    last?.answer('x', { version: round * 10 + 9 });
    await pass();
  }
  expect(board.state.value.summary.data).toBe('x');
  expect(board.feed.state.value.busy).toBe(false);
});

test('figures stay while newer ones are on their way and when they fail to come', async () => {
  board.show(everything);
  await answerAll(1);
  const before = board.state.value;
  board.changed();
  await pass(200);
  expect(server.open).toHaveLength(3);
  expect(board.state.value).toBe(before);
  for (const request of server.open) request.refuse({ code: 'DB_POOL_EXHAUSTED' });
  await pass();
  const { summary } = board.state.value;
  expect(summary.data).toBe(before.summary.data);
  expect(summary.failure).toMatchObject({ problem: { code: 'DB_POOL_EXHAUSTED' } });
  expect(summary.failedAt).toBe(1_000_200);
  await pass(5_000);
  expect(server.open).toHaveLength(1);
  await answerAll(2);
  await answerAll(2);
  expect(board.state.value.summary.failure).toBeNull();
});

test('one failing panel does not take the others with it', async () => {
  board.show(everything);
  server.open[2]!.refuse({ code: 'INTERNAL', status: 500, retryable: false });
  await pass();
  await answerAll(3);
  const { summary, hold } = board.state.value;
  expect([summary.failure, hold.data]).toEqual([null, null]);
  expect(hold.failure).toMatchObject({ problem: { code: 'INTERNAL' } });
});

test('a second attempt asks for what failed, and for nothing that no attempt mends', async () => {
  board.show({ ...everything, filters: where(NO_FILTERS, 'package', ['A']) });
  for (const { path, ...request } of server.open)
    if (path.includes('summary')) request.refuse({ code: 'DB_QUERY_TIMEOUT', status: 504 });
    else if (path.endsWith('/matrix')) request.refuse({ code: 'INTERNAL', retryable: false });
    else request.answer(path, { version: 4 });
  await pass(1_000);
  const [again, ...others] = server.open;
  expect([again?.path, again?.attempt]).toEqual(['/api/wip/overview/summary?package=A', '2']);
  expect(others).toEqual([]);
  again!.answer('summary', { version: 4 });
  await pass();
  expect(board.state.value.summary).toMatchObject({ data: 'summary', failure: null });
  expect(board.state.value.baseMatrix.failure).toMatchObject({ problem: { code: 'INTERNAL' } });
  await pass(600_000);
  expect(server.open).toHaveLength(0);
});

test('answers to a former question are never shown', async () => {
  board.show({ ...everything, filters: where(NO_FILTERS, 'package', ['A']) });
  const former = [...server.open];
  for (const request of former.slice(0, 3)) request.answer('former');
  board.show(everything);
  for (const request of former.slice(3)) request.answer('former');
  await pass();
  expect(board.state.value.summary.data).toBeNull();
  await answerAll(1);
  expect(board.state.value.summary.data).toBe('/api/wip/overview/summary v1');
});

test('a confirmation makes the same figures young again', async () => {
  board.show(everything);
  for (const request of server.open) request.answer('x', { version: 4, age: 9 });
  await pass();
  expect(board.state.value.matrix.confirmedAt).toBe(-9_000);
  board.confirmed({ table: 'lots', version: 4, at: 500 });
  expect(board.state.value.matrix.confirmedAt).toBe(500);
  expect(board.shown()).toEqual(Array.from({ length: 5 }, () => ({ version: 4, codes: [] })));
});

test('a confirmation leaves a panel that is behind as old as it is', async () => {
  board.show(everything);
  await answerAll(4);
  board.changed();
  await pass(200);
  for (const request of server.open) {
    if (request.path.endsWith('/matrix')) request.refuse({ code: 'INTERNAL', retryable: false });
    else request.answer('x', { version: 5 });
  }
  await pass();
  const before = board.state.value;
  board.confirmed({ table: 'lots', version: 5, at: 9_000 });
  const { summary, hold, matrix, baseMatrix } = board.state.value;
  expect([summary.confirmedAt, hold.confirmedAt]).toEqual([9_000, 9_000]);
  expect(matrix).toBe(before.matrix);
  expect(baseMatrix).toBe(before.baseMatrix);
  expect(new Set(board.shown().map(({ version }) => version))).toEqual(new Set([4, 5]));
});

test('a server that may be back is asked at once, but nothing before there is a question', async () => {
  board.renew(false);
  expect(server.open).toHaveLength(0);
  board.show(everything);
  for (const request of server.open) request.cut();
  await pass();
  api.alive();
  board.renew(false);
  await pass();
  await answerAll(6);
  await answerAll(6);
  expect(board.state.value.summary).toMatchObject({
    failure: null,
    meta: { versions: { lots: 6 } },
  });
});
