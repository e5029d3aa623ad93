import type { Failure } from '../model/failure';
import { failureOf, json } from './responses';

/** What comes over one connection to the event stream. */
export interface LineReader {
  /** The server has taken the connection. */
  opened(): void;
  event(name: string, data: string): void;
  /** The server's wish how long to wait before another connection. */
  retry(millis: number): void;
  /** The connection is over, or never came about; nothing follows. */
  ended(failure: Failure): void;
}

/** Opens one connection; the returned function closes it, after which the reader hears nothing. */
export type OpenLine = (path: string, attempt: number, reader: LineReader) => () => void;

/**
 * Reads server-sent events by fetch. An EventSource would show neither a refusal's code nor its
 * `Retry-After`, and would come back by itself, all browsers at once.
 */
export function lines(deps: { fetch: typeof fetch; online: () => boolean }): OpenLine {
  return (path, attempt, reader) => {
    const controller = new AbortController();
    const { signal } = controller;
    const live = guarded(reader, signal);
    follow(deps.fetch, path, attempt, live, signal)
      .catch((): Failure => ({ kind: deps.online() ? 'network' : 'offline' }))
      .then((failure) => live.ended(failure), undefined);
    return () => controller.abort();
  };
}

async function follow(
  ask: typeof fetch,
  path: string,
  attempt: number,
  reader: LineReader,
  signal: AbortSignal,
): Promise<Failure> {
  const headers = { Accept: 'text/event-stream', 'Andon-Attempt': String(attempt) };
  const response = await ask(path, { headers, signal, cache: 'no-store' });
  const isStream = response.headers.get('Content-Type')?.startsWith('text/event-stream');
  if (!response.ok || !isStream || response.body === null)
    return failureOf(response, await json(response));
  reader.opened();
  const parser = new EventParser(reader);
  const decoder = new TextDecoder();
  const chunks = response.body.getReader();
  for (;;) {
    const { done, value } = await chunks.read();
    if (done) return { kind: 'network' };
    parser.push(decoder.decode(value, { stream: true }));
  }
}

/** Fields of one event after another, as the HTML standard reads them; `id` has no use here. */
class EventParser {
  readonly #reader: LineReader;
  #rest = '';
  #name = '';
  #data: string[] = [];

  constructor(reader: LineReader) {
    this.#reader = reader;
  }

  push(text: string): void {
    const whole = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = whole.pop()!;
    for (const line of whole) this.#line(line);
  }

  #line(line: string): void {
    if (line === '') return this.#dispatch();
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line)!;
    if (field === 'event') this.#name = value!;
    else if (field === 'data') this.#data.push(value!);
    else if (field === 'retry' && /^\d+$/.test(value!)) this.#reader.retry(Number(value));
  }

  #dispatch(): void {
    const [name, data] = [this.#name || 'message', this.#data];
    this.#name = '';
    this.#data = [];
    if (data.length > 0) this.#reader.event(name, data.join('\n'));
  }
}

/** The reader, deaf once the connection was closed from here. */
function guarded(reader: LineReader, signal: AbortSignal): LineReader {
  const unless = <P extends unknown[]>(tell: (...parameters: P) => void) => {
    return (...parameters: P): void => {
      if (!signal.aborted) tell(...parameters);
    };
  };
  return {
    opened: unless(() => reader.opened()),
    event: unless((name, data) => reader.event(name, data)),
    retry: unless((millis) => reader.retry(millis)),
    ended: unless((failure) => reader.ended(failure)),
  };
}
