import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CARDS, figuresOf, pressedCards, toggleCard, type Card } from './cards';
import type { HoldType, LotStatus, Summary } from './contract';
import { NO_FILTERS, type Filters } from './filters';

const summary: Summary = {
  lots: 150,
  qty: 7500,
  byStatus: {
    RUN: { lots: 90, qty: 4500 },
    QUEUE: { lots: 30, qty: 1500 },
    HOLD: { lots: 30, qty: 1500 },
  },
  holdByType: { quality: { lots: 20, qty: 1000 }, nonQuality: { lots: 10, qty: 500 } },
};

/** What the contract says of the two columns: values by or, columns by and, '' for none. */
function passes(filters: Filters, status: LotStatus, holdType: HoldType | null): boolean {
  return (
    (filters.get('status')?.includes(status) ?? true) &&
    (filters.get('holdType')?.includes(holdType ?? '') ?? true)
  );
}

const press = (cards: readonly Card[]): Filters =>
  cards.reduce((filters, card) => toggleCard(filters, card), NO_FILTERS);

test('the four cards add up to all lots', () => {
  const cards = CARDS.map((card) => figuresOf(summary, card));
  expect(cards.map(({ lots }) => lots)).toEqual([90, 30, 20, 10]);
  expect(cards.reduce((sum, { qty }) => sum + qty, 0)).toBe(summary.qty);
});

test('pressed cards let through exactly their own lots', () => {
  fc.assert(
    fc.property(fc.subarray([...CARDS], { minLength: 1, maxLength: 3 }), (cards) => {
      const filters = press(cards);
      expect({
        run: passes(filters, 'RUN', null),
        queue: passes(filters, 'QUEUE', null),
        quality: passes(filters, 'HOLD', 'quality'),
        nonQuality: passes(filters, 'HOLD', 'nonQuality'),
      }).toEqual({
        run: cards.includes('run'),
        queue: cards.includes('queue'),
        quality: cards.includes('quality'),
        nonQuality: cards.includes('nonQuality'),
      });
      expect([...pressedCards(filters)].sort()).toEqual([...cards].sort());
    }),
  );
});

test('none and all pressed are the same as no filter', () => {
  expect(press(['run', 'run'])).toEqual(NO_FILTERS);
  expect(press(['run', 'queue', 'quality', 'nonQuality'])).toEqual(NO_FILTERS);
  expect(pressedCards(NO_FILTERS).size).toBe(0);
});

test('a status from a link presses the cards it means', () => {
  expect([...pressedCards(new Map([['status', ['HOLD']]]))]).toEqual(['quality', 'nonQuality']);
  expect([...pressedCards(new Map([['holdType', ['quality']]]))]).toEqual(['quality']);
});
