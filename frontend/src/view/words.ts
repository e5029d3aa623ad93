/** Sentences that several views say alike. */
import type { Key, Speech } from '../i18n';
import type { E10State, LotStatus } from '../model/contract';
import { isFinal, type Failure } from '../model/failure';
import { age } from '../model/times';
import type { Verdict } from '../model/trust';

export function ageText({ t }: Speech, seconds: number): string {
  const { value, unit } = age(seconds);
  return t(`age.${unit}`, { value });
}

/** A field's value on the screen; "(none)" exists only here. */
export function named({ t }: Speech, value: string | null): string {
  return value === null || value === '' ? t('none') : value;
}

export function failureText(speech: Speech, failure: Failure): string {
  const { t } = speech;
  switch (failure.kind) {
    case 'offline':
      return t('failure.offline');
    case 'network':
      return t('failure.network');
    case 'timeout':
      return t('failure.timeout');
    case 'unreadable':
      return t('failure.unreadable', { status: failure.status });
    case 'problem': {
      const { code, title } = failure.problem;
      return speech.code(code) ?? t('failure.unknown', { title });
    }
  }
}

/** What becomes of the figures on the screen while the page is not well. */
export function outlookText({ t }: Speech, { shown, trust, failure }: Verdict): string {
  if (!shown) return '';
  if (isFinal(failure)) return t('banner.former');
  return t(trust === 'degraded' ? 'banner.go-on' : 'banner.stay');
}

/** @param seconds to the next attempt; null when none is planned */
export function nextText({ t }: Speech, { failure }: Verdict, seconds: number | null): string {
  if (isFinal(failure)) return t('banner.final');
  if (seconds === null) return '';
  return seconds > 0 ? t('banner.next', { seconds }) : t('banner.now');
}

/** Glyphs of the states; a word always stands beside one. */
export type Glyph =
  | 'run'
  | 'queue'
  | 'hold'
  | 'engineering'
  | 'scheduled-down'
  | 'unscheduled-down'
  | 'nonscheduled'
  | 'other'
  | 'corner'
  | 'warning';

export const GLYPH_OF_STATUS: Readonly<Record<LotStatus, Glyph>> = {
  RUN: 'run',
  QUEUE: 'queue',
  HOLD: 'hold',
};

export const GLYPH_OF_STATE: Readonly<Record<E10State, Glyph>> = {
  PRD: 'run',
  SBY: 'queue',
  EGT: 'engineering',
  SDT: 'scheduled-down',
  UDT: 'unscheduled-down',
  NST: 'nonscheduled',
  OTHER: 'other',
};

const NAMED_FILTERS: Readonly<Record<string, Key>> = {
  workcenter: 'filter.workcenter',
  package: 'filter.package',
  holdReason: 'filter.holdReason',
  lotId: 'filter.lotId',
  product: 'lot.product',
  workorder: 'lot.workorder',
  status: 'lot.status',
  holdType: 'lot.holdType',
};

/** A filter column's name; a plant's own column is called by the name it has. */
export function filterName({ t }: Speech, column: string): string {
  const key = NAMED_FILTERS[column];
  return key ? plain(t, key) : column;
}

/** A text known to have no slots. */
function plain(t: Speech['t'], key: Key): string {
  return (t as (key: Key) => string)(key);
}
