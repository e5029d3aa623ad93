-- The machine master: some 92,000 rows, of which a plant watches about 3,000. Put the plant's
-- scope in a WHERE over OBJECTCATEGORY, OBJECTTYPE, LOCATIONNAME and PJ_ASSETSSTATUS, and let
-- nulls stay in: WHERE (LOCATIONNAME IN ('…') OR LOCATIONNAME IS NULL).
SELECT
  TRIM(RESOURCEID)      AS resource_id,
  RESOURCENAME          AS name,
  WORKCENTERNAME        AS workcenter,
  RESOURCEFAMILYNAME    AS family,
  OBJECTCATEGORY        AS category,
  LOCATIONNAME          AS location,
  VENDORNAME            AS vendor,
  VENDORMODEL           AS model,
  TRIM(PACKAGEGROUPID)  AS package_group,
  PJ_ISPRODUCTION       AS is_production,
  PJ_ISKEY              AS is_key,
  PJ_ISMONITOR          AS is_monitored,
  PJ_ASSETSSTATUS       AS asset_status,
  OBJECTTYPE            AS object_type
FROM DWH.DW_MES_RESOURCE
