-- Spec to station to workcenter with their orders; about 230 rows.
SELECT
  SPEC                              AS spec,
  TO_NUMBER(SPEC_ORDER)             AS spec_order,
  WORK_CENTER                       AS station,
  WORK_CENTER_GROUP                 AS workcenter,
  TO_NUMBER(WORKCENTERGROUP_ORDER)  AS workcenter_order
FROM DWH.DW_MES_SPEC_WORKCENTER_V
