-- Loads the SMT2020 tables under the names of their CSV files into a new schema, smt2020:
--   psql -d smt2020 -v folder=/path/to/smt2020-hvlm -f load.sql
\set ON_ERROR_STOP on
\cd :folder
BEGIN;
CREATE SCHEMA smt2020;

CREATE TABLE smt2020.lots (
  lot_id text PRIMARY KEY, product text, part text, route text, current_step_seq integer,
  current_step_desc text, tool_group text, workcenter text, qty_wafers integer, priority integer,
  hot_flag text, start_date timestamp, due_date timestamp, order_id text, route_steps integer,
  steps_remaining integer, status_source text, status_derived text, tool_id_derived text);

CREATE TABLE smt2020.tools (
  tool_id text PRIMARY KEY, tool_group text, workcenter text, location text, tool_no integer,
  is_virtual text, e10_state_derived text, lots_in_process_derived integer);

CREATE TABLE smt2020.tool_groups (
  tool_group text, workcenter text, location text, station text, tool_count integer,
  stn_capacity numeric, rule text, rank text, batch_criterion text, batch_per text,
  load_min numeric, unload_min numeric, setup_group text, is_virtual text);

CREATE TABLE smt2020.products (
  part text, product text, part_group text, route text, route_file text, steps integer);

CREATE TABLE smt2020.routes_3 (
  route text, step_seq integer, step_desc text, tool_group text, workcenter text, proc_dist text,
  proc_time_min numeric, proc_halfwidth_min numeric, proc_per text, batch_min_wafers integer,
  batch_max_wafers integer, setup text, setup_when text, setup_time integer, setup_units text,
  svestn text, for_step integer, batch_interval numeric, batch_interval_units text,
  part_interval numeric, part_interval_units text, rework_to_step integer, rework_pct numeric,
  rework_type text, sampling_pct integer, cqt_from_step integer, cqt integer, cqt_units text,
  ignore_note text);

CREATE TABLE smt2020.routes_4 (
  route text, step_seq integer, step_desc text, tool_group text, workcenter text, proc_dist text,
  proc_time_min numeric, proc_halfwidth_min numeric, proc_per text, batch_min_wafers integer,
  batch_max_wafers integer, setup text, setup_when text, setup_time integer, setup_units text,
  svestn text, for_step integer, batch_interval numeric, batch_interval_units text,
  part_interval numeric, part_interval_units text, rework_to_step integer, rework_pct numeric,
  rework_type text, sampling_pct integer, cqt_from_step integer, cqt integer, cqt_units text,
  ignore_note text);

CREATE TABLE smt2020.lot_releases (
  lot_prefix text, part text, product text, priority integer, qty_wafers integer,
  first_start timestamp, repeat_dist text, repeat_every_min numeric, repeat_count integer,
  lots_per_repeat integer, first_due timestamp, order_id text, hot_lot text);

CREATE TABLE smt2020.breakdowns (
  calendar text, workcenter text, attach_type text, mttf_dist text, mttf_min numeric,
  mttr_dist text, mttr_min numeric, first_dist text, first_min numeric);

CREATE TABLE smt2020.pm (
  calendar text, tool_group text, workcenter text, pm_type text, interval integer,
  interval_units text, duration_dist text, duration_mean_min numeric,
  duration_halfwidth_min numeric, first_dist text, first numeric, first_units text);

CREATE TABLE smt2020.setups (
  from_setup text, to_setup text, time_min numeric, tool_group text);

CREATE TABLE smt2020.setup_groups (
  setup_group text, setup text, min_run integer, tool_group text);

CREATE TABLE smt2020.transport (
  from_loc text, to_loc text, dist text, mean_min numeric, halfwidth_min numeric);

\copy smt2020.lots FROM 'lots.csv' WITH (FORMAT csv, HEADER)
\copy smt2020.tools FROM 'tools.csv' WITH (FORMAT csv, HEADER)
\copy smt2020.tool_groups FROM 'tool_groups.csv' WITH (FORMAT csv, HEADER)
\copy smt2020.products FROM 'products.csv' WITH (FORMAT csv, HEADER)
\copy smt2020.routes_3 FROM 'routes_3.csv' WITH (FORMAT csv, HEADER)
\copy smt2020.routes_4 FROM 'routes_4.csv' WITH (FORMAT csv, HEADER)
\copy smt2020.lot_releases FROM 'lot_releases.csv' WITH (FORMAT csv, HEADER)
\copy smt2020.breakdowns FROM 'breakdowns.csv' WITH (FORMAT csv, HEADER)
\copy smt2020.pm FROM 'pm.csv' WITH (FORMAT csv, HEADER)
\copy smt2020.setups FROM 'setups.csv' WITH (FORMAT csv, HEADER)
\copy smt2020.setup_groups FROM 'setup_groups.csv' WITH (FORMAT csv, HEADER)
\copy smt2020.transport FROM 'transport.csv' WITH (FORMAT csv, HEADER)

-- Whoever may connect to this database may read the schema, and nobody else may change it.
GRANT USAGE ON SCHEMA smt2020 TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA smt2020 TO PUBLIC;
COMMIT;
ANALYZE;
