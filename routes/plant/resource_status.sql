SELECT ID AS resource_id, STATE AS state, SINCE AS since, LOT_NO AS lot_id, QTY AS qty
FROM MES_STATUS
