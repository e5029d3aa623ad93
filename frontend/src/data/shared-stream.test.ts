import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeBrowser, type FakeTab } from '../testing/fake-browser';
import type { LineReader } from './event-line';
import { SharedStream } from './shared-stream';
import { ALONE, type News, type Tabs } from './tabs';

/** One page in one tab, with what it was told. */
interface Page {
  readonly tab: FakeTab;
  readonly stream: SharedStream;
  readonly news: News[];
}
interface Connection {
  readonly tab: Tabs;
  readonly reader: LineReader;
  closed: boolean;
}

let browser: FakeBrowser;
let connections: Connection[];

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  browser = new FakeBrowser();
  connections = [];
});
afterEach(() => vi.useRealTimers());

const pass = (millis = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(millis);
const standing = (): Connection[] =>
  connections.filter(({ tab, closed }) => !closed && (tab === ALONE || isOpen(tab)));
const isOpen = (tab: Tabs): boolean => browser.tabs.some((each) => each === tab);
const only = (): Connection => {
  expect(standing()).toHaveLength(1);
  return standing()[0]!;
};

function streamOf(tabs: Tabs, news: News[]): SharedStream {
  return new SharedStream((each) => news.push(each), {
    tabs,
    now: () => performance.now(),
    wallClock: () => Date.now(),
    random: () => 0,
    open: (_, __, reader) => {
      const connection = { tab: tabs, reader, closed: false };
      connections.push(connection);
      return () => (connection.closed = true);
    },
  });
}

async function openPage(): Promise<Page> {
  const tab = browser.open();
  const news: News[] = [];
  const stream = streamOf(tab, news);
  stream.start();
  await pass();
  return { tab, stream, news };
}

function publish({ reader }: Connection, version: number): void {
  reader.event('version', JSON.stringify({ table: 'lots', version, asOf: null, rows: 1 }));
}
const versions = ({ news }: Page): (string | number)[] =>
  news
    .filter((each) => each.what === 'version')
    .map(({ event, first }) => (first ? `first ${event.version}` : event.version));

test('three tabs hold one connection, and all hear each version once', async () => {
  const pages = [await openPage(), await openPage(), await openPage()];
  only().reader.opened();
  publish(only(), 4);
  publish(only(), 5);
  await pass();
  for (const page of pages) expect(versions(page)).toEqual(['first 4', 5]);
});

test('a tab that comes later is told the present state, which is no news', async () => {
  const leader = await openPage();
  only().reader.opened();
  only().reader.event('heartbeat', JSON.stringify({ now: new Date(2_000_000).toISOString() }));
  for (const version of [4, 5]) publish(only(), version);
  await pass(3_000);
  const late = await openPage();
  expect(versions(late)).toEqual(['first 5']);
  expect(late.news).toContainEqual({ what: 'link', lost: null, retryMillis: 0 });
  expect(late.news).toContainEqual({ what: 'clock', now: 2_003_000 });
  expect(versions(leader)).toEqual(['first 4', 5]);
});

test('a tab that comes during an outage is told why and when the next attempt is', async () => {
  await openPage();
  const problem = { code: 'DRAINING', retryable: true, retryAfterSeconds: 9, status: 503 };
  only().reader.ended({ kind: 'problem', problem: problem as never });
  connections[0]!.closed = true;
  await pass(4_000);
  const late = await openPage();
  expect(late.news).toMatchObject([
    { what: 'link', retryMillis: 5_000, lost: { problem: { code: 'DRAINING' } } },
  ]);
});

test.each(['closes', 'crashes'] as const)('when the leading tab %s, another leads', async (how) => {
  const [first, ...others] = [await openPage(), await openPage(), await openPage()];
  only().reader.opened();
  if (how === 'closes') first!.stream.stop();
  first!.tab.crash();
  await pass(100);
  const next = only();
  expect(others.map(({ tab }) => tab)).toContain(next.tab);
  publish(next, 7);
  await pass();
  for (const page of others) expect(versions(page)).toEqual(['first 7']);
});

test('from a leading tab that stands still the lead is taken within twenty seconds', async () => {
  const [first, ...others] = [await openPage(), await openPage(), await openPage()];
  only().reader.opened();
  await pass(60_000);
  expect(browser.holder('andon-lead')).toBe(first!.tab);
  first!.tab.freeze();
  await pass(20_000);
  const leader = browser.holder('andon-lead');
  expect(others.map(({ tab }) => tab)).toContain(leader);
  publish(
    connections.findLast(({ tab }) => tab === leader)!,
    8,
  );
  await pass();
  for (const page of others) expect(versions(page)).toEqual(['first 8']);
  first!.tab.thaw();
  await pass(20_000);
  expect(browser.holder('andon-lead')).toBe(leader);
  expect(only().tab).toBe(leader);
});

test('a leader that answers keeps its lead for hours, also where its own timers are slow', async () => {
  const [first] = [await openPage(), await openPage()];
  only().reader.opened();
  for (let beat = 0; beat < 240; beat++) {
    await pass(15_000);
    only().reader.event('heartbeat', JSON.stringify({ now: new Date().toISOString() }));
  }
  expect(browser.holder('andon-lead')).toBe(first!.tab);
  expect(connections).toHaveLength(1);
});

test('a tab without locks has a connection of its own', () => {
  const pages = [1, 2, 3].map(() => streamOf(ALONE, []));
  for (const page of pages) page.start();
  expect(standing()).toHaveLength(3);
});

test('where the browser refuses the lock, every tab leads', async () => {
  const refusing = {
    ...ALONE,
    locks: { request: () => Promise.reject(new DOMException('', 'SecurityError')) },
  } as Tabs;
  streamOf(refusing, []).start();
  await pass();
  expect(connections).toHaveLength(1);
});

test('a stopped page neither leads nor follows', async () => {
  const [first, second] = [await openPage(), await openPage()];
  first.stream.stop();
  second.stream.stop();
  await pass(60_000);
  expect(standing()).toHaveLength(0);
  expect(browser.holder('andon-lead')).toBeNull();
});
