/** Columns of the lot list in their order; the list can be sorted by each of them and no other. */
export const LOT_COLUMNS = [
  'lotId',
  'status',
  'workcenter',
  'station',
  'package',
  'product',
  'spec',
  'equipment',
  'holdReason',
  'qty',
  'ageDays',
  'priority',
  'movedInAt',
  'dueAt',
] as const;

export type LotColumn = (typeof LOT_COLUMNS)[number];
