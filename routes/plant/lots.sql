SELECT LOT_NO AS lot_id, WORK_ORDER AS workorder, QTY AS qty, WC AS workcenter,
  PKG AS package, PROD AS product, STATE AS status, REASON AS hold_reason,
  MOVED_IN AS moved_in_at, CUSTOMER AS customer
FROM MES_LOT
