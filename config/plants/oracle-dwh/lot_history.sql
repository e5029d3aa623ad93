-- A row a track-out of one lot, newest first; parts of one track-in are folded by Andon.
-- CONTAINERID is CHAR(16), blank padded: the value is padded instead of trimming 55 million keys,
-- which would pass the index by. The lot is found by its id in the view of live lots.
-- Not proven against a warehouse. The dates carry no zone and are the plant's.
SELECT
  h.SPECNAME                       AS spec,
  h.WORKCENTERNAME                 AS station,
  r.RESOURCENAME                   AS equipment,
  CAST(h.MOVEINTIMESTAMP AS DATE)  AS moved_in_at,
  CAST(h.TRACKINTIMESTAMP AS DATE) AS tracked_in_at,
  CAST(h.TRACKOUTTIMESTAMP AS DATE) AS tracked_out_at,
  CAST(h.MOVEOUTTIMESTAMP AS DATE) AS moved_out_at,
  h.TRACKINQTY                     AS qty_in,
  h.TRACKOUTQTY                    AS qty_out
FROM DWH.DW_MES_LOTWIPHISTORY h
LEFT JOIN DWH.DW_MES_RESOURCE r ON TRIM(r.RESOURCEID) = TRIM(h.EQUIPMENTID)
WHERE h.CONTAINERID IN (
  SELECT v.CONTAINERID FROM DWH.DW_MES_LOT_V v WHERE TRIM(v.LOTID) = :?lotId)
ORDER BY h.MOVEINTIMESTAMP DESC, h.TRACKINTIMESTAMP DESC, h.TRACKOUTTIMESTAMP DESC
