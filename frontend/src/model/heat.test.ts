import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { heatStep } from './heat';

test('steps are equal steps of the square root', () => {
  const atRoots = [0, 1, 4, 9, 16, 25, 36].map((value) => heatStep(value, 36));
  expect(atRoots).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('only an empty cell is without a fill, and only the top of the range reaches the last step', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 1_000_000 }), (value, largest) => {
      const step = heatStep(value, largest);
      expect(step === 0).toBe(value === 0);
      expect(step).toBeLessThanOrEqual(6);
      if (step === 6) expect(value / largest).toBeGreaterThan((5 / 6) ** 2 - 1e-9);
    }),
  );
});

test('a larger quantity never has a lighter step', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(10_000), (a, b) => {
      const [less, more] = a < b ? [a, b] : [b, a];
      expect(heatStep(less, 10_000)).toBeLessThanOrEqual(heatStep(more, 10_000));
    }),
  );
});

test('a matrix of zeros has no steps to divide', () => {
  expect(heatStep(0, 0)).toBe(0);
});
