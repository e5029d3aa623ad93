-- One row a tool and lot in it; a tool without lots has one row. Virtual tools are left out.
SELECT
  t.tool_id             AS resource_id,
  t.e10_state_derived   AS state,
  l.lot_id              AS lot_id,
  l.qty_wafers          AS qty
FROM smt2020.tools t
LEFT JOIN smt2020.lots l ON l.tool_id_derived = t.tool_id
WHERE t.is_virtual = 'N'
