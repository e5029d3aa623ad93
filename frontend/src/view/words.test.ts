import { expect, test } from 'vitest';
import { speechOf } from '../i18n';
import type { Failure } from '../model/failure';
import { NOTHING_YET, type Verdict } from '../model/trust';
import { nextText, outlookText } from './words';

const speech = speechOf('en');
const refused = (status: number, code: string, retryable: boolean): Failure => ({
  kind: 'problem',
  problem: {
    type: '',
    title: '',
    status,
    detail: '',
    code,
    retryable,
    retryAfterSeconds: null,
    traceId: '0123456789abcdef',
  },
});
const failed = (failure: Failure): Verdict => ({
  ...NOTHING_YET,
  trust: 'failed',
  shown: true,
  failure,
});

test('a refused question promises neither recovery nor another attempt', () => {
  const verdict = failed(refused(400, 'INVALID_PARAMETER', false));
  expect(outlookText(speech, verdict)).toBe('Panels marked as failed keep their former figures.');
  expect(nextText(speech, verdict, 24)).toBe('Asking again will not help.');
  expect(nextText(speech, verdict, null)).toBe('Asking again will not help.');
  expect(outlookText(speech, { ...verdict, shown: false })).toBe('');
});

test.each([
  refused(503, 'DB_UNREACHABLE', true),
  refused(503, 'DB_AUTH_FAILED', false),
  refused(429, 'RATE_LIMITED', true),
  { kind: 'network' } as const,
])('what can mend without the person says when it is tried again: %j', (failure) => {
  expect(outlookText(speech, failed(failure))).toMatch(/until it recovers/);
  expect(nextText(speech, failed(failure), 24)).toBe('Next attempt in 24 s.');
  expect(nextText(speech, failed(failure), 0)).toBe('Trying now.');
  expect(nextText(speech, failed(failure), null)).toBe('');
});
