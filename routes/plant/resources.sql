SELECT ID AS resource_id, NAME AS name, WC AS workcenter, FAMILY AS family,
  IN_USE AS is_production
FROM MES_MACHINE
