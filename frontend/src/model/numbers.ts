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
 * Integers are divided as integers, so the result is that of decimal arithmetic on the server and
 * never of a double in between. A quotient over nothing is 0, as in the metric dictionary.
 * @throws RangeError if an argument is no integer
 */
export function ratio(part: number, all: number, scale: number, digits: number): string {
  if (all === 0) return shift(0n, digits);
  const dividend = BigInt(part) * BigInt(scale) * 10n ** BigInt(digits);
  const divisor = BigInt(all);
  const rounded = halfEven(magnitude(dividend), magnitude(divisor));
  return signed(part < 0 !== all < 0, rounded, digits);
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
  return signed(sign === '-', rounded, digits);
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

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** A minus sign in front, unless rounding left nothing to take away. */
function signed(negative: boolean, value: bigint, digits: number): string {
  return (negative && value !== 0n ? '−' : '') + shift(value, digits);
}

/** An integer count of 10⁻ᵈⁱᵍⁱᵗˢ as text, grouped in thousands. */
function shift(value: bigint, digits: number): string {
  const text = String(value).padStart(digits + 1, '0');
  const split = text.length - digits;
  const head = text.slice(0, split).replace(/\B(?=(\d{3})+$)/g, ',');
  return digits === 0 ? head : `${head}.${text.slice(split)}`;
}
