-- One row a lot with a work order; age is left to moved_in_at, status to the two counts;
-- customer, bop and date_code pass through. MES_SNAPSHOT has one row, read once and first.
SELECT
  LOT_NO         AS lot_id,
  WORK_ORDER     AS workorder,
  QTY_PCS        AS qty,
  QTY_WAFER      AS qty2,
  WC_NAME        AS workcenter,
  WC_SEQ         AS workcenter_order,
  STATION        AS station,
  PKG_NAME       AS package,
  PROD_NAME      AS product,
  PROD_TYPE      AS product_type,
  SPEC_NAME      AS spec,
  SPEC_SEQ       AS spec_order,
  EQP_COUNT      AS equipment_count,
  EQP_LIST       AS equipment,
  HOLD_COUNT     AS hold_count,
  HOLD_REASON    AS hold_reason,
  HOLD_EMP       AS hold_by,
  HOLD_DEPT      AS hold_dept,
  HOLD_NOTE      AS hold_comment,
  HOLD_TIME      AS hold_since,
  PRIORITY_CODE  AS priority,
  WAFER_LOT      AS wafer_lot,
  MOVE_IN_TIME   AS moved_in_at,
  START_TIME     AS started_at,
  DUE_TIME       AS due_at,
  CUSTOMER       AS customer,
  BOP            AS bop,
  DATE_CODE      AS date_code,
  SYS_DATE       AS snapshot_at
FROM MES_SNAPSHOT
CROSS JOIN MES_LOT
WHERE WORK_ORDER IS NOT NULL
