import assert from 'node:assert/strict';
import { api, atOneVersion, eventually, inUnit, number } from '../board.mjs';

const UNITS = { pieces: 1, 'thousand pieces': 1_000, 'million pieces': 1_000_000 };

export const scenarios = {
  'cards show the summary of the version that is named': async (board) => {
    await board.open();
    await atOneVersion(board, ['/api/wip/overview/summary'], async (summary) => {
      assert.equal(await board.lots('run'), summary.byStatus.RUN.lots);
      assert.equal(await board.lots('queue'), summary.byStatus.QUEUE.lots);
      assert.equal(await board.lots('quality'), summary.holdByType.quality.lots);
      assert.equal(await board.lots('nonQuality'), summary.holdByType.nonQuality.lots);
      const [shown, all] = await board.count();
      assert.deepEqual([shown, all], [summary.lots, summary.lots]);
      const qty = await board.page.getAttribute('[data-testid=card-run-qty]', 'title');
      assert.equal(number(qty), summary.byStatus.RUN.qty);
    });
  },

  'every cell of the matrix in sight, its sums and its total are those of the API': async (
    board,
  ) => {
    await board.open();
    await matrixAgrees(board);
    const grid = board.page.locator('[data-testid=matrix-grid]');
    await grid.evaluate((element) => element.scrollTo(1e6, 1e6));
    await matrixAgrees(board);
  },

  'both hold Paretos show the reasons of the API': async (board) => {
    await board.open();
    await atOneVersion(board, ['/api/wip/overview/hold'], async (hold) => {
      for (const type of ['quality', 'nonQuality']) {
        const bars = await board.page.$$eval(`[data-testid=pareto-${type}] [data-reason]`, (all) =>
          all.map((bar) => [bar.dataset.reason, bar.querySelector('.lots').textContent.trim()]),
        );
        const expected = hold.reasons
          .filter(({ holdType }) => holdType === type)
          .map(({ reason, lots }) => [reason ?? '', lots.toLocaleString('en-US')]);
        assert.deepEqual(bars, expected);
      }
    });
  },

  'the list shows the lots of the API in its order': async (board) => {
    await board.open();
    await atOneVersion(board, ['/api/wip/lots?sort=-ageDays&pageSize=100'], async ({ rows }) => {
      const shown = (await board.rows()).slice(0, 7).map((cells) => [cells[0], number(cells[9])]);
      assert.deepEqual(
        shown,
        rows.slice(0, 7).map(({ lotId, qty }) => [lotId, qty]),
      );
    });
  },

  'figures change without a reload and the version rises': async (board) => {
    await board.open();
    await board.page.evaluate(() => (window.unreloaded = true));
    const read = async () => [await board.lots('run'), await board.lots('queue')].join();
    const before = { version: await board.version(), figures: await read() };
    await eventually(async () => {
      assert.ok((await board.version()) > before.version, 'version');
      assert.notEqual(await read(), before.figures, 'figures');
    }, 90_000);
    assert.equal(await board.page.evaluate(() => window.unreloaded), true);
    const age = await board.text('age');
    assert.match(age, /\d+ s ago/);
  },

  'a scrolled list fetches its pages and agrees with the API there too': async (board) => {
    await board.open('?sort=lotId');
    const list = board.page.locator('[data-testid=lot-list]');
    await list.evaluate((element) => element.scrollTo(0, 350 * 26));
    await eventually(async () => assert.match(await rowText(board, 352), /^\S+\d/));
    await atOneVersion(
      board,
      ['/api/wip/lots?sort=lotId&page=4&pageSize=100'],
      async ({ rows }) => {
        assert.equal(await rowText(board, 352), rows[52].lotId);
      },
    );
  },

  'the matrix and the list hold no more than what is in sight': async (board) => {
    await board.open();
    const { data } = await api(board.base, '/api/wip/overview/matrix');
    assert.ok(data.cells.length > 500, 'a plant too small to show this');
    const cells = () => board.page.locator('[data-testid=matrix-grid] [role=gridcell]').count();
    const rows = () => board.page.locator('[data-testid=lot-list] [data-index]').count();
    for (const part of [0, 0.5, 1]) {
      await board.page.evaluate((at) => {
        for (const id of ['matrix-grid', 'lot-list']) {
          const box = document.querySelector(`[data-testid=${id}]`);
          box.scrollTo(box.scrollWidth * at, box.scrollHeight * at);
        }
      }, part);
      await eventually(async () => {
        assert.ok((await cells()) < 700, 'cells');
        assert.ok((await rows()) < 40, 'rows');
      });
    }
    assert.ok((await board.page.locator('*').count()) < 2_500, 'elements');
  },
};

function matrixAgrees(board) {
  return atOneVersion(board, ['/api/wip/overview/matrix'], async (matrix) => {
    const heading = await board.page.locator('[data-testid=matrix] .sub').innerText();
    const unit = UNITS[heading.split(';')[0].trim()];
    const total = await board.text('grand-total');
    assert.equal(total, inUnit(matrix.total.qty, unit));
    const cells = new Map(matrix.cells.map(([r, c, , qty]) => [`${r} ${c}`, qty]));
    const shown = await board.page.$$eval('[data-testid=matrix-grid] [data-row]', (all) =>
      all.map(({ dataset, className, innerText }) => ({ ...dataset, className, text: innerText })),
    );
    const expectedOf = {
      cell: ({ row, column }) => inUnit(cells.get(`${row} ${column}`) ?? 0, unit),
      sum: ({ column }) => inUnit(matrix.columns[column].qty, unit),
      total: ({ row }) => inUnit(matrix.rows[row].qty, unit),
      name: ({ row }) => matrix.rows[row].workcenter ?? '(none)',
      package: ({ column }) => matrix.columns[column].package ?? '(none)',
    };
    for (const place of shown) {
      const kind = place.className.split(' ')[0];
      assert.equal(
        place.text.trim(),
        expectedOf[kind](place),
        `${kind} ${place.row},${place.column}`,
      );
    }
    assert.ok(shown.length > 150, 'cells in sight');
  });
}

async function rowText(board, index) {
  return (await board.page.locator(`#lot-${index} [role=gridcell]`).first().innerText()).trim();
}
