import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CODES, isCode, mostUrgent } from './codes';

const contract = join(import.meta.dirname, '../../../routes/src/main/resources/openapi/andon.yaml');

test('the codes are those of the contract, in its order', () => {
  const [, list] = /\n {4}Code:\n\s+type: string\n\s+enum: \[([^\]]+)\]/.exec(
    readFileSync(contract, 'utf8'),
  )!;
  expect([...CODES]).toEqual(list!.split(',').map((code) => code.trim()));
});

test('the most urgent is the first in that order', () => {
  expect(mostUrgent(['CACHE_STALE', 'DB_POOL_EXHAUSTED', 'OVERLOADED'])).toBe('DB_POOL_EXHAUSTED');
  expect(mostUrgent([])).toBeNull();
  expect([isCode('DRAINING'), isCode('A_CODE_OF_TOMORROW')]).toEqual([true, false]);
});
