import { expect, test } from 'vitest';
import { onReturn } from './return';

test('network and sight are told when they come back, not when they go, and not after the end', () => {
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const window = Object.assign(new EventTarget(), { document });
  const told: string[] = [];
  const stop = onReturn(window as unknown as Window, {
    online: () => void told.push('online'),
    seen: () => void told.push('seen'),
    frozen: () => void told.push('frozen'),
    thawed: () => void told.push('thawed'),
  });
  const look = (visibilityState: string): void => {
    document.visibilityState = visibilityState;
    document.dispatchEvent(new Event('visibilitychange'));
  };
  window.dispatchEvent(new Event('offline'));
  look('hidden');
  expect(told).toEqual([]);
  look('visible');
  window.dispatchEvent(new Event('online'));
  expect(told).toEqual(['seen', 'online']);
  document.dispatchEvent(new Event('freeze'));
  document.dispatchEvent(new Event('resume'));
  expect(told.splice(2)).toEqual(['frozen', 'thawed']);
  stop();
  look('visible');
  document.dispatchEvent(new Event('freeze'));
  window.dispatchEvent(new Event('online'));
  expect(told).toEqual(['seen', 'online']);
});
