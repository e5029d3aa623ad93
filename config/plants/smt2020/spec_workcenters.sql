-- Each step of the two routes once, at its first place.
SELECT DISTINCT ON (step_desc)
  step_desc    AS spec,
  step_seq     AS spec_order,
  tool_group   AS station,
  workcenter
FROM (
  SELECT step_desc, step_seq, tool_group, workcenter FROM smt2020.routes_3
  UNION ALL
  SELECT step_desc, step_seq, tool_group, workcenter FROM smt2020.routes_4
) steps
ORDER BY step_desc, step_seq
