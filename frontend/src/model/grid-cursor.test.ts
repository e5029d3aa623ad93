import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { moved } from './grid-cursor';

test('arrows walk through cells and headings', () => {
  expect(moved('ArrowDown', { row: 0, column: 0 }, 3, 3)).toEqual({ row: 1, column: 0 });
  expect(moved('ArrowUp', { row: 0, column: 1 }, 3, 3)).toEqual({ row: -1, column: 1 });
  expect(moved('ArrowLeft', { row: 2, column: 0 }, 3, 3)).toEqual({ row: 2, column: -1 });
  expect(moved('End', { row: 2, column: 0 }, 3, 3)).toEqual({ row: 2, column: 2 });
});

test('the corner between the headings is no place to be', () => {
  expect(moved('ArrowUp', { row: 0, column: -1 }, 3, 3)).toEqual({ row: 0, column: -1 });
  expect(moved('ArrowLeft', { row: -1, column: 0 }, 3, 3)).toEqual({ row: -1, column: 0 });
});

test('other keys do not move', () => {
  expect(moved('a', { row: 0, column: 0 }, 3, 3)).toBeNull();
  expect(moved('Escape', { row: 0, column: 0 }, 3, 3)).toBeNull();
});

test('no key leads out of the grid', () => {
  const keys = [
    'ArrowDown',
    'ArrowUp',
    'ArrowLeft',
    'ArrowRight',
    'Home',
    'End',
    'PageUp',
    'PageDown',
  ];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...keys)),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 30 }),
      (pressed, rows, columns) => {
        let at = { row: 0, column: 0 };
        for (const key of pressed) {
          at = moved(key, at, rows, columns)!;
          expect(at.row >= -1 && at.row < rows && at.column >= -1 && at.column < columns).toBe(
            true,
          );
          expect(at.row < 0 && at.column < 0).toBe(false);
        }
      },
    ),
  );
});
