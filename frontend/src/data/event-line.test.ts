import { beforeEach, expect, test, vi } from 'vitest';
import { PROBLEM } from '../testing/scripted-server';
import { lines } from './event-line';

let heard: unknown[];
let asked: { path: string; headers: Headers; signal: AbortSignal }[];
let online: boolean;

beforeEach(() => {
  heard = [];
  asked = [];
  online = true;
});

/** Opens a line on which the server answers this. */
function open(answer: () => Promise<Response>, attempt = 1): () => void {
  const fetch = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const { headers, signal } = init!;
    asked.push({ path: String(input), headers: new Headers(headers), signal: signal! });
    return answer();
  };
  return lines({ fetch, online: () => online })('/api/events', attempt, {
    opened: () => heard.push('opened'),
    event: (name, data) => heard.push([name, data]),
    retry: (millis) => heard.push(millis),
    ended: (failure) => heard.push(failure),
  });
}

function stream(...chunks: (string | Uint8Array)[]): Promise<Response> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks)
        controller.enqueue(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
      controller.close();
    },
  });
  const headers = { 'Content-Type': 'text/event-stream;charset=utf-8' };
  return Promise.resolve(new Response(body, { headers }));
}

const ended = { kind: 'network' };
const all = (...expected: unknown[]): Promise<void> =>
  vi.waitFor(() => expect(heard).toEqual(expected));

test('events, the wish to wait and the end are heard in order', async () => {
  open(() => stream('retry: 2500\n\n', 'id: 7\nevent: version\ndata: {"table":"lots"}\n\n'), 3);
  await all('opened', 2_500, ['version', '{"table":"lots"}'], ended);
  expect(asked[0]?.headers.get('Andon-Attempt')).toBe('3');
  expect(asked[0]?.headers.get('Accept')).toBe('text/event-stream');
});

test('however the bytes are cut, the events are the same', async () => {
  const text = 'event: degraded\ndata: {"codes":["扣留"]}\n\n: note\n\ndata:a\r\ndata: b\r\n\r\n';
  const bytes = new TextEncoder().encode(text);
  for (let cut = 0; cut <= bytes.length; cut++) {
    heard = [];
    open(() => stream(bytes.slice(0, cut), bytes.slice(cut)));
    await all('opened', ['degraded', '{"codes":["扣留"]}'], ['message', 'a\nb'], ended);
  }
});

test('an event without its blank line is not an event', async () => {
  open(() => stream('event: version\ndata: {"tab'));
  await all('opened', ended);
});

test('a refusal is told with its code and its wait', async () => {
  const problem = { ...PROBLEM, code: 'DRAINING' };
  const headers = { 'Retry-After': '6' };
  open(async () => new Response(JSON.stringify(problem), { status: 503, headers }));
  await all({ kind: 'problem', problem: { ...problem, retryAfterSeconds: 6 } });
});

test('a page that is no stream is unreadable', async () => {
  open(async () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } }));
  await all({ kind: 'unreadable', status: 200, retryAfterSeconds: null });
});

test('a connection that never came about is told as such, or as the lack of a network', async () => {
  open(() => Promise.reject(new TypeError('Failed to fetch')));
  await all({ kind: 'network' });
  heard = [];
  online = false;
  open(() => Promise.reject(new TypeError('Failed to fetch')));
  await all({ kind: 'offline' });
});

test('a line closed from here is silent, and its request is given up', async () => {
  const close = open(() => stream('data: x\n\n'));
  close();
  expect(asked[0]?.signal.aborted).toBe(true);
  await new Promise((resolve) => setTimeout(resolve));
  expect(heard).toEqual([]);
});
