import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LineReader } from './event-line';
import { EventStream } from './event-stream';

let now: number;
let readers: LineReader[];
let stream: EventStream;

/** The clock runs, and no timer does, as in a tab that is out of sight. */
beforeEach(() => {
  vi.useFakeTimers();
  now = 0;
  readers = [];
  stream = new EventStream(() => undefined, {
    now: () => now,
    wallClock: () => now,
    random: () => 0,
    open: (_, __, reader) => {
      readers.push(reader);
      return () => undefined;
    },
  });
  stream.start();
});
afterEach(() => vi.useRealTimers());

test('a tab whose timers are slow connects anew when it is asked after the time', () => {
  readers[0]!.ended({ kind: 'network' });
  now = 999;
  stream.poke();
  expect(readers).toHaveLength(1);
  now = 1_000;
  stream.poke();
  expect(readers).toHaveLength(2);
});

test('a tab whose timers are slow finds a silent connection dead when it is asked', () => {
  readers[0]!.opened();
  now = 39_999;
  stream.poke();
  expect(stream.doubtful).toBe(true);
  now = 40_000;
  stream.poke();
  now = 41_000;
  stream.poke();
  expect(readers).toHaveLength(2);
});

test('a stopped stream has nothing due', () => {
  stream.stop();
  now = 60_000;
  stream.poke();
  expect(readers).toHaveLength(1);
});
