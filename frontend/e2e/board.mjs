/** What scenarios read from the page and from the API. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/** One scenario's page with what went wrong on it by itself. */
export class BoardPage {
  constructor(page, base) {
    this.page = page;
    this.base = base;
    this.complaints = [];
    const host = new URL(base).host;
    page.on('pageerror', (error) => this.complaints.push(`exception: ${error.message}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()))
        this.complaints.push(`console: ${message.text()}`);
    });
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      if (reason !== 'net::ERR_ABORTED') this.complaints.push(`failed: ${request.url()} ${reason}`);
    });
    page.on('request', (request) => {
      if (new URL(request.url()).host !== host)
        this.complaints.push(`foreign host: ${request.url()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400)
        this.complaints.push(`HTTP ${response.status()}: ${response.url()}`);
    });
  }

  /** Opens an address and waits for its first figures. */
  async open(search = '') {
    await this.page.goto(`${this.base}/${search}`);
    await this.figures();
  }

  /** Waits until every part of the page has shown its first answer. */
  async figures() {
    await this.page.waitForFunction(() => {
      const text = (id) => document.querySelector(`[data-testid=${id}]`)?.textContent ?? '–';
      const listed = document.querySelector(
        '#lot-0 .RUN, #lot-0 .QUEUE, #lot-0 .HOLD, [data-testid=empty]',
      );
      return listed !== null && !(text('card-run-lots') + text('count')).includes('–');
    });
  }

  get search() {
    return new URL(this.page.url()).searchParams;
  }

  version() {
    return this.page.$eval('[data-testid=version]', (element) => Number(element.dataset.version));
  }

  async text(testId) {
    return (await this.page.locator(`[data-testid=${testId}]`).innerText()).trim();
  }

  async lots(card) {
    return number(await this.text(`card-${card}-lots`));
  }

  /** [shown, all] of "12 of 20,000 lots". */
  async count() {
    return (await this.text('count')).match(/[\d,]+/g).map(number);
  }

  /** Cells of the list, row by row, as far as they are in the document. */
  rows() {
    return this.page.$$eval('[data-testid=lot-list] [data-index]', (rows) =>
      rows
        .toSorted((a, b) => a.dataset.index - b.dataset.index)
        .map((row) => [...row.children].map((cell) => cell.innerText.trim())),
    );
  }

  press(key) {
    return this.page.keyboard.press(key);
  }
}

export async function api(base, path) {
  const response = await fetch(base + path);
  assert.equal(response.status, 200, path);
  return response.json();
}

export function number(text) {
  return Number(text.replaceAll(',', ''));
}

/** Repeats a check until it holds; its last complaint is the result when it never does. */
export async function eventually(check, withinMs = 20_000) {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

/** Runs a check of the page against answers of the version that the page shows. */
export function atOneVersion(board, paths, check) {
  return eventually(async () => {
    const before = await board.version();
    const answers = await Promise.all(paths.map((path) => api(board.base, path)));
    for (const { meta } of answers) assert.equal(meta.versions.lots, before, 'API version');
    await check(...answers.map(({ data }) => data));
    assert.equal(await board.version(), before, 'version on the page');
  }, 60_000);
}

/** A quantity as the matrix writes it: thousands rounded half even, blank for none. */
export function inUnit(qty, unit) {
  if (qty === 0) return '';
  const floor = Math.floor(qty / unit);
  const rest = qty - floor * unit;
  const up = rest * 2 > unit || (rest * 2 === unit && floor % 2 === 1);
  const rounded = floor + (up ? 1 : 0);
  return rounded === 0 ? '<1' : rounded.toLocaleString('en-US');
}
