import assert from 'node:assert/strict';
import { api, atOneVersion, eventually } from '../board.mjs';

export const scenarios = {
  'a card narrows matrix and list, and a second press lifts it': async (board) => {
    await board.open();
    await board.page.click('[data-testid=card-queue]');
    assert.deepEqual(board.search.getAll('status'), ['QUEUE']);
    await atOneVersion(
      board,
      ['/api/wip/overview/summary', '/api/wip/overview/matrix?status=QUEUE'],
      async (summary, matrix) => {
        assert.equal(matrix.total.lots, summary.byStatus.QUEUE.lots);
        assert.deepEqual(await board.count(), [summary.byStatus.QUEUE.lots, summary.lots]);
        assert.equal(await board.lots('run'), summary.byStatus.RUN.lots);
      },
    );
    assert.equal(await pressed(board, 'queue'), 'true');
    await board.page.click('[data-testid=card-queue]');
    assert.equal(board.search.size, 0);
    assert.equal(await pressed(board, 'queue'), 'false');
  },

  'run and quality hold together keep exactly their lots': async (board) => {
    await board.open();
    await board.page.click('[data-testid=card-run]');
    await board.page.click('[data-testid=card-quality]');
    await atOneVersion(board, ['/api/wip/overview/summary'], async (summary) => {
      const expected = summary.byStatus.RUN.lots + summary.holdByType.quality.lots;
      assert.equal((await board.count())[0], expected);
    });
  },

  'a cell leads to its lots; the address has it, a reload keeps it, back lifts it': async (
    board,
  ) => {
    await board.open();
    const { data } = await api(board.base, '/api/wip/overview/matrix');
    const row = data.rows[1].workcenter;
    const column = data.columns[2].package;
    await board.page.click('#cell-1-2');
    const narrowed = () => {
      assert.deepEqual(board.search.getAll('workcenter'), [row]);
      assert.deepEqual(board.search.getAll('package'), [column]);
    };
    narrowed();
    const agrees = () =>
      atOneVersion(board, [`/api/wip/lots?${board.search}&sort=-ageDays`], async ({ total }) => {
        assert.equal((await board.count())[0], total);
        const rows = await board.rows();
        assert.ok(
          rows.length > 0 && rows.every((cells) => cells[2] === row && cells[4] === column),
        );
      });
    await agrees();
    await board.page.reload();
    await board.figures();
    narrowed();
    await agrees();
    await board.page.goBack();
    await eventually(async () => {
      assert.equal(board.search.size, 0);
      const [shown, all] = await board.count();
      assert.equal(shown, all);
    });
  },

  'rows and columns stay where they are while a filter narrows them': async (board) => {
    await board.open();
    const names = () =>
      board.page.$$eval(
        '[data-testid=matrix-grid] .body .name, [data-testid=matrix-grid] .package',
        (all) => all.map((each) => each.innerText.trim()),
      );
    await atOneVersion(board, ['/api/wip/overview/matrix'], async (matrix) => {
      const shown = await names();
      assert.equal(shown[0], matrix.columns[0].package);
    });
    await board.page.click('[data-testid=card-nonQuality]');
    await atOneVersion(board, ['/api/wip/overview/matrix'], async (matrix) => {
      const shown = await names();
      const columns = matrix.columns.map((each) => each.package ?? '(none)');
      assert.deepEqual(shown.slice(0, 8), columns.slice(0, 8));
      assert.deepEqual(
        shown.filter((name) => !columns.includes(name)),
        matrix.rows
          .map(({ workcenter }) => workcenter ?? '(none)')
          .slice(0, rowsIn(shown, columns)),
      );
    });
  },

  'a hold reason with a comma or a slash is one filter value': async (board) => {
    const { data } = await api(board.base, '/api/wip/overview/hold');
    const odd = data.reasons.find(({ reason }) => /[,/]/.test(reason ?? ''));
    assert.ok(odd, 'the plant has no reason with a comma or a slash');
    await board.open();
    const bar = board.page.locator(`[data-reason="${odd.reason}"]`);
    await bar.click();
    assert.deepEqual(board.search.getAll('holdReason'), [odd.reason]);
    assert.equal(await bar.getAttribute('aria-pressed'), 'true');
    const path = `/api/wip/lots?${new URLSearchParams({ holdReason: odd.reason })}`;
    await atOneVersion(board, [path], async ({ total }) => {
      assert.equal((await board.count())[0], total);
      assert.ok((await board.rows()).every((cells) => cells[8] === odd.reason));
    });
  },

  'a suggestion is found by typing and becomes a chip that lifts it': async (board) => {
    const { data } = await api(board.base, '/api/wip/overview/matrix');
    const wanted = data.columns.at(-1).package ?? '(none)';
    await board.open();
    await board.page.fill('#filter-package', wanted);
    await board.press('ArrowDown');
    await board.press('Enter');
    await board.page.waitForSelector('[data-testid=chip-package]');
    assert.equal(board.search.getAll('package').length, 1);
    await eventually(async () => {
      const [shown, all] = await board.count();
      assert.ok(shown > 0 && shown < all);
    });
    await board.page.click('[data-testid=chip-package]');
    assert.equal(board.search.size, 0);
  },

  'part of a lot id finds its lots without a step back for every letter': async (board) => {
    await board.open();
    const { data } = await api(board.base, '/api/wip/lots?pageSize=1');
    const { lotId } = data.rows[0];
    await board.page.locator('#filter-lotId').pressSequentially(lotId.slice(1), { delay: 20 });
    await eventually(async () => {
      assert.deepEqual(board.search.getAll('lotId'), [`*${lotId.slice(1)}*`]);
      assert.equal((await board.rows())[0][0], lotId);
    });
  },

  'the list sorts by a heading, says so, and keeps it in the address': async (board) => {
    await board.open();
    const sortOf = () =>
      board.page.$$eval('[data-testid=lot-list] [aria-sort]', (all) =>
        all.filter((each) => each.ariaSort !== 'none').map((each) => each.ariaSort),
      );
    assert.deepEqual(await sortOf(), ['descending']);
    await board.page.click('[data-testid=sort-qty]');
    assert.equal(board.search.get('sort'), '-qty');
    await sorted(board, (a, b) => a >= b);
    await board.page.click('[data-testid=sort-qty]');
    assert.equal(board.search.get('sort'), 'qty');
    assert.deepEqual(await sortOf(), ['ascending']);
    await sorted(board, (a, b) => a <= b);
  },

  'Clear filters and Escape lift every filter': async (board) => {
    for (const lift of [
      () => board.page.click('[data-testid=clear]'),
      () => board.press('Escape'),
    ]) {
      await board.open('?status=HOLD&sort=-qty');
      await lift();
      assert.equal(board.search.get('status'), null);
      assert.equal(board.search.get('sort'), '-qty');
      await eventually(async () => {
        const [shown, all] = await board.count();
        assert.equal(shown, all);
      });
    }
  },

  'filters that nothing passes say so and offer the way out': async (board) => {
    await board.open('?lotId=NO-SUCH-LOT');
    await board.page.waitForSelector('[data-testid=lots] [data-testid=empty]');
    assert.equal((await board.count())[0], 0);
    await board.page.click('[data-testid=lots] [data-testid=empty] button');
    assert.equal(board.search.size, 0);
  },
};

async function pressed(board, card) {
  return board.page.getAttribute(`[data-testid=card-${card}]`, 'aria-pressed');
}

function rowsIn(names, columns) {
  return names.filter((name) => !columns.includes(name)).length;
}

async function sorted(board, inOrder) {
  await eventually(async () => {
    const qty = (await board.rows()).map((cells) => Number(cells[9].replaceAll(',', '')));
    assert.ok(qty.length > 5 && qty.every((each, at) => at === 0 || inOrder(qty[at - 1], each)));
  });
}
