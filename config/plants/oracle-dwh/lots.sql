-- One row a lot. The view repeats a lot; of its rows the one moved in last is kept.
-- Sequences are text in the view ("10" sorts before "2"), hence TO_NUMBER; what is no number is
-- null. Needs Oracle 12.2 or later.
SELECT
  TRIM(LOTID)                                                          AS lot_id,
  WORKORDER                                                            AS workorder,
  QTY                                                                  AS qty,
  QTY2                                                                 AS qty2,
  WORKCENTER_GROUP                                                     AS workcenter,
  TO_NUMBER(WORKCENTERSEQUENCE_GROUP DEFAULT NULL ON CONVERSION ERROR) AS workcenter_order,
  WORKCENTERNAME                                                       AS station,
  PACKAGE_LEF                                                          AS package,
  PRODUCT                                                              AS product,
  PJ_TYPE                                                              AS product_type,
  SPECNAME                                                             AS spec,
  TO_NUMBER(SPECSEQUENCE DEFAULT NULL ON CONVERSION ERROR)             AS spec_order,
  EQUIPMENTCOUNT                                                       AS equipment_count,
  EQUIPMENTS                                                           AS equipment,
  CURRENTHOLDCOUNT                                                     AS hold_count,
  HOLDREASONNAME                                                       AS hold_reason,
  HOLDEMP                                                              AS hold_by,
  DEPTNAME                                                             AS hold_dept,
  COMMENT_HOLD                                                         AS hold_comment,
  PRIORITYCODENAME                                                     AS priority,
  FIRSTNAME                                                            AS wafer_lot,
  FROM_TZ(CAST(MOVEINTIMESTAMP AS TIMESTAMP), 'Asia/Taipei')           AS moved_in_at,
  AGEBYDAYS                                                            AS age_days,
  FROM_TZ(CAST(STARTDATE AS TIMESTAMP), 'Asia/Taipei')                 AS started_at,
  FROM_TZ(CAST(SYS_DATE AS TIMESTAMP), 'Asia/Taipei')                  AS snapshot_at,
  PJ_FUNCTION                                                          AS pj_function,
  BOP                                                                  AS bop,
  WORKFLOWNAME                                                         AS workflow,
  WAFERDESC                                                            AS wafer_desc,
  TRIM(CONTAINERID)                                                    AS container_id
FROM (
  SELECT
    v.*,
    ROW_NUMBER() OVER (
      PARTITION BY TRIM(v.LOTID)
      ORDER BY v.MOVEINTIMESTAMP DESC NULLS LAST, v.SPECNAME) AS lot_row
  FROM DWH.DW_MES_LOT_V v
  WHERE v.WORKORDER IS NOT NULL
)
WHERE lot_row = 1
