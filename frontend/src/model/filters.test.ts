import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  accepted,
  appendFilters,
  filterValue,
  NO_FILTERS,
  patternOf,
  picks,
  textOf,
  togglePick,
  where,
  without,
  type Filters,
} from './filters';

const query = (filters: Filters): string => {
  const parameters = new URLSearchParams();
  appendFilters(parameters, filters);
  return parameters.toString();
};

test('values with commas, slashes, spaces and stars stay one value each', () => {
  const filters = where(NO_FILTERS, 'holdReason', ['Wait for MRB / QA', 'a,b', '', '100%*']);
  expect(query(filters)).toBe(
    'holdReason=Wait+for+MRB+%2F+QA&holdReason=a%2Cb&holdReason=&holdReason=100%25*',
  );
});

test('equal filters make equal addresses, whatever was picked first', () => {
  const one = where(where(NO_FILTERS, 'customer', ['C']), 'package', ['A']);
  const other = where(where(NO_FILTERS, 'package', ['A']), 'customer', ['C']);
  expect(query(one)).toBe(query(other));
  expect(query(one)).toBe('package=A&customer=C');
});

test('lifting the last value lifts the column', () => {
  const filters = where(where(NO_FILTERS, 'package', ['A']), 'package', []);
  expect(filters.size).toBe(0);
  expect(without(where(NO_FILTERS, 'package', ['A']), 'package').size).toBe(0);
});

test('what the server would refuse is not sent', () => {
  const filters = where(where(NO_FILTERS, 'package', ['A']), 'utm_source', ['mail']);
  expect([...accepted(filters, ['package']).keys()]).toEqual(['package']);
});

test('picking a cell narrows both axes, picking it again lifts both, other filters stay', () => {
  const cell = { workcenter: 'DICING', package: '' };
  const before = where(NO_FILTERS, 'status', ['RUN']);
  const picked = togglePick(before, cell);
  expect(query(picked)).toBe('workcenter=DICING&package=&status=RUN');
  expect(picks(picked, cell)).toBe(true);
  expect(query(togglePick(picked, cell))).toBe('status=RUN');
  expect(query(togglePick(picked, { workcenter: 'DICING', package: 'B' }))).toBe(
    'workcenter=DICING&package=B&status=RUN',
  );
});

test('a typed part of an id is looked for anywhere, a typed pattern as it is', () => {
  expect([
    patternOf('  '),
    patternOf('A31'),
    patternOf('A31*'),
    patternOf(String.raw`a\*b`),
  ]).toEqual([null, '*A31*', 'A31*', String.raw`*a\*b*`]);
});

test('the field shows what was typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('A', '3', '*', '.', '\\') }), (text) => {
      const pattern = patternOf(text);
      if (pattern !== null) expect(patternOf(textOf(pattern))).toBe(pattern);
    }),
  );
  expect(textOf('*A31*')).toBe('A31');
});

test('a field value becomes a filter that matches only itself', () => {
  expect(filterValue('product', 'P*1')).toBe(String.raw`P\*1`);
  expect(filterValue('holdReason', '100*')).toBe('100*');
  expect(filterValue('package', null)).toBe('');
});
