-- Hours by shift day, workcenter and state, from the first day to before the last.
SELECT
  H.SHIFT_DATE  AS shift_date,
  E.WC_NAME     AS workcenter,
  H.STATE_CODE  AS state,
  SUM(H.HOURS)  AS hours
FROM MES_STATUS_HOURS H
JOIN MES_EQUIPMENT E ON E.EQP_SEQ = H.EQP_SEQ
WHERE H.SHIFT_DATE >= :?fromDay AND H.SHIFT_DATE < :?untilDay
GROUP BY H.SHIFT_DATE, E.WC_NAME, H.STATE_CODE
