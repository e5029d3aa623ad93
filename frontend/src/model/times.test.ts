import { expect, test } from 'vitest';
import { age, plantClock } from './times';

test('times are those of the plant, whatever the zone of the browser', () => {
  const taipei = plantClock('Asia/Taipei');
  expect(taipei.stamp('2026-11-23T16:05:59Z')).toBe('11-24 00:05');
  expect(taipei.time('2026-11-23T06:00:00Z')).toBe('14:00');
  expect(taipei.time(Date.UTC(2026, 10, 23, 15, 59))).toBe('23:59');
  expect(plantClock('America/New_York').stamp('2026-03-08T07:30:00Z')).toBe('03-08 03:30');
});

test('midnight is hour 00 of its own day', () => {
  expect(plantClock('UTC').stamp('2026-11-23T00:00:00Z')).toBe('11-23 00:00');
});

test('a missing or unreadable time is a dash', () => {
  const clock = plantClock('UTC');
  expect([clock.stamp(null), clock.stamp('soon'), clock.time('soon')]).toEqual(['–', '–', '–']);
});

test('an unknown zone is read as UTC and named so', () => {
  const clock = plantClock('Mars/Olympus');
  expect(clock.zone).toBe('UTC');
  expect(clock.time('2026-11-23T06:00:00Z')).toBe('06:00');
});

test.each([
  [-1, 0, 's'],
  [59.9, 59, 's'],
  [60, 1, 'min'],
  [3_599, 59, 'min'],
  [3_600, 1, 'h'],
  [172_799, 47, 'h'],
  [172_800, 2, 'd'],
])('an age of %d seconds is cut to %d %s', (seconds, value, unit) => {
  expect(age(seconds)).toEqual({ value, unit });
});
