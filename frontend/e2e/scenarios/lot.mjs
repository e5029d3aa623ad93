import assert from 'node:assert/strict';
import { api, eventually } from '../board.mjs';

export const scenarios = {
  'a row opens its lot with every field, Escape closes it and keeps the filters': async (board) => {
    await board.open('?status=RUN');
    const lotId = (await board.rows())[2][0];
    await board.page.click('#lot-2');
    await board.page.waitForSelector('[data-testid=lot-panel]');
    const opened = board.search.get('lot');
    assert.match(
      await board.page.innerText('#lot-title'),
      new RegExp(opened.replaceAll('.', '\\.')),
    );
    assert.ok(opened.length > 0 && lotId.length > 0);
    const { data } = await api(board.base, `/api/wip/lot/${encodeURIComponent(opened)}`);
    const field = (name) => board.page.innerText(`[data-testid=lot-panel] [data-field="${name}"]`);
    await eventually(async () => assert.equal(await field('product'), data.product ?? '–'));
    assert.equal(await field('workorder'), data.workorder ?? '–');
    for (const name of Object.keys(data.extra)) assert.ok((await field(name)).length > 0, name);
    const fields = await board.page.locator('[data-testid=lot-panel] [data-field]').count();
    assert.equal(fields, 24 + Object.keys(data.extra).length);
    await board.press('Escape');
    await board.page.waitForSelector('[data-testid=lot-panel]', { state: 'detached' });
    assert.equal(board.search.get('lot'), null);
    assert.deepEqual(board.search.getAll('status'), ['RUN']);
  },

  'an address with a lot opens it, back closes it': async (board) => {
    await board.open();
    await board.page.click('#lot-0');
    const address = board.page.url();
    await board.page.waitForSelector('[data-testid=lot-status]');
    await board.page.goBack();
    await board.page.waitForSelector('[data-testid=lot-panel]', { state: 'detached' });
    await board.page.goto(address);
    await board.page.waitForSelector('[data-testid=lot-status]');
  },
};

/** These make the API refuse on purpose, which the browser's console repeats. */
export const complaining = {
  'an unknown lot is said to be unknown, the board stays whole': async (board) => {
    await board.open('?lot=NO-SUCH-LOT');
    await board.page.waitForSelector('[data-testid=lot-failed]');
    assert.match(await board.text('lot-failed'), /not, or no longer, among/);
    assert.ok((await board.lots('run')) > 0);
    assert.equal(await board.page.locator('[data-testid=banner]').count(), 0);
  },
};
