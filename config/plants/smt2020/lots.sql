-- One row a lot. The testbed has products but no packages, so a package is a product here; the
-- standing of a lot (status, equipment) is the one that was derived with the data.
-- No snapshot_at: the data is the instant 2018-01-01 00:00, and as the age of a version that
-- would make every figure years old. The time of the read stands instead; due dates keep theirs.
SELECT
  lot_id,
  order_id                            AS workorder,
  qty_wafers                          AS qty,
  workcenter,
  tool_group                          AS station,
  product                             AS package,
  product,
  current_step_desc                   AS spec,
  current_step_seq                    AS spec_order,
  status_derived                      AS status,
  tool_id_derived                     AS equipment,
  CAST(priority AS text)              AS priority,
  start_date AT TIME ZONE 'UTC'       AS started_at,
  due_date AT TIME ZONE 'UTC'         AS due_at,
  part,
  route,
  hot_flag,
  route_steps,
  steps_remaining,
  status_source
FROM smt2020.lots
