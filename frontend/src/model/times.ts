/** Times as a plant writes them: in its own zone, never in the browser's. */
import { NO_VALUE } from './numbers';

export interface PlantClock {
  readonly zone: string;
  /** `11-23 14:05`; a missing time is "–". */
  stamp(iso: string | null | undefined): string;
  /** `14:05` of an ISO text or of epoch milliseconds. */
  time(moment: string | number): string;
}

/** A clock for an IANA zone; an unknown zone falls back to UTC and says so in `zone`. */
export function plantClock(zone: string): PlantClock {
  const known = isZone(zone) ? zone : 'UTC';
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: known,
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = (moment: number): Record<string, string> =>
    Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const time = (moment: string | number): string => {
    const at = typeof moment === 'number' ? moment : Date.parse(moment);
    if (Number.isNaN(at)) return NO_VALUE;
    const { hour, minute } = parts(at);
    return `${hour}:${minute}`;
  };
  return {
    zone: known,
    time,
    stamp(iso) {
      const at = iso ? Date.parse(iso) : NaN;
      if (Number.isNaN(at)) return NO_VALUE;
      const { month, day, hour, minute } = parts(at);
      return `${month}-${day} ${hour}:${minute}`;
    },
  };
}

/** An age cut down to its largest unit: 59 s, 59 min, 47 h, then days. */
export interface Age {
  readonly value: number;
  readonly unit: 's' | 'min' | 'h' | 'd';
}

export function age(seconds: number): Age {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return { value: whole, unit: 's' };
  if (whole < 3_600) return { value: Math.floor(whole / 60), unit: 'min' };
  if (whole < 172_800) return { value: Math.floor(whole / 3_600), unit: 'h' };
  return { value: Math.floor(whole / 86_400), unit: 'd' };
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
