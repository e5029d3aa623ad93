import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scrollTo, TALLEST, windowOf, type Extent } from './window';

const extents = fc
  .record({
    count: fc.nat(3_000_000),
    size: fc.integer({ min: 20, max: 60 }),
    viewport: fc.integer({ min: 60, max: 2_000 }),
    overscan: fc.nat(10),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ part, ...rest }): Extent => {
    const length = Math.min(rest.count * rest.size, TALLEST);
    return { ...rest, scroll: Math.max(0, length - rest.viewport) * part };
  });

test('the window covers the viewport and holds no more than it needs', () => {
  fc.assert(
    fc.property(extents, (extent) => {
      const { first, end, origin } = windowOf(extent);
      const { count, size, viewport, scroll, overscan } = extent;
      expect(end - first).toBeLessThanOrEqual(Math.ceil(viewport / size) + 1 + 2 * overscan);
      if (first > 0) expect(origin + first * size).toBeLessThanOrEqual(scroll + 1e-3);
      if (end < count) expect(origin + end * size).toBeGreaterThanOrEqual(scroll + viewport - 1e-3);
    }),
  );
});

test('every item can be scrolled into sight, whatever the length of the list', () => {
  fc.assert(
    fc.property(extents, fc.nat(), (extent, pick) => {
      fc.pre(extent.count > 0);
      const item = pick % extent.count;
      const scroll = scrollTo(item, extent);
      const { first, end, origin } = windowOf({ ...extent, scroll });
      expect(item >= first && item < end).toBe(true);
      const top = origin + item * extent.size - scroll;
      expect(top).toBeGreaterThanOrEqual(-0.01);
      expect(top + extent.size).toBeLessThanOrEqual(extent.viewport + 0.01);
    }),
  );
});

test('no box is taller than browsers lay out', () => {
  const million = { count: 1_000_000, size: 26, viewport: 200, scroll: 0, overscan: 0 };
  expect(windowOf(million).length).toBe(TALLEST);
  expect(windowOf({ ...million, scroll: TALLEST }).end).toBe(1_000_000);
});

test('an item in sight does not move the list', () => {
  const extent = { count: 100, size: 20, viewport: 100, scroll: 200, overscan: 2 };
  expect(scrollTo(12, extent)).toBe(200);
  expect(scrollTo(9, extent)).toBe(180);
  expect(scrollTo(15, extent)).toBe(220);
});

test('an empty list has an empty window', () => {
  const none = windowOf({ count: 0, size: 20, viewport: 100, scroll: 50, overscan: 5 });
  expect(none).toEqual({ first: 0, end: 0, origin: 0, length: 0 });
});
