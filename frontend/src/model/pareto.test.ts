import { expect, test } from 'vitest';
import type { HoldPareto } from './contract';
import { clip, paretoOf } from './pareto';

const holds: HoldPareto = {
  reasons: [
    { reason: 'Yield', holdType: 'quality', lots: 20, qty: 1000, cumulativeShare: 0.5 },
    { reason: 'Split', holdType: 'nonQuality', lots: 10, qty: 400, cumulativeShare: 0.75 },
    { reason: null, holdType: 'quality', lots: 10, qty: 500, cumulativeShare: 1 },
  ],
  total: { lots: 40, qty: 1900 },
};

test('each hold type has its own running share, up to 100', () => {
  expect(paretoOf(holds, 'quality').map(({ reason, cumulative }) => [reason, cumulative])).toEqual([
    ['Yield', '67'],
    [null, '100'],
  ]);
  expect(paretoOf(holds, 'nonQuality').map(({ cumulative }) => cumulative)).toEqual(['100']);
});

test('a type without holds has no bars', () => {
  expect(paretoOf({ reasons: [], total: { lots: 0, qty: 0 } }, 'quality')).toEqual([]);
});

test('a long name is cut at its width, Chinese being twice as wide', () => {
  expect(clip('Yield below limit', 20)).toBe('Yield below limit');
  expect(clip('Yield below limit', 9)).toBe('Yield bel…');
  expect(clip('客戶要求暫停', 8)).toBe('客戶要求…');
});
