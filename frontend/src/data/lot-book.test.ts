import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NO_FILTERS, where } from '../model/filters';
import { SERVED, ScriptedServer, type Seen } from '../testing/scripted-server';
import { LotBook } from './lot-book';
import { MesApi } from './mes-api';

const now = (): number => performance.now();
const everything = { filters: NO_FILTERS, includeDummy: false };
let server: ScriptedServer;
let book: LotBook;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  server = new ScriptedServer();
  const api = new MesApi({ ...SERVED, fetch: server.fetch, now });
  book = new LotBook({ api, now, wallClock: now, random: () => 0 });
});
afterEach(() => vi.useRealTimers());

const pass = (millis = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(millis);
const parameters = (seen: Seen): URLSearchParams => new URL(seen.path, 'http://a').searchParams;
const pagesOf = (seen: readonly Seen[]): number[] =>
  seen.map((each) => Number(parameters(each).get('page')));

async function answerAll(version: number, total = 1_000): Promise<void> {
  for (const request of server.open) {
    const page = Number(parameters(request).get('page'));
    const count = Math.max(0, Math.min(100, total - (page - 1) * 100));
    const rows = Array.from({ length: count }, (_, row) => ({
      lotId: `v${version}-${(page - 1) * 100 + row}`,
    }));
    const totalPages = Math.ceil(total / 100);
    request.answer({ rows, page, pageSize: 100, total, totalPages }, { version });
  }
  await pass();
}
const idAt = (row: number): string | undefined => book.state.value.data?.row(row)?.lotId;

test('it opens with one page of a hundred in the order asked for', async () => {
  book.open({ filters: where(NO_FILTERS, 'lotId', ['A*']), includeDummy: false }, '-ageDays');
  expect(server.open.map(({ path }) => path)).toEqual([
    '/api/wip/lots?lotId=A*&sort=-ageDays&page=1&pageSize=100',
  ]);
  await answerAll(1);
  expect(book.state.value.data?.total).toBe(1_000);
  expect([idAt(0), idAt(99), idAt(100)]).toEqual(['v1-0', 'v1-99', undefined]);
});

test('scrolling fetches what is in sight once the scroll rests', async () => {
  book.open(everything, 'lotId');
  await answerAll(1);
  for (let row = 0; row <= 390; row += 10) {
    book.see(row, row + 20);
    await pass(5);
  }
  await pass(100);
  expect(pagesOf(server.open)).toEqual([4, 5]);
  await answerAll(1);
  expect([idAt(0), idAt(390), idAt(405)]).toEqual(['v1-0', 'v1-390', 'v1-405']);
  book.see(395, 410);
  await pass(1_000);
  expect(server.open).toHaveLength(0);
});

test('nothing is asked for beyond the end of the list', async () => {
  book.open(everything, 'lotId');
  await answerAll(1, 150);
  book.see(90, 220);
  await pass(100);
  expect(pagesOf(server.open)).toEqual([2]);
});

test('a new version replaces the pages in sight at once and forgets the others', async () => {
  book.open(everything, 'lotId');
  await answerAll(1);
  book.see(190, 210);
  await pass(100);
  await answerAll(1);
  book.changed();
  await pass(200);
  expect(pagesOf(server.open)).toEqual([2, 3]);
  const [second, third] = server.open;
  second!.answer(
    { rows: [], page: 2, pageSize: 100, total: 1_000, totalPages: 10 },
    { version: 2 },
  );
  await pass();
  expect(idAt(195)).toBe('v1-195');
  third!.answer({ rows: [], page: 3, pageSize: 100, total: 1_000, totalPages: 10 }, { version: 2 });
  await pass();
  expect(idAt(195)).toBeUndefined();
  expect(idAt(0)).toBeUndefined();
  expect(book.shown()[0]?.version).toBe(2);
});

test('a page of a newer version pulls the other visible page along', async () => {
  book.open(everything, 'lotId');
  await answerAll(1);
  book.see(90, 110);
  await pass(100);
  expect(pagesOf(server.open)).toEqual([2]);
  await answerAll(2);
  expect(pagesOf(server.open)).toEqual([1]);
  expect(idAt(99)).toBe('v1-99');
  await answerAll(2);
  expect([idAt(99), idAt(100)]).toEqual(['v2-99', 'v2-100']);
});

test('rows stay beside a failure and come back by themselves', async () => {
  book.open(everything, 'lotId');
  await answerAll(1);
  book.changed();
  await pass(200);
  server.open[0]!.cut();
  await pass();
  expect(book.state.value.failure).toEqual({ kind: 'network' });
  expect(idAt(0)).toBe('v1-0');
  await pass(2_000);
  await answerAll(2);
  expect(book.state.value.failure).toBeNull();
  expect(idAt(0)).toBe('v2-0');
});

test('rows of a former filter never follow those of the present one', async () => {
  book.open({ filters: where(NO_FILTERS, 'package', ['A']), includeDummy: false }, 'lotId');
  const former = server.open[0]!;
  book.open({ filters: where(NO_FILTERS, 'package', ['B']), includeDummy: false }, 'lotId');
  former.answer({ rows: [{ lotId: 'A' }], page: 1, pageSize: 100, total: 1, totalPages: 1 });
  await pass();
  expect(book.state.value.data).toBeNull();
  await answerAll(1);
  expect(idAt(0)).toBe('v1-0');
});

test('a long scroll keeps a bounded number of pages', async () => {
  book.open(everything, 'lotId');
  await answerAll(1, 10_000);
  for (let page = 1; page < 60; page++) {
    book.see(page * 100, page * 100 + 20);
    await pass(100);
    await answerAll(1, 10_000);
  }
  const kept = Array.from({ length: 100 }, (_, page) => idAt(page * 100)).filter(Boolean);
  expect(kept.length).toBeLessThanOrEqual(20);
  expect(idAt(5_900)).toBe('v1-5900');
});

test('a server that may be back is asked for the rows in sight at once', async () => {
  book.open(everything, 'lotId');
  await answerAll(1);
  book.renew(false);
  expect(pagesOf(server.open)).toEqual([1]);
  await answerAll(2);
  expect(idAt(0)).toBe('v2-0');
});
