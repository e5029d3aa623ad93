import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Problem } from './contract';
import {
  closes,
  drawn,
  isFinal,
  isWarming,
  refusesAddress,
  waitAfter,
  type Failure,
  type Wait,
} from './failure';

const refused = (problem: Partial<Problem>): Failure => ({
  kind: 'problem',
  problem: {
    type: '',
    title: '',
    status: 503,
    detail: '',
    code: 'DB_UNREACHABLE',
    retryable: true,
    retryAfterSeconds: null,
    traceId: '0123456789abcdef',
    ...problem,
  },
});

const most = ({ least, spread }: Wait): number => least + spread;

test('what cannot mend is never asked again, nor is any 4xx but 429', () => {
  for (const code of ['INVALID_PARAMETER', 'NOT_FOUND', 'DB_QUERY_ERROR', 'DB_AUTH_FAILED'])
    expect(waitAfter(refused({ code, retryable: false }), 1)).toBeNull();
  for (const status of [400, 401, 404, 408, 421, 431]) {
    expect(waitAfter(refused({ status, retryAfterSeconds: 2 }), 1)).toBeNull();
    expect(waitAfter({ kind: 'unreadable', status, retryAfterSeconds: 2 }, 1)).toBeNull();
  }
  expect(waitAfter(refused({ status: 429, retryAfterSeconds: 7 }), 1)?.least).toBe(7_000);
});

test('the server’s own wait is kept at every attempt, and spread by up to five seconds more', () => {
  for (const attempt of [1, 9])
    expect(waitAfter(refused({ retryAfterSeconds: 24 }), attempt)).toEqual({
      least: 24_000,
      spread: 5_000,
    });
  const bad = { kind: 'unreadable', status: 503, retryAfterSeconds: 3 } as const;
  expect(waitAfter(bad, 1)).toEqual({ least: 3_000, spread: 3_000 });
});

test('without a word the moment is random over a span that doubles to fifteen seconds', () => {
  const spans = [1, 2, 3, 4, 5, 60].map((attempt) => waitAfter({ kind: 'network' }, attempt));
  expect(spans.map((wait) => wait!.least)).toEqual([1, 1, 1, 1, 1, 1].map((each) => each * 1_000));
  expect(spans.map((wait) => wait!.spread)).toEqual([2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
});

test('everyone asks again within twenty seconds of a lost server’s return', () => {
  for (const kind of ['network', 'offline', 'timeout'] as const)
    expect(most(waitAfter({ kind }, 60)!)).toBeLessThanOrEqual(20_000);
});

test('a full pool is left alone for five seconds and more each time, whatever is said', () => {
  const full = { code: 'DB_POOL_EXHAUSTED' };
  const leasts = [1, 2, 3, 4, 5].map((attempt) => waitAfter(refused(full), attempt)!.least);
  expect(leasts).toEqual([5_000, 10_000, 20_000, 20_000, 20_000]);
  expect(waitAfter(refused({ ...full, retryAfterSeconds: 1 }), 1)!.least).toBe(5_000);
  expect(waitAfter(refused({ ...full, retryAfterSeconds: 9 }), 1)!.least).toBe(9_000);
  expect(most(waitAfter(refused(full), 60)!)).toBeLessThanOrEqual(30_000);
});

test('no retry is ever fast, and no wait is longer than a browser can count', () => {
  const said = fc.option(fc.oneof(fc.integer(), fc.double({ noNaN: true })));
  fc.assert(
    fc.property(said, fc.integer({ min: 1, max: 10_000 }), (retryAfterSeconds, attempt) => {
      const wait = waitAfter(refused({ retryAfterSeconds }), attempt)!;
      expect(wait.least).toBeGreaterThanOrEqual(1_000);
      expect(wait.spread).toBeGreaterThanOrEqual(1_000);
      expect(most(wait)).toBeLessThan(2 ** 31 - 1);
      expect(drawn(wait, 0)).toBe(Math.round(wait.least));
      expect(drawn(wait, 0.999)).toBeLessThanOrEqual(Math.ceil(most(wait)));
    }),
  );
});

test('a full pool, a breaker and a lost database concern their lane; load and silence everything', () => {
  const closedBy = (failure: Failure): readonly string[] => closes(failure, 'database');
  const lane = ['DB_UNREACHABLE', 'CIRCUIT_BREAKER_OPEN', 'DB_POOL_EXHAUSTED', 'SOURCE_BUSY'];
  for (const code of lane) expect(closedBy(refused({ code }))).toEqual(['database']);
  for (const code of ['OVERLOADED', 'DRAINING', 'RATE_LIMITED'])
    expect(closedBy(refused({ code }))).toEqual(['memory', 'database']);
  expect(closedBy({ kind: 'network' })).toEqual(['memory', 'database']);
  for (const code of ['DB_QUERY_TIMEOUT', 'CACHE_WARMING', 'INTERNAL'])
    expect(closedBy(refused({ code }))).toEqual([]);
  expect(closedBy(refused({ code: 'DB_UNREACHABLE', retryable: false }))).toEqual([]);
  expect(closedBy({ kind: 'timeout' })).toEqual([]);
});

test('a refused question is final, a fault of the source or a busy server is not', () => {
  const invalid = refused({ code: 'INVALID_PARAMETER', status: 400, retryable: false });
  const hostile = refused({ code: 'HOST_REJECTED', status: 421, retryable: false });
  const login = refused({ code: 'DB_AUTH_FAILED', status: 503, retryable: false });
  const limited = refused({ code: 'RATE_LIMITED', status: 429, retryable: true });
  const all = [invalid, hostile, login, limited, { kind: 'network' } as const, null];
  expect(all.map(isFinal)).toEqual([true, true, false, false, false, false]);
  expect(all.map(refusesAddress)).toEqual([true, false, false, false, false, false]);
  expect(refusesAddress(refused({ code: 'URI_TOO_LONG', status: 414 }))).toBe(true);
});

test('only a server without a first version is warming', () => {
  expect(isWarming(refused({ code: 'CACHE_WARMING' }))).toBe(true);
  expect(isWarming(refused({ code: 'CACHE_EXPIRED' }))).toBe(false);
  expect(isWarming({ kind: 'network' })).toBe(false);
  expect(isWarming(null)).toBe(false);
});
