import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Failure } from '../model/failure';
import type { LineReader } from './event-line';
import { Live, type TableReader } from './live';
import type { Confirmed, Shown } from './panels';
import { PROBLEM } from '../testing/scripted-server';
import { ALONE } from './tabs';

/** A connection in the hands of the test. */
class Wire {
  closed = false;
  readonly attempt: number;
  readonly #reader: LineReader;
  constructor(attempt: number, reader: LineReader) {
    this.attempt = attempt;
    this.#reader = reader;
  }
  open(): void {
    this.#reader.opened();
  }
  say(name: string, data: unknown): void {
    if (!this.closed) this.#reader.event(name, JSON.stringify(data));
  }
  retry(millis: number): void {
    this.#reader.retry(millis);
  }
  end(failure: Failure = { kind: 'network' }): void {
    if (!this.closed) this.#reader.ended(failure);
  }
}

class Reader implements TableReader {
  readonly table = 'lots';
  changes = 0;
  renewals = 0;
  mends = 0;
  confirmations: Confirmed[] = [];
  present: Shown[] = [{ version: 10, codes: [] }];
  shown(): Shown[] {
    return this.present;
  }
  changed(): void {
    this.changes++;
  }
  renew(failedOnly: boolean): void {
    if (failedOnly) this.mends++;
    else this.renewals++;
  }
  confirmed(confirmed: Confirmed): void {
    this.confirmations.push(confirmed);
  }
}

let wires: Wire[];
let live: Live;
let reader: Reader;
let luck: number;
let alive: number;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  wires = [];
  luck = 0;
  alive = 0;
  live = new Live({
    now: () => performance.now(),
    wallClock: () => Date.now(),
    random: () => luck,
    tabs: ALONE,
    alive: () => alive++,
    open: (_, attempt, lineReader) => {
      const wire = new Wire(attempt, lineReader);
      wires.push(wire);
      return () => (wire.closed = true);
    },
  });
  reader = new Reader();
  live.listen(reader);
  live.start();
  wires[0]!.open();
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
});

const version = (value: number, table = 'lots'): unknown => ({
  table,
  version: value,
  asOf: null,
  rows: 1,
});

test('only a newer version of the reader’s own table is news', () => {
  wires[0]!.say('version', version(10));
  wires[0]!.say('version', version(99, 'resources'));
  wires[0]!.say('version', version(9));
  expect(reader.changes).toBe(0);
  wires[0]!.say('version', version(11));
  expect(reader.changes).toBe(1);
});

test('the same new version is asked for once, however often it is told', () => {
  for (let times = 0; times < 5; times++) wires[0]!.say('version', version(11));
  expect(reader.changes).toBe(1);
  wires[0]!.say('version', version(12));
  expect(reader.changes).toBe(2);
});

test('the state told to a new connection confirms nothing, a repeated version does', () => {
  wires[0]!.say('version', version(10));
  expect(reader.confirmations).toEqual([]);
  vi.advanceTimersByTime(5_000);
  wires[0]!.say('version', version(10));
  expect(reader.confirmations).toEqual([{ table: 'lots', version: 10, at: performance.now() }]);
});

test('codes that differ from the shown ones are news, the same codes are not', () => {
  const degraded = { table: 'lots', codes: ['DB_UNREACHABLE'], nextAttemptAt: null };
  wires[0]!.say('degraded', degraded);
  expect(reader.changes).toBe(1);
  reader.present = [{ version: 10, codes: ['DB_UNREACHABLE'] }];
  wires[0]!.say('degraded', degraded);
  expect(reader.changes).toBe(1);
  wires[0]!.say('degraded', { ...degraded, codes: [] });
  expect(reader.changes).toBe(2);
});

test('a panel behind the others is asked for again, and only the told version is confirmed', () => {
  wires[0]!.say('version', version(10));
  reader.present = [10, 11].map((each) => ({ version: each, codes: [] }));
  wires[0]!.say('version', version(11));
  expect(reader.changes).toBe(1);
  expect(reader.confirmations.map((each) => each.version)).toEqual([11]);
});

test('codes that a single panel lacks are news', () => {
  reader.present = [
    { version: 10, codes: ['DB_UNREACHABLE'] },
    { version: 10, codes: [] },
  ];
  wires[0]!.say('degraded', { table: 'lots', codes: ['DB_UNREACHABLE'], nextAttemptAt: null });
  expect(reader.changes).toBe(1);
});

test('the next attempt is counted by the server’s clock and forgotten when all is well', () => {
  const ahead = Date.now() + 3_600_000;
  wires[0]!.say('heartbeat', { now: new Date(ahead).toISOString() });
  const nextAttemptAt = new Date(ahead + 24_000).toISOString();
  wires[0]!.say('degraded', { table: 'lots', codes: ['DB_UNREACHABLE'], nextAttemptAt });
  expect(live.state.value.nextAttempts.get('lots')).toBeCloseTo(performance.now() + 24_000);
  wires[0]!.say('degraded', { table: 'lots', codes: [], nextAttemptAt: null });
  expect(live.state.value.nextAttempts.size).toBe(0);
});

test('a lost connection is opened anew, later at each failure, sooner once one has stood', () => {
  const reopenAfter = (millis: number): void => {
    const before = wires.length;
    wires.at(-1)!.end();
    expect(live.state.value).toMatchObject({
      connected: false,
      reconnectAt: performance.now() + millis,
    });
    vi.advanceTimersByTime(millis - 1);
    expect(wires).toHaveLength(before);
    vi.advanceTimersByTime(1);
    expect(wires).toHaveLength(before + 1);
    expect(wires.at(-2)!.closed).toBe(true);
  };
  luck = 0.5;
  wires[0]!.retry(2_000);
  for (const millis of [2_000, 3_000, 5_000, 8_500, 8_500]) reopenAfter(millis);
  expect(wires.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6]);
  wires.at(-1)!.open();
  expect(live.state.value).toMatchObject({ connected: true, lost: null });
  reopenAfter(8_500);
  wires.at(-1)!.open();
  vi.advanceTimersByTime(11_000);
  wires.at(-1)!.say('heartbeat', { now: new Date().toISOString() });
  reopenAfter(2_000);
});

test('no client waits longer than twenty seconds to connect, whatever its luck', () => {
  luck = 0.999;
  for (let failure = 0; failure < 12; failure++) {
    const before = wires.length;
    wires.at(-1)!.end();
    const wait = live.state.value.reconnectAt! - performance.now();
    expect(wait).toBeLessThanOrEqual(20_000);
    vi.advanceTimersByTime(wait);
    expect(wires).toHaveLength(before + 1);
  }
});

test('a server that refuses the stream is left alone for as long as it says', () => {
  const problem = { ...PROBLEM, code: 'DRAINING', retryAfterSeconds: 9 };
  wires[0]!.end({ kind: 'problem', problem });
  expect(live.state.value.lost).toEqual({ kind: 'problem', problem });
  vi.advanceTimersByTime(8_999);
  expect(wires).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(wires).toHaveLength(2);
});

test('a connection on which no first word comes is given up after ten seconds', () => {
  live.stop();
  live.start();
  vi.advanceTimersByTime(10_000);
  expect(live.state.value).toMatchObject({ connected: false, lost: { kind: 'timeout' } });
});

test('a connection that stands again has what failed asked for at once', () => {
  wires[0]!.end();
  vi.advanceTimersByTime(1_000);
  expect([reader.mends, alive]).toEqual([0, 0]);
  wires[1]!.open();
  expect([reader.mends, alive]).toEqual([1, 1]);
});

test('a network that is back connects and asks at once', () => {
  for (let failure = 0; failure < 5; failure++) {
    wires.at(-1)!.end();
    if (failure < 4) vi.advanceTimersByTime(live.state.value.reconnectAt! - performance.now());
  }
  const before = wires.length;
  live.online();
  expect(wires).toHaveLength(before + 1);
  expect(reader.renewals).toBe(1);
  expect(live.state.value.reconnectAt).toBe(performance.now());
  vi.advanceTimersByTime(9_000);
  expect(wires).toHaveLength(before + 1);
});

test('a page in sight again after sleep connects and asks at once', () => {
  vi.setSystemTime(Date.now() + 3_600_000);
  live.seen();
  expect(wires).toHaveLength(2);
  expect(wires[0]!.closed).toBe(true);
  expect(reader.renewals).toBe(1);
});

test('a page in sight again while it waits to connect does not wait on', () => {
  wires[0]!.end();
  live.seen();
  expect(wires).toHaveLength(2);
  expect(reader.renewals).toBe(1);
});

test('a glance at another tab changes nothing', () => {
  vi.advanceTimersByTime(15_000);
  live.seen();
  expect(wires).toHaveLength(1);
  expect(reader.renewals).toBe(0);
});

test('a silent connection is taken for dead, heartbeats keep it', () => {
  for (let beat = 0; beat < 10; beat++) {
    vi.advanceTimersByTime(15_000);
    wires[0]!.say('heartbeat', { now: new Date().toISOString() });
  }
  expect(wires).toHaveLength(1);
  vi.advanceTimersByTime(41_000);
  expect(wires).toHaveLength(2);
});

test('after a lost connection the first word about a table is its state again', () => {
  wires[0]!.say('version', version(10));
  wires[0]!.end();
  vi.advanceTimersByTime(1_000);
  wires[1]!.say('version', version(10));
  expect(reader.confirmations).toEqual([]);
  wires[1]!.say('version', version(13));
  expect(reader.changes).toBe(1);
});

test('a reader that has left hears nothing, and a stopped stream stays silent', () => {
  const leave = live.listen(new Reader());
  leave();
  live.stop();
  vi.advanceTimersByTime(600_000);
  expect(wires).toHaveLength(1);
  expect(wires[0]!.closed).toBe(true);
});
