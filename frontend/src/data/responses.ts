/** Reads what a server, or something in its place, has answered. */
import type { Answer, Problem } from '../model/contract';
import type { Failure } from '../model/failure';

/** The body as JSON; undefined when it is none. A broken connection still rejects. */
export async function json(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isAnswer<T>(body: unknown): body is Answer<T> {
  return typeof body === 'object' && body !== null && 'data' in body && 'meta' in body;
}

/** @param body of the response, as {@link json} gives it */
export function failureOf(response: Response, body: unknown): Failure {
  const header = seconds(response.headers.get('Retry-After'));
  if (!response.ok && isProblem(body)) {
    const retryAfterSeconds = seconds(body.retryAfterSeconds) ?? header;
    return { kind: 'problem', problem: { ...body, retryAfterSeconds } };
  }
  return { kind: 'unreadable', status: response.status, retryAfterSeconds: header };
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'retryable' in body;
}

function seconds(said: string | number | null): number | null {
  const value = said === null ? NaN : Number(said);
  return Number.isFinite(value) ? value : null;
}
