import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compact, decimal, inUnit, percent, ratio, unitFor, whole } from './numbers';

/** Half-even rounding by another road: the nearest candidates compared as fractions. */
function oracle(part: number, all: number, scale: number, digits: number): string {
  if (all === 0) return format(0n, digits);
  const numerator = BigInt(part) * BigInt(scale) * 10n ** BigInt(digits);
  const denominator = BigInt(all);
  let best = numerator / denominator;
  const distance = (candidate: bigint): bigint => {
    const gap = numerator - candidate * denominator;
    return gap < 0n ? -gap : gap;
  };
  const above = best + 1n;
  if (distance(above) < distance(best)) best = above;
  else if (distance(above) === distance(best) && best % 2n !== 0n) best = above;
  return format(best, digits);
}

function format(value: bigint, digits: number): string {
  const text = value.toString().padStart(digits + 1, '0');
  const head = Number(text.slice(0, text.length - digits)).toLocaleString('en-US');
  return digits === 0 ? head : `${head}.${text.slice(-digits)}`;
}

test('every share of up to 400 is rounded as exact decimal arithmetic rounds it', () => {
  for (let all = 0; all <= 400; all++) {
    for (let part = 0; part <= all; part++) {
      const shown = percent(part, all);
      if (shown !== oracle(part, all, 100, 1)) throw new Error(`${part} of ${all}: ${shown}`);
    }
  }
});

test('ratios of plants of any size are rounded half even', () => {
  fc.assert(
    fc.property(
      fc.nat(1_000_000_000),
      fc.nat(1_000_000_000),
      fc.constantFrom(0, 1, 2),
      (part, all, digits) => {
        expect(ratio(part, all, 100, digits)).toBe(oracle(part, all, 100, digits));
      },
    ),
  );
});

test('a tie goes to the even neighbour', () => {
  expect(percent(1, 2000)).toBe('0.0');
  expect(percent(3, 2000)).toBe('0.2');
  expect(ratio(5, 2, 1, 0)).toBe('2');
  expect(ratio(7, 2, 1, 0)).toBe('4');
});

test('a share of nothing is zero', () => {
  expect(percent(0, 0)).toBe('0.0');
});

test('products beyond the range of doubles are still exact, and signs are kept', () => {
  expect(ratio(Number.MAX_SAFE_INTEGER, 3, 100, 1)).toBe('300,239,975,158,033,033.3');
  expect([ratio(-5, 2, 1, 0), ratio(-1, 3, 1, 0), percent(-1, 8)]).toEqual(['−2', '0', '−12.5']);
  expect(() => ratio(0.5, 3, 100, 1)).toThrow(RangeError);
});

describe('a double of the API', () => {
  test.each([
    [2.25, 1, '2.2'],
    [2.35, 1, '2.4'],
    [2.65, 1, '2.6'],
    [0.05, 1, '0.0'],
    [0.15, 1, '0.2'],
    [-0.04, 1, '0.0'],
    [-2.75, 1, '−2.8'],
    [1e21, 0, '1,000,000,000,000,000,000,000'],
    [1e-7, 1, '0.0'],
    [5e-7, 6, '0.000000'],
    [1.5e-6, 6, '0.000002'],
    [9.96, 1, '10.0'],
    [1234.56, 1, '1,234.6'],
    [7, 1, '7.0'],
  ])('%d to %d places reads %s', (value, digits, text) => {
    expect(decimal(value, digits)).toBe(text);
  });

  test('is never further than half a unit from what is shown', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (value) => {
        const shown = Number(decimal(value, 1).replaceAll(',', ''));
        expect(Math.abs(shown - value)).toBeLessThanOrEqual(0.05 + 1e-9);
      }),
    );
  });

  test('without a value is a dash', () => {
    expect([decimal(null, 1), whole(null), compact(undefined)]).toEqual(['–', '–', '–']);
  });
});

test.each([
  [0, '0'],
  [9_999, '9,999'],
  [10_000, '10.00 k'],
  [45_204, '45.20 k'],
  [99_994, '99.99 k'],
  [99_995, '100.0 k'],
  [450_250, '450.2 k'],
  [999_949, '999.9 k'],
  [999_950, '1.00 M'],
  [80_930_000, '80.93 M'],
  [161_200_000, '161.2 M'],
  [2_500_000_000, '2,500 M'],
  [-12_000, '−12.00 k'],
])('%d pieces are written %s in every language', (value, text) => {
  expect(compact(value)).toBe(text);
});

test('a count is grouped in thousands', () => {
  expect([whole(0), whole(999), whole(1_234), whole(1_234_567), whole(-1_000)]).toEqual([
    '0',
    '999',
    '1,234',
    '1,234,567',
    '−1,000',
  ]);
});

test('a matrix is shown in the smallest unit that keeps its largest cell in four digits', () => {
  expect([80, 9_999, 10_000, 9_999_499, 9_999_500].map(unitFor)).toEqual([
    1, 1, 1_000, 1_000, 1_000_000,
  ]);
  fc.assert(
    fc.property(fc.nat(9_000_000_000), (largest) => {
      expect(inUnit(largest, unitFor(largest)).length).toBeLessThanOrEqual(5);
    }),
  );
});

test('zero is blank and less than half a unit is no zero', () => {
  expect([0, 1, 500, 501, 1_500, 2_500].map((value) => inUnit(value, 1_000))).toEqual([
    '',
    '<1',
    '<1',
    '1',
    '2',
    '2',
  ]);
});
