-- Hours by shift day, workcenter and state. OLDSTATUSNAME is the state that the hours belong to.
-- The shift day begins at 07:30: TXNDATE is bounded by itself, so that its index serves.
-- Not proven against a warehouse.
SELECT
  TRUNC(s.TXNDATE - INTERVAL '7:30' HOUR TO MINUTE) AS shift_date,
  r.WORKCENTERNAME                                  AS workcenter,
  s.OLDSTATUSNAME                                   AS state,
  SUM(s.HOURS)                                      AS hours
FROM DWH.DW_MES_RESOURCESTATUS_SHIFT s
LEFT JOIN DWH.DW_MES_RESOURCE r ON TRIM(r.RESOURCEID) = TRIM(s.HISTORYID)
WHERE s.TXNDATE >= CAST(:?fromDay AS DATE) + INTERVAL '7:30' HOUR TO MINUTE
  AND s.TXNDATE < CAST(:?untilDay AS DATE) + INTERVAL '7:30' HOUR TO MINUTE
GROUP BY TRUNC(s.TXNDATE - INTERVAL '7:30' HOUR TO MINUTE), r.WORKCENTERNAME, s.OLDSTATUSNAME
