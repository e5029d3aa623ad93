/** A small real server in front of Andon, which counts what arrives and can answer in its place. */
import { Agent, createServer, request } from 'node:http';
import { BoardPage } from './board.mjs';

/**
 * Runs a scenario of several tabs of one browser, all of which reach Andon through a gateway.
 *
 * @param {BoardPage} board tells the browser and Andon's address
 * @param {(gateway: Gateway, open: (search?: string) => Promise<BoardPage>) => Promise<void>} run
 */
export async function throughGateway(board, run) {
  const gateway = new Gateway(board.base);
  await gateway.listen();
  const open = async (search = '') => {
    const tab = new BoardPage(await board.page.context().newPage(), gateway.url);
    tab.page.setDefaultTimeout(20_000);
    tab.complaints = board.complaints;
    await tab.open(search);
    return tab;
  };
  try {
    await run(gateway, open);
  } finally {
    for (const page of board.page.context().pages())
      if (page !== board.page) await page.close().catch(() => undefined);
    await gateway.close();
  }
}

export class Gateway {
  /** @type {{at: number, path: string, attempt: number, status: number}[]} */
  arrivals = [];
  /** Streams of `/api/events` that are open now. */
  streams = 0;
  /** @type {(path: string) => {code: string, seconds: number | null} | null} */
  refuses = () => null;

  constructor(andon) {
    this.andon = new URL(andon);
    this.agent = new Agent({ keepAlive: true });
    this.server = createServer((incoming, outgoing) => this.take(incoming, outgoing));
  }

  async listen(port = 0) {
    await new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}`;
  }

  /** Goes away as a stopped server does: open connections end, new ones are refused. */
  async close() {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  /** Comes back on the same port. */
  back() {
    return this.listen(this.port);
  }

  /** Requests for figures since a moment, the stream and the page itself left out. */
  figures(since = 0) {
    return this.arrivals.filter(({ at, path }) => at >= since && path.startsWith('/api/wip/'));
  }

  take(incoming, outgoing) {
    const path = incoming.url;
    const attempt = Number(incoming.headers['andon-attempt'] ?? 0);
    const arrival = { at: Date.now(), path, attempt, status: 0 };
    this.arrivals.push(arrival);
    const refusal = this.refuses(path);
    if (refusal !== null) refuse(outgoing, refusal);
    else this.forward(incoming, outgoing);
    outgoing.once('finish', () => (arrival.status = outgoing.statusCode));
  }

  forward(incoming, outgoing) {
    const { hostname, port, host } = this.andon;
    const headers = { ...incoming.headers, host };
    const { method, url: path } = incoming;
    const onward = request({ hostname, port, path, method, headers, agent: this.agent });
    onward.once('response', (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      if (path === '/api/events') {
        this.streams++;
        outgoing.once('close', () => this.streams--);
      }
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.once('close', () => onward.destroy());
    onward.end();
  }
}

function refuse(outgoing, { code, seconds }) {
  const headers = { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-cache' };
  if (seconds !== null) headers['Retry-After'] = String(seconds);
  outgoing.writeHead(503, headers);
  outgoing.end(
    JSON.stringify({
      type: `/docs/codes#${code}`,
      title: code,
      status: 503,
      detail: '',
      code,
      retryable: true,
      retryAfterSeconds: seconds,
      traceId: '0123456789abcdef',
    }),
  );
}
