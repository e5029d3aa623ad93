import { expect, test } from 'vitest';
import type { Meta } from './contract';
import { EMPTY_PANEL, judge, NOTHING_YET, type Circumstances, type Panel } from './trust';

const meta: Meta = {
  versions: { lots: 7 },
  asOf: '2026-11-23T06:00:00Z',
  stale: false,
  degraded: [],
};
const shown = (change: Partial<Panel<string>> = {}): Panel<string> => ({
  ...EMPTY_PANEL,
  data: 'figures',
  meta,
  confirmedAt: 10_000,
  ...change,
});
const at = (change: Partial<Circumstances> = {}): Circumstances => ({
  table: 'lots',
  now: 12_000,
  freshForSeconds: 15,
  lost: null,
  serverTime: null,
  ...change,
});
const since = '2026-11-23T06:00:00Z';

test('a page that has asked for nothing is loading', () => {
  expect(NOTHING_YET.trust).toBe('loading');
  expect(NOTHING_YET.version).toBeNull();
});

test('fresh answers are live, with the age of the oldest', () => {
  const verdict = judge([shown(), shown({ confirmedAt: 4_000 })], at());
  expect(verdict).toMatchObject({ trust: 'live', version: 7, ageSeconds: 8, shown: true });
});

test('the lowest version is named, since every panel is at least as new', () => {
  const older = shown({ meta: { ...meta, versions: { lots: 5 } } });
  expect(judge([shown(), older], at()).version).toBe(5);
});

test('what the server calls stale is stale, under the most urgent code', () => {
  const degraded = [
    { code: 'CACHE_STALE', table: 'lots', since },
    { code: 'DB_POOL_EXHAUSTED', table: 'lots', since },
  ] as const;
  const verdict = judge([shown({ meta: { ...meta, stale: true, degraded } })], at());
  expect(verdict).toMatchObject({ trust: 'stale', code: 'DB_POOL_EXHAUSTED', unconfirmed: false });
});

test('a code without staleness is degraded', () => {
  const degraded = [{ code: 'SNAPSHOT_WRITE_FAILED', table: 'lots', since }] as const;
  const verdict = judge([shown({ meta: { ...meta, degraded } }), shown()], at());
  expect(verdict).toMatchObject({ trust: 'degraded', code: 'SNAPSHOT_WRITE_FAILED' });
});

test('the same code told by several panels is told once', () => {
  const degraded = [{ code: 'SOURCE_STALLED', table: 'lots', since }] as const;
  const panel = shown({ meta: { ...meta, degraded } });
  expect(judge([panel, panel, panel], at()).degraded).toHaveLength(1);
});

test('figures that nobody confirms grow stale by themselves', () => {
  const verdict = judge([shown()], at({ now: 10_000 + 15_001 }));
  expect(verdict).toMatchObject({ trust: 'stale', code: 'CACHE_STALE', unconfirmed: true });
});

test('without a connection, old figures are blamed on the connection', () => {
  const verdict = judge([shown()], at({ now: 60_000, lost: { kind: 'network' } }));
  expect(verdict).toMatchObject({ trust: 'failed', failure: { kind: 'network' } });
  expect(judge([shown()], at({ lost: { kind: 'network' } })).trust).toBe('live');
});

test('a failure beside figures keeps them and says failed', () => {
  const verdict = judge([shown({ failure: { kind: 'timeout' }, failedAt: 1 })], at());
  expect(verdict).toMatchObject({ trust: 'failed', shown: true, version: 7 });
});

test('a first reading that has not finished is loading, not failed', () => {
  const problem = {
    type: '',
    title: '',
    status: 503,
    detail: '',
    code: 'CACHE_WARMING',
    retryable: true,
    retryAfterSeconds: 5,
    traceId: '0123456789abcdef',
  };
  const warming: Panel<string> = { ...EMPTY_PANEL, failure: { kind: 'problem', problem } };
  expect(judge([warming], at())).toMatchObject({ trust: 'loading', shown: false });
  const cut: Panel<string> = { ...EMPTY_PANEL, failure: { kind: 'network' } };
  expect(judge([cut], at()).trust).toBe('failed');
});

test('the age of the data is told apart from the age of its confirmation', () => {
  const serverTime = Date.parse('2026-11-23T09:00:00Z');
  const verdict = judge([shown()], at({ serverTime }));
  expect(verdict).toMatchObject({ ageSeconds: 2, dataAgeSeconds: 10_800 });
  expect(judge([shown()], at()).dataAgeSeconds).toBeNull();
});
