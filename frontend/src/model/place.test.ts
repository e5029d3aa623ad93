import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LOT_COLUMNS } from './lot-columns';
import { nextSort, readPlace, sortKey, START, writePlace, type Place } from './place';

const value = fc.string({
  unit: fc.oneof(
    fc.constantFrom(',', '/', '*', '%', '&', '=', '+', ' ', '#', '\\', '中'),
    fc.string(),
  ),
  maxLength: 6,
});
const own = new Set(['view', 'includeDummy', 'sort', 'lot', 'lang', 'theme']);
const column = fc.oneof(
  fc.constantFrom('workcenter', 'package', 'holdReason', 'lotId', 'customer', '__proto__'),
  fc.stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/).filter((name) => !own.has(name)),
);
const filters = fc
  .uniqueArray(fc.tuple(column, fc.uniqueArray(value, { minLength: 1, maxLength: 4 })), {
    selector: ([name]) => name,
    maxLength: 5,
  })
  .map((entries) => new Map(entries));
const maybe = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some);
const place: fc.Arbitrary<Place> = fc.record({
  view: maybe(fc.constantFrom('wip', 'holds')),
  filters,
  includeDummy: fc.boolean(),
  sort: maybe(fc.constantFrom('-ageDays', 'qty,lotId', '-qty,-lotId')),
  lot: maybe(value),
  lang: maybe(fc.constantFrom('en', 'zh-TW')),
  theme: maybe(fc.constantFrom('dark', 'light')),
});

test('an address brings back the place it was written for', () => {
  fc.assert(
    fc.property(place, (there) => {
      const back = readPlace(writePlace(there));
      expect({ ...back, filters: new Map([...back.filters].sort()) }).toEqual({
        ...there,
        filters: new Map([...there.filters].sort()),
      });
      expect(writePlace(back)).toBe(writePlace(there));
    }),
  );
});

test('any address at all can be read', () => {
  fc.assert(
    fc.property(fc.string(), (search) => {
      expect(readPlace(writePlace(readPlace(search)))).toEqual(readPlace(search));
    }),
  );
});

test('the start has an empty address', () => {
  expect(writePlace(START)).toBe('');
  expect(readPlace('')).toEqual(START);
});

test('an empty value is kept, for it asks for rows that have none', () => {
  expect(readPlace('?package=&package=A').filters.get('package')).toEqual(['', 'A']);
});

test('a sort that cannot be one is left out', () => {
  expect(readPlace('?sort=--qty').sort).toBeNull();
  expect(readPlace('?sort=qty;drop').sort).toBeNull();
  expect(readPlace('?sort=').sort).toBeNull();
});

test('a sort by what the list does not show is left out, the rest of it stays', () => {
  expect(readPlace('?sort=nope').sort).toBeNull();
  expect(readPlace('?sort=-waferLot').sort).toBeNull();
  expect(readPlace('?sort=__proto__').sort).toBeNull();
  expect(readPlace('?sort=-ageDays,nope,lotId').sort).toBe('-ageDays,lotId');
  for (const column of LOT_COLUMNS) expect(readPlace(`?sort=-${column}`).sort).toBe(`-${column}`);
});

test('a heading sorts by its own first direction and then turns round', () => {
  expect(nextSort('-ageDays', 'lotId', false)).toBe('lotId');
  expect(nextSort('lotId', 'lotId', false)).toBe('-lotId');
  expect(nextSort('-ageDays,lotId', 'ageDays', true)).toBe('ageDays');
  expect(nextSort('lotId', 'qty', true)).toBe('-qty');
  expect(sortKey('-qty,lotId')).toEqual({ column: 'qty', descending: true });
});
