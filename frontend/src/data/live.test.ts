import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Live, type TableReader } from './live';
import type { Confirmed, Shown } from './panels';

/** An EventSource in the hands of the test. */
class Wire extends EventTarget {
  closed = false;
  close(): void {
    this.closed = true;
  }
  say(name: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
}

class Reader implements TableReader {
  readonly table = 'lots';
  changes = 0;
  renewals = 0;
  confirmations: Confirmed[] = [];
  present: Shown[] = [{ version: 10, codes: [] }];
  shown(): Shown[] {
    return this.present;
  }
  changed(): void {
    this.changes++;
  }
  renew(): void {
    this.renewals++;
  }
  confirmed(confirmed: Confirmed): void {
    this.confirmations.push(confirmed);
  }
}

let wires: Wire[];
let live: Live;
let reader: Reader;
let luck: number;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  wires = [];
  luck = 0;
  live = new Live({
    now: () => performance.now(),
    wallClock: () => Date.now(),
    random: () => luck,
    open: () => {
      const wire = new Wire();
      wires.push(wire);
      return wire as unknown as EventSource;
    },
  });
  reader = new Reader();
  live.listen(reader);
  live.start();
  wires[0]!.dispatchEvent(new Event('open'));
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

test('a lost connection is opened anew, later at each failure, sooner after a success', () => {
  const reopenAfter = (millis: number): void => {
    const before = wires.length;
    wires.at(-1)!.dispatchEvent(new Event('error'));
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
  for (const millis of [1_000, 2_000, 4_000, 8_000, 13_000, 13_000]) reopenAfter(millis);
  wires.at(-1)!.dispatchEvent(new Event('open'));
  expect(live.state.value.connected).toBe(true);
  reopenAfter(1_000);
});

test('no client waits longer than twenty seconds to connect, whatever its luck', () => {
  luck = 0.999;
  for (let failure = 0; failure < 12; failure++) {
    const before = wires.length;
    wires.at(-1)!.dispatchEvent(new Event('error'));
    vi.advanceTimersByTime(20_000);
    expect(wires).toHaveLength(before + 1);
  }
});

test('a network that is back connects and asks at once', () => {
  for (let failure = 0; failure < 5; failure++) {
    wires.at(-1)!.dispatchEvent(new Event('error'));
    if (failure < 4) vi.advanceTimersByTime(13_000);
  }
  const before = wires.length;
  live.online();
  expect(wires).toHaveLength(before + 1);
  expect(reader.renewals).toBe(1);
  expect(live.state.value.reconnectAt).toBe(performance.now());
  vi.advanceTimersByTime(30_000);
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
  wires[0]!.dispatchEvent(new Event('error'));
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
  wires[0]!.dispatchEvent(new Event('error'));
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
