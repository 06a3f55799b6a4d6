-- Reads the copy that parquet.sql makes, in Spark.
SET spark.sql.session.timeZone = UTC;

CREATE OR REPLACE TEMPORARY VIEW ledger USING parquet OPTIONS (path 'tally-parquet');
