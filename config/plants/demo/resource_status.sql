-- One row a machine and lot; a machine without lots has one row, a newly delivered one none.
-- Sorted, so that H2 reads both tables at one moment and not while rows are fetched.
SELECT
  S.EQP_ID         AS resource_id,
  S.STATE_CODE     AS state,
  S.STATE_REASON   AS reason,
  S.STATE_SINCE    AS since,
  S.JOB_NO         AS job_id,
  S.JOB_STATUS     AS job_status,
  S.JOB_CREATED    AS job_created_at,
  S.TECHNICIAN     AS technician,
  S.SYMPTOM        AS symptom,
  S.CAUSE          AS cause,
  S.REPAIR         AS repair,
  T.LOT_NO         AS lot_id,
  T.QTY_PCS        AS qty,
  T.TRACK_IN_TIME  AS tracked_in_at,
  T.OPERATOR       AS tracked_in_by
FROM MES_EQUIPMENT_STATUS S
LEFT JOIN MES_TRACK_IN T ON T.EQP_SEQ = S.EQP_SEQ
ORDER BY S.EQP_ID
