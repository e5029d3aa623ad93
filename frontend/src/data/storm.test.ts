import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NO_FILTERS } from '../model/filters';
import { FakeBrowser } from '../testing/fake-browser';
import { PROBLEM, metaOf } from '../testing/scripted-server';
import { Board } from './board';
import { EventStream } from './event-stream';
import { LotBook } from './lot-book';
import { MesApi } from './mes-api';

/** Whole pages in several tabs against one server, over a minute of their clock. */

interface Arrival {
  readonly at: number;
  readonly path: string;
  readonly attempt: number;
}
type Script = (arrival: Arrival) => { code: string; seconds: number | null } | 'cut' | 'well';

let arrivals: Arrival[];
let script: Script;
let boards: Board[];

const ROW_PAGE = { rows: [], page: 1, pageSize: 100, total: 0, totalPages: 0 };
const QUERY = { filters: NO_FILTERS, includeDummy: false };

/** Answers after 5 ms, as the script says at that moment. */
async function fetch(path: string, init: RequestInit): Promise<Response> {
  const attempt = Number(new Headers(init.headers).get('Andon-Attempt'));
  const arrival = { at: performance.now(), path, attempt };
  arrivals.push(arrival);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const said = script(arrival);
  if (said === 'cut') throw new TypeError('Failed to fetch');
  if (said === 'well')
    return new Response(JSON.stringify({ data: ROW_PAGE, meta: metaOf(arrival.at) }));
  const problem = { ...PROBLEM, code: said.code, retryAfterSeconds: said.seconds };
  return new Response(JSON.stringify(problem), { status: 503 });
}

/** A generator of the same numbers for the same seed. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function openTabs(count: number, seed: number): void {
  const browser = new FakeBrowser();
  const random = mulberry(seed);
  const now = (): number => performance.now();
  for (let tab = 0; tab < count; tab++) {
    const api = new MesApi({
      fetch: fetch as typeof globalThis.fetch,
      now,
      random,
      tabs: browser.open(),
      online: () => true,
      timeoutMillis: { memory: 10_000, database: 14_000 },
    });
    const deps = { api, now, random, wallClock: now };
    const board = new Board(deps);
    const book = new LotBook(deps);
    board.show(QUERY);
    book.open(QUERY, 'lotId');
    boards.push(board);
    setInterval(() => [board, book].forEach((part) => part.changed()), 5_000);
  }
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  arrivals = [];
  boards = [];
});
afterEach(() => vi.useRealTimers());

/** One load of a page: summary, matrix, hold and the first lots. */
const LOAD = 4;
const TABS = 3;
const SEEDS = [1, 2, 3];
const since = (from: number): Arrival[] => arrivals.filter(({ at }) => at >= from);

test.each(SEEDS)('a healthy minute of three tabs has no retry (seed %d)', async (seed) => {
  script = () => 'well';
  openTabs(TABS, seed);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(arrivals.every(({ attempt }) => attempt === 1)).toBe(true);
  expect(arrivals.length).toBeLessThanOrEqual(13 * LOAD * TABS);
});

test.each(
  SEEDS.flatMap((seed) =>
    [
      ['CIRCUIT_BREAKER_OPEN', 20, 3],
      ['DB_POOL_EXHAUSTED', 1, 6],
      ['OVERLOADED', 3, 20],
      ['DRAINING', null, 30],
    ].map((row) => [...row, seed] as const),
  ),
)('%s (%s s) lets at most %d probes through in a minute (seed %d)', async (...row) => {
  const [code, seconds, most, seed] = row as [string, number | null, number, number];
  script = () => ({ code, seconds });
  openTabs(TABS, seed);
  await vi.advanceTimersByTimeAsync(60_000);
  const first = since(0).filter(({ at }) => at < 50);
  const later = since(50);
  expect(first).toHaveLength(LOAD * TABS);
  expect(later.length).toBeGreaterThan(0);
  expect(later.length).toBeLessThanOrEqual(most);
  const gaps = later.slice(1).map(({ at }, index) => at - later[index]!.at);
  const least = code === 'DB_POOL_EXHAUSTED' ? 5_000 : Math.max(1, seconds ?? 1) * 1_000;
  expect(Math.min(...gaps, later[0]!.at)).toBeGreaterThanOrEqual(least);
});

test.each(SEEDS)('a lost server is looked for by one request at a time (seed %d)', async (seed) => {
  script = () => 'cut';
  openTabs(TABS, seed);
  await vi.advanceTimersByTimeAsync(60_000);
  const probes = since(50);
  expect(probes.length).toBeLessThanOrEqual(12);
  expect(new Set(probes.map(({ at }) => at)).size).toBe(probes.length);
});

test.each(SEEDS)(
  'thirty seconds after the server is back every tab is fresh (seed %d)',
  async (seed) => {
    script = ({ at }) => (at < 40_000 ? 'cut' : 'well');
    openTabs(TABS, seed);
    await vi.advanceTimersByTimeAsync(70_000);
    for (const board of boards)
      expect(board.state.value.summary.meta!.versions['lots']).toBeGreaterThanOrEqual(40_000);
    const retries = arrivals.filter(({ attempt }) => attempt > 1).length;
    expect(retries).toBeLessThanOrEqual(10 + 6 + LOAD * TABS);
  },
);

test.each(SEEDS)('five hundred streams cut together come back apart (seed %d)', (seed) => {
  const DOWN_MS = 6_000;
  const random = mulberry(seed);
  const opened: number[] = [];
  const streams = new Map<EventStream, boolean>();
  for (let browser = 0; browser < 500; browser++) {
    const stream: EventStream = new EventStream(
      (news) => news.what === 'link' && streams.set(stream, news.lost === null),
      {
        random,
        now: () => performance.now(),
        wallClock: () => Date.now(),
        open: (_, __, reader) => {
          const isDown = performance.now() < DOWN_MS;
          opened.push(performance.now());
          setTimeout(() => (isDown ? reader.ended({ kind: 'network' }) : reader.opened()));
          return () => undefined;
        },
      },
    );
    streams.set(stream, false);
    stream.start();
  }
  vi.advanceTimersByTime(DOWN_MS + 20_000);
  expect([...streams.values()].filter((stands) => stands)).toHaveLength(500);
  const tenths = new Map<number, number>();
  for (const at of opened.filter((each) => each > 0)) {
    const tenth = Math.floor(at / 100);
    tenths.set(tenth, (tenths.get(tenth) ?? 0) + 1);
  }
  expect(Math.max(...tenths.values())).toBeLessThan(50);
  const back = [...tenths].filter(([tenth]) => tenth * 100 >= DOWN_MS).map(([, count]) => count);
  expect(Math.max(...back)).toBeLessThan(40);
});
