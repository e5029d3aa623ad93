-- One row a machine and lot. The id is CHAR(16), blank padded: trimmed here and in resources.sql.
-- "Package" and "Function" are mixed-case names and need their quotes.
SELECT
  TRIM(RESOURCEID)                                            AS resource_id,
  EQUIPMENTASSETSSTATUS                                       AS state,
  EQUIPMENTASSETSSTATUSREASON                                 AS reason,
  JOBID                                                       AS job_id,
  JOBSTATUS                                                   AS job_status,
  FROM_TZ(CAST(CREATEDATE AS TIMESTAMP), 'Asia/Taipei')       AS job_created_at,
  TECHNICIANUSERNAME                                          AS technician,
  SYMPTOMCODE                                                 AS symptom,
  CAUSECODE                                                   AS cause,
  REPAIRCODE                                                  AS repair,
  TRIM(RUNCARDLOTID)                                          AS lot_id,
  LOTTRACKINQTY_PCS                                           AS qty,
  FROM_TZ(CAST(LOTTRACKINTIME AS TIMESTAMP), 'Asia/Taipei')   AS tracked_in_at,
  LOTTRACKINEMPLOYEE                                          AS tracked_in_by,
  "Package"                                                   AS lot_package,
  "Function"                                                  AS lot_function
FROM DWH.DW_MES_EQUIPMENTSTATUS_WIP_V
