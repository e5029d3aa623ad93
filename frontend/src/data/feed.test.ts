import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Failure } from '../model/failure';
import { Feed, type Loaded } from './feed';
import type { Failed } from './mes-api';

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

const problem = (code: string): Failure => ({
  kind: 'problem',
  problem: {
    type: '',
    title: '',
    status: 503,
    detail: '',
    code,
    retryable: true,
    retryAfterSeconds: null,
    traceId: '0123456789abcdef',
  },
});
const failed = (failure: Failure, millis: number | null, sent = true): Failed => ({
  kind: 'failed',
  failure,
  retryAt: millis === null ? null : performance.now() + millis,
  sent,
});
const cut = (millis: number): Failed => failed({ kind: 'network' }, millis);
const refused = (code: string, seconds: number | null): Failed =>
  failed(problem(code), seconds === null ? null : seconds * 1_000);
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
  await calls[0]!.end(cut(2_000));
  expect(feed.state.value).toEqual({ busy: true, nextAttemptAt: null });
  await calls[1]!.end('done');
  expect(feed.state.value).toEqual({ busy: false, nextAttemptAt: null });
});

test('a failed load is made again when it may be, not sooner, whatever is announced', async () => {
  feed.ask();
  await calls[0]!.end(refused('DB_POOL_EXHAUSTED', 5));
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
  await calls[0]!.end(cut(2_000));
  await pass(2_000);
  await calls[1]!.end(cut(4_000));
  await pass(4_000);
  await calls[2]!.end('done');
  feed.changed();
  await pass(1_000);
  expect(calls.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 1]);
});

test('what was held back is no attempt', async () => {
  feed.ask();
  await calls[0]!.end(failed({ kind: 'network' }, 3_000, false));
  await pass(3_000);
  await calls[1]!.end(failed({ kind: 'network' }, 3_000));
  await pass(3_000);
  expect(calls.map(({ attempt }) => attempt)).toEqual([1, 1, 2]);
});

test('a sign of life ends the wait after silence, and leaves alone what is well', async () => {
  feed.ask();
  await calls[0]!.end(cut(9_000));
  feed.renew(true);
  expect(calls).toHaveLength(2);
  await calls[1]!.end('done');
  feed.renew(true);
  expect(calls).toHaveLength(2);
});

test('a refusal that cannot mend is not repeated until something changes', async () => {
  feed.ask();
  await calls[0]!.end(refused('DB_QUERY_ERROR', null));
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
  expect(calls[1]!.attempt).toBe(1);
});

test('a server that may be back is asked at once, anew from the first attempt', async () => {
  feed.ask();
  await calls[0]!.end(cut(2_000));
  await pass(2_000);
  await calls[1]!.end(cut(2_000));
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
  await calls[0]!.end(cut(2_000));
  feed.changed();
  feed.ask();
  await pass(60_000);
  expect(calls).toHaveLength(1);
  expect(calls[0]!.current()).toBe(false);
});
