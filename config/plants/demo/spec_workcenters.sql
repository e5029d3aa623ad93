-- Spec to station to workcenter; the order of a spec is its place in the route.
SELECT
  SPEC_NAME  AS spec,
  SPEC_SEQ   AS spec_order,
  STATION    AS station,
  WC_NAME    AS workcenter,
  WC_SEQ     AS workcenter_order,
  WC_GROUP   AS workcenter_group
FROM MES_SPEC
