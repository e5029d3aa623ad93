/** Which rows of a long list stand in the document, and where. Lengths in CSS pixels. */

/** Browsers stop laying out boxes taller than this; longer lists scroll by proportion. */
export const TALLEST = 15_000_000;

export interface Extent {
  readonly count: number;
  readonly size: number;
  readonly viewport: number;
  readonly scroll: number;
  readonly overscan: number;
}

export interface Window {
  /** First item in the document. */
  readonly first: number;
  /** One past the last. */
  readonly end: number;
  /** Offset of item 0 from the top of the scrolled box; add `item * size`. */
  readonly origin: number;
  /** Length of the scrolled box. */
  readonly length: number;
}

export function windowOf({ count, size, viewport, scroll, overscan }: Extent): Window {
  const full = count * size;
  const length = Math.min(full, TALLEST);
  const top = Math.min(Math.max(0, scroll), Math.max(0, length - viewport));
  const virtual = full === length ? top : top * ((full - viewport) / (length - viewport));
  const first = Math.max(0, Math.floor(virtual / size) - overscan);
  const end = Math.min(count, Math.ceil((virtual + viewport) / size) + overscan);
  return { first: Math.min(first, end), end, origin: top - virtual, length };
}

/** The scroll position, nearest to the present one, that shows an item whole. */
export function scrollTo(item: number, extent: Extent): number {
  const { count, size, viewport, scroll } = extent;
  const full = count * size;
  const length = Math.min(full, TALLEST);
  const factor = full === length ? 1 : (full - viewport) / (length - viewport);
  const virtual = scroll * factor;
  if (item * size < virtual) return (item * size) / factor;
  const below = (item + 1) * size - viewport;
  return below > virtual ? below / factor : scroll;
}
