import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Problem } from './contract';
import { isFinal, isWarming, refusesAddress, retryDelay, type Failure } from './failure';

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

test('a failure that cannot mend itself is never asked again', () => {
  for (const code of ['INVALID_PARAMETER', 'NOT_FOUND', 'DB_QUERY_ERROR', 'DB_AUTH_FAILED']) {
    expect(retryDelay(refused({ code, retryable: false }), 1, 0)).toBeNull();
  }
});

test('the server’s own wait is kept', () => {
  expect(retryDelay(refused({ retryAfterSeconds: 24 }), 1, 0)).toBe(24_000);
  expect(retryDelay(refused({ retryAfterSeconds: 24 }), 9, 0)).toBe(24_000);
});

test('waits grow to sixteen seconds without a word from the server', () => {
  const waits = [1, 2, 3, 4, 5, 6, 60].map((attempt) =>
    retryDelay({ kind: 'network' }, attempt, 0),
  );
  expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 16_000, 16_000, 16_000]);
});

test('everyone asks again within twenty seconds of a lost server’s return', () => {
  expect(retryDelay({ kind: 'network' }, 60, 0.999)).toBeLessThanOrEqual(20_000);
  expect(retryDelay({ kind: 'timeout' }, 60, 0.999)).toBeLessThanOrEqual(20_000);
});

test('a full pool is left alone for five seconds whatever is said', () => {
  const full = { code: 'DB_POOL_EXHAUSTED' };
  expect(retryDelay(refused({ ...full, retryAfterSeconds: 1 }), 1, 0)).toBe(5_000);
  expect(retryDelay(refused(full), 1, 0)).toBe(5_000);
  expect(retryDelay(refused({ ...full, retryAfterSeconds: 9 }), 1, 0)).toBe(9_000);
});

test('no retry is ever fast, and browsers are spread by a fifth at most', () => {
  fc.assert(
    fc.property(
      fc.option(fc.nat(100)),
      fc.integer({ min: 1, max: 1_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (retryAfterSeconds, attempt, random) => {
        const least = retryDelay(refused({ retryAfterSeconds }), attempt, 0)!;
        const delay = retryDelay(refused({ retryAfterSeconds }), attempt, random)!;
        expect(least).toBeGreaterThanOrEqual(1_000);
        expect(delay).toBeGreaterThanOrEqual(least);
        expect(delay).toBeLessThanOrEqual(Math.ceil(least * 1.2));
      },
    ),
  );
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
