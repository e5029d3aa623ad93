/** How figures read on screens: 1,234; 80.93 M; one decimal; rounded once, half even. */

/** What stands where there is no value. */
export const NO_VALUE = '–';

/** `1,234`; a missing value is {@link NO_VALUE}. */
export function whole(value: number | null | undefined): string {
  if (value === null || value === undefined) return NO_VALUE;
  const digits = String(Math.abs(value));
  return (value < 0 ? '−' : '') + digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * `part × scale / all` with `digits` decimals, rounded half even from the exact quotient.
 *
 * The integers are divided exactly, so the result is that of decimal arithmetic on the server and
 * never of a double in between. A quotient over nothing is 0, as in the metric dictionary.
 * @throws RangeError if an argument is no integer, is negative, or the product is not exact
 */
export function ratio(part: number, all: number, scale: number, digits: number): string {
  const dividend = part * scale * 10 ** digits;
  if (![part, all, dividend].every((n) => Number.isSafeInteger(n) && n >= 0))
    throw new RangeError(`ratio ${part} × ${scale} / ${all}`);
  if (all === 0) return shift(0, digits);
  const rest = dividend % all;
  const floor = (dividend - rest) / all;
  const up = rest * 2 > all || (rest * 2 === all && floor % 2 === 1);
  return shift(up ? floor + 1 : floor, digits);
}

/** `31.1`: a share in percent, without the sign; the unit stands once in the heading. */
export function percent(part: number, all: number, digits = 1): string {
  return ratio(part, all, 100, digits);
}

/** A double as the API printed it, to `digits` decimals, half even on those printed digits. */
export function decimal(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined) return NO_VALUE;
  const [, sign, head, tail = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  if (head === undefined) throw new RangeError(`decimal ${value}`);
  const drop = tail.length - Number(exponent) - digits;
  const all = BigInt(head + tail);
  const rounded = drop <= 0 ? all * 10n ** BigInt(-drop) : halfEven(all, 10n ** BigInt(drop));
  const text = shift(rounded, digits);
  return sign === '-' && rounded !== 0n ? '−' + text : text;
}

/** `9,999`, `45.20 k`, `80.93 M`, `161.2 M`: four digits at least, k and M in every language. */
export function compact(value: number | null | undefined): string {
  if (value === null || value === undefined) return NO_VALUE;
  if (value < 0) return '−' + compact(-value);
  if (value < 10_000) return whole(value);
  if (value < 999_950) return scaled(value, 1_000) + ' k';
  return scaled(value, 1_000_000) + ' M';
}

/** Pieces to a unit: a matrix is shown in the smallest that keeps its largest cell in four digits. */
export type Unit = 1 | 1_000 | 1_000_000;

export function unitFor(largest: number): Unit {
  if (largest < 10_000) return 1;
  return largest < 9_999_500 ? 1_000 : 1_000_000;
}

/** A quantity in a unit: zero is blank, less than half a unit is `<1`. */
export function inUnit(value: number, unit: Unit): string {
  if (value === 0) return '';
  const text = ratio(value, unit, 1, 0);
  return text === '0' ? '<1' : text;
}

function scaled(value: number, unit: number): string {
  if (value < unit * 99.995) return ratio(value, unit, 1, 2);
  return ratio(value, unit, 1, value < unit * 999.95 ? 1 : 0);
}

function halfEven(dividend: bigint, divisor: bigint): bigint {
  const floor = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  return twice > divisor || (twice === divisor && floor % 2n === 1n) ? floor + 1n : floor;
}

/** An integer count of 10⁻ᵈⁱᵍⁱᵗˢ as text, grouped in thousands. */
function shift(value: number | bigint, digits: number): string {
  const text = String(value).padStart(digits + 1, '0');
  const split = text.length - digits;
  const head = text.slice(0, split).replace(/\B(?=(\d{3})+$)/g, ',');
  return digits === 0 ? head : `${head}.${text.slice(split)}`;
}
