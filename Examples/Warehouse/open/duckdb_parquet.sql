-- Reads the copy that parquet.sql makes, in DuckDB.
CREATE OR REPLACE VIEW ledger AS
SELECT * FROM read_parquet('tally-parquet/*/*.parquet', hive_partitioning = true);
