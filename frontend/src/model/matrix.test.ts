import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Matrix } from './contract';
import { matrixView } from './matrix';

const worked: Matrix = {
  rows: [
    { workcenter: 'ETCH', order: 1, lots: 8, qty: 80 },
    { workcenter: 'DIFF', order: 2, lots: 7, qty: 70 },
  ],
  columns: [
    { package: 'A', lots: 9, qty: 90 },
    { package: 'B', lots: 6, qty: 60 },
  ],
  cells: [
    [0, 0, 5, 50, 0],
    [0, 1, 3, 30, 10],
    [1, 0, 4, 40, 0],
    [1, 1, 3, 30, 0],
  ],
  total: { lots: 15, qty: 150 },
};

test('ETCH{A 50, B 30}, DIFF{A 40, B 30} gives rows 80, 70, columns 90, 60 and 150 in all', () => {
  const view = matrixView(worked, worked);
  expect(view.rows.map(({ name, qty }) => [name, qty])).toEqual([
    ['ETCH', 80],
    ['DIFF', 70],
  ]);
  expect(view.columns.map(({ name, qty }) => [name, qty])).toEqual([
    ['A', 90],
    ['B', 60],
  ]);
  expect(view.total.qty).toBe(150);
  expect(view.cell(0, 0)).toEqual({ lots: 5, qty: 50, holdQty: 0, step: 6, abnormal: false });
  expect(view.cell(1, 1)?.qty).toBe(30);
});

test('a cell with more than 12 % on hold is marked, one with exactly 12 % is not', () => {
  const marks = [12, 13].map((holdQty) => {
    const matrix: Matrix = { ...worked, cells: [[0, 0, 2, 100, holdQty]] };
    return matrixView(matrix, matrix).cell(0, 0)?.abnormal;
  });
  expect(marks).toEqual([false, true]);
});

test('a filtered matrix keeps the rows and columns where they were', () => {
  const filtered: Matrix = {
    rows: [{ workcenter: 'DIFF', order: 2, lots: 1, qty: 10 }],
    columns: [{ package: 'B', lots: 1, qty: 10 }],
    cells: [[0, 0, 1, 10, 0]],
    total: { lots: 1, qty: 10 },
  };
  const view = matrixView(filtered, worked);
  expect(view.rows.map(({ name, qty }) => [name, qty])).toEqual([
    ['ETCH', 0],
    ['DIFF', 10],
  ]);
  expect(view.columns.map(({ name }) => name)).toEqual(['A', 'B']);
  expect(view.cell(1, 1)?.qty).toBe(10);
  expect(view.cell(0, 0)).toBeNull();
});

test('what the unfiltered matrix does not know yet comes last and is never dropped', () => {
  const newer: Matrix = {
    rows: [{ workcenter: null, order: null, lots: 1, qty: 5 }, worked.rows[0]!],
    columns: [{ package: 'C', lots: 1, qty: 5 }, worked.columns[0]!],
    cells: [
      [0, 0, 1, 5, 0],
      [1, 1, 5, 50, 0],
    ],
    total: { lots: 6, qty: 55 },
  };
  const view = matrixView(newer, worked);
  expect(view.rows.map(({ name }) => name)).toEqual(['ETCH', 'DIFF', null]);
  expect(view.columns.map(({ name }) => name)).toEqual(['A', 'B', 'C']);
  expect(view.cell(2, 2)?.qty).toBe(5);
});

const matrices = fc
  .uniqueArray(fc.tuple(fc.nat(5), fc.nat(7), fc.integer({ min: 1, max: 99_999 })), {
    selector: ([row, column]) => row * 100 + column,
    maxLength: 30,
  })
  .map((cells): Matrix => {
    const rows = [...new Set(cells.map(([row]) => row))];
    const columns = [...new Set(cells.map(([, column]) => column))];
    const sum = (some: typeof cells): number => some.reduce((all, [, , qty]) => all + qty, 0);
    return {
      rows: rows.map((row) => {
        const own = cells.filter((cell) => cell[0] === row);
        return { workcenter: `W${row}`, order: row, lots: own.length, qty: sum(own) };
      }),
      columns: columns.map((column) => {
        const own = cells.filter((cell) => cell[1] === column);
        return { package: `P${column}`, lots: own.length, qty: sum(own) };
      }),
      cells: cells.map(([row, column, qty]) => [
        rows.indexOf(row),
        columns.indexOf(column),
        1,
        qty,
        0,
      ]),
      total: { lots: cells.length, qty: sum(cells) },
    };
  });

test('drawn in any order, the cells still add up to every total', () => {
  fc.assert(
    fc.property(matrices, matrices, (shown, base) => {
      const view = matrixView(shown, base);
      let all = 0;
      view.rows.forEach((heading, row) => {
        const sum = view.columns.reduce(
          (s, _, column) => s + (view.cell(row, column)?.qty ?? 0),
          0,
        );
        expect(sum).toBe(heading.qty);
        all += sum;
      });
      view.columns.forEach((heading, column) => {
        const sum = view.rows.reduce((s, _, row) => s + (view.cell(row, column)?.qty ?? 0), 0);
        expect(sum).toBe(heading.qty);
      });
      expect(all).toBe(view.total.qty);
    }),
  );
});
