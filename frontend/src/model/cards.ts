/** The four status cards, their figures, and what pressing them means for the filters. */
import type { Count, HoldType, LotStatus, Summary } from './contract';
import { where, without, type Filters } from './filters';

export const CARDS = ['run', 'queue', 'quality', 'nonQuality'] as const;
export type Card = (typeof CARDS)[number];

const ORDER: readonly LotStatus[] = ['RUN', 'QUEUE', 'HOLD'];

const MEANING: Readonly<Record<Card, { status: LotStatus; holdType: HoldType | '' }>> = {
  run: { status: 'RUN', holdType: '' },
  queue: { status: 'QUEUE', holdType: '' },
  quality: { status: 'HOLD', holdType: 'quality' },
  nonQuality: { status: 'HOLD', holdType: 'nonQuality' },
};

export function figuresOf(summary: Summary, card: Card): Count {
  const { status, holdType } = MEANING[card];
  return holdType === '' ? summary.byStatus[status] : summary.holdByType[holdType];
}

/** The cards that the filters leave on; empty when neither status nor hold type is filtered. */
export function pressedCards(filters: Filters): ReadonlySet<Card> {
  const status = filters.get('status');
  const holdType = filters.get('holdType');
  if (!status && !holdType) return new Set();
  return new Set(
    CARDS.filter((card) => {
      const meaning = MEANING[card];
      return (
        (status?.includes(meaning.status) ?? true) && (holdType?.includes(meaning.holdType) ?? true)
      );
    }),
  );
}

/**
 * Presses or releases one card. All or none pressed is the same as no filter.
 *
 * A hold type is told apart only when one of the two is on; `holdType=` (none) then keeps the lots
 * that are not held beside it.
 */
export function toggleCard(filters: Filters, card: Card): Filters {
  const pressed = new Set(pressedCards(filters));
  if (!pressed.delete(card)) pressed.add(card);
  const others = without(filters, 'status', 'holdType');
  if (pressed.size === 0 || pressed.size === CARDS.length) return others;
  const on = CARDS.filter((each) => pressed.has(each)).map((each) => MEANING[each]);
  const status = ORDER.filter((each) => on.some((meaning) => meaning.status === each));
  const next = where(others, 'status', status);
  const held = on.filter((meaning) => meaning.status === 'HOLD');
  return held.length === 1
    ? where(next, 'holdType', [...new Set(on.map((meaning) => meaning.holdType))])
    : next;
}
