/** Reasons of one hold type, most lots first, with the running share of that type's lots. */
import type { HoldPareto, HoldType } from './contract';
import { percent } from './numbers';

export interface ParetoBar {
  readonly reason: string | null;
  readonly lots: number;
  readonly qty: number;
  /** Lots of this and every larger reason in percent of all, as displayed. */
  readonly cumulative: string;
}

/** The answer's order is kept; the running share is added up in whole lots and divided once. */
export function paretoOf(holds: HoldPareto, type: HoldType): readonly ParetoBar[] {
  const reasons = holds.reasons.filter(({ holdType }) => holdType === type);
  const all = reasons.reduce((sum, { lots }) => sum + lots, 0);
  let running = 0;
  return reasons.map(({ reason, lots, qty }) => {
    running += lots;
    return { reason, lots, qty, cumulative: percent(running, all, 0) };
  });
}

/** Cuts text to a number of Latin letters' widths, a Chinese character counting as two. */
export function clip(text: string, letters: number): string {
  let width = 0;
  let kept = '';
  for (const character of text) {
    width += character.codePointAt(0)! >= 0x2e80 ? 2 : 1;
    if (width > letters) return `${kept.trimEnd()}…`;
    kept += character;
  }
  return kept;
}
