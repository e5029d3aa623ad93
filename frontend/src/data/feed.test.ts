import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Failure } from '../model/failure';
import { Feed, type Loaded } from './feed';

interface Call {
  readonly attempt: number;
  readonly at: number;
  readonly current: () => boolean;
  end(loaded: Loaded): Promise<unknown>;
}
let calls: Call[];
let feed: Feed;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  calls = [];
  const load = (attempt: number, current: () => boolean): Promise<Loaded> =>
    new Promise((resolve) => {
      const end = (loaded: Loaded): Promise<unknown> => {
        resolve(loaded);
        return vi.advanceTimersByTimeAsync(0);
      };
      calls.push({ attempt, at: performance.now(), current, end });
    });
  feed = new Feed(load, { now: () => performance.now(), random: () => 0 });
});
afterEach(() => vi.useRealTimers());

const refused = (code: string, retryAfterSeconds: number | null, retryable = true): Failure => ({
  kind: 'problem',
  problem: {
    type: '',
    title: '',
    status: 503,
    detail: '',
    code,
    retryable,
    retryAfterSeconds,
    traceId: '0123456789abcdef',
  },
});
const pass = (millis: number): Promise<unknown> => vi.advanceTimersByTimeAsync(millis);

test('a person’s question is asked at once', () => {
  feed.ask();
  expect(calls).toHaveLength(1);
  expect(feed.state.value.busy).toBe(true);
});

test('a hundred announcements at once make one load', async () => {
  for (let times = 0; times < 100; times++) feed.changed();
  await pass(1_000);
  expect(calls).toHaveLength(1);
});

test('announcements during a load make exactly one more, after it', async () => {
  feed.ask();
  for (let times = 0; times < 100; times++) feed.changed();
  await pass(1_000);
  expect(calls).toHaveLength(1);
  await calls[0]!.end('done');
  await pass(1_000);
  expect(calls).toHaveLength(2);
  await calls[1]!.end('done');
  await pass(60_000);
  expect(calls).toHaveLength(2);
});

test('a new question supersedes a running load, whose end then means nothing', async () => {
  feed.ask();
  feed.ask();
  expect(calls.map(({ current }) => current())).toEqual([false, true]);
  await calls[0]!.end({ kind: 'network' });
  expect(feed.state.value).toEqual({ busy: true, nextAttemptAt: null });
  await calls[1]!.end('done');
  expect(feed.state.value).toEqual({ busy: false, nextAttemptAt: null });
});

test('a full pool is asked again after five seconds, not sooner, whatever is announced', async () => {
  feed.ask();
  await calls[0]!.end(refused('DB_POOL_EXHAUSTED', 1));
  expect(feed.state.value.nextAttemptAt).toBe(5_000);
  for (let second = 0; second < 4; second++) {
    feed.changed();
    await pass(1_000);
  }
  expect(calls).toHaveLength(1);
  await pass(1_000);
  expect(calls.map(({ attempt, at }) => [attempt, at])).toEqual([
    [1, 0],
    [2, 5_000],
  ]);
});

test('attempts are counted until one succeeds', async () => {
  feed.ask();
  await calls[0]!.end({ kind: 'network' });
  await pass(2_000);
  await calls[1]!.end({ kind: 'network' });
  await pass(4_000);
  await calls[2]!.end('done');
  feed.changed();
  await pass(1_000);
  expect(calls.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 1]);
});

test('a refusal that cannot mend is not repeated until something changes', async () => {
  feed.ask();
  await calls[0]!.end(refused('DB_QUERY_ERROR', null, false));
  expect(feed.state.value.nextAttemptAt).toBeNull();
  await pass(600_000);
  expect(calls).toHaveLength(1);
  feed.changed();
  await pass(1_000);
  expect(calls).toHaveLength(2);
});

test('the first version ends the wait for it at once', async () => {
  feed.ask();
  await calls[0]!.end(refused('CACHE_WARMING', 30));
  await pass(1_000);
  feed.changed();
  await pass(200);
  expect(calls).toHaveLength(2);
});

test('a server that may be back is asked at once, anew from the first attempt', async () => {
  feed.ask();
  await calls[0]!.end({ kind: 'network' });
  await pass(2_000);
  await calls[1]!.end({ kind: 'network' });
  feed.renew();
  expect(calls.map(({ attempt, at }) => [attempt, at])).toEqual([
    [1, 0],
    [2, 2_000],
    [1, 2_000],
  ]);
  feed.renew();
  expect(calls.map(({ current }) => current())).toEqual([false, false, false, true]);
});

test('the wait that a server asked for outlasts a pause', async () => {
  feed.ask();
  await calls[0]!.end(refused('OVERLOADED', 12));
  feed.renew();
  await pass(11_999);
  expect(calls).toHaveLength(1);
  await pass(1);
  expect(calls).toHaveLength(2);
});

test('a stopped feed neither loads nor listens', async () => {
  feed.ask();
  feed.stop();
  await calls[0]!.end({ kind: 'network' });
  feed.changed();
  feed.ask();
  await pass(60_000);
  expect(calls).toHaveLength(1);
  expect(calls[0]!.current()).toBe(false);
});
