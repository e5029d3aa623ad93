-- One row a tool, without the 400 virtual ones that only stand for a delay.
SELECT
  tool_id      AS resource_id,
  tool_id      AS name,
  workcenter,
  tool_group   AS family,
  location,
  tool_no
FROM smt2020.tools
WHERE is_virtual = 'N'
