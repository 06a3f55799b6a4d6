-- Reads the copy that parquet.sql makes, in ClickHouse.
SET use_hive_partitioning = 1;
SET session_timezone = 'UTC';
SET join_use_nulls = 1;

CREATE OR REPLACE VIEW ledger AS SELECT * FROM file('tally-parquet/dt=*/*.parquet', 'Parquet');
