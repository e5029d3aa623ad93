-- The machine master.
SELECT
  EQP_ID         AS resource_id,
  EQP_NAME       AS name,
  WC_NAME        AS workcenter,
  WC_SEQ         AS workcenter_order,
  FAMILY         AS family,
  CATEGORY       AS category,
  LOCATION       AS location,
  VENDOR         AS vendor,
  MODEL          AS model,
  PKG_GROUP      AS package_group,
  IS_PRODUCTION  AS is_production,
  IS_KEY         AS is_key,
  IS_MONITORED   AS is_monitored,
  ASSET_STATUS   AS asset_status
FROM MES_EQUIPMENT
