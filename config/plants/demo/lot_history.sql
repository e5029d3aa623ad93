-- A row a track-out of one lot; parts of one track-in are folded by Andon.
SELECT
  S.SPEC_NAME       AS spec,
  S.STATION         AS station,
  E.EQP_ID          AS equipment,
  H.MOVE_IN_TIME    AS moved_in_at,
  H.TRACK_IN_TIME   AS tracked_in_at,
  H.TRACK_OUT_TIME  AS tracked_out_at,
  H.MOVE_OUT_TIME   AS moved_out_at,
  H.QTY_IN          AS qty_in,
  H.QTY_OUT         AS qty_out
FROM MES_LOT_HISTORY H
JOIN MES_SPEC S ON S.SPEC_SEQ = H.SPEC_SEQ
LEFT JOIN MES_EQUIPMENT E ON E.EQP_SEQ = H.EQP_SEQ
WHERE H.LOT_NO = :?lotId
ORDER BY H.MOVE_IN_TIME DESC, H.TRACK_IN_TIME DESC, H.TRACK_OUT_TIME DESC
