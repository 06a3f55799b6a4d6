-- Tokens and milliseconds of a call by feature. A percentile is the smallest value that at least so many calls do not
-- exceed (nearest rank): no value is made up between two, and every engine gives the same.
WITH calls AS (
    SELECT coalesce(feature, '(none)') AS feature, coalesce(total_tokens, 0) AS tokens, duration_ms
    FROM ledger
    WHERE kind = 'usage' AND error IS NULL
),
ranked AS (
    SELECT
        feature,
        tokens,
        duration_ms,
        count(*) OVER (PARTITION BY feature) AS n,
        row_number() OVER (PARTITION BY feature ORDER BY tokens) AS token_rank,
        row_number() OVER (PARTITION BY feature ORDER BY duration_ms) AS time_rank
    FROM calls
)
SELECT
    feature,
    max(n) AS calls,
    max(CASE WHEN 100 * token_rank >= 50 * n AND 100 * (token_rank - 1) < 50 * n THEN tokens END) AS p50_tokens,
    max(CASE WHEN 100 * token_rank >= 95 * n AND 100 * (token_rank - 1) < 95 * n THEN tokens END) AS p95_tokens,
    max(tokens) AS max_tokens,
    max(CASE WHEN 100 * time_rank >= 50 * n AND 100 * (time_rank - 1) < 50 * n THEN duration_ms END) AS p50_ms,
    max(CASE WHEN 100 * time_rank >= 95 * n AND 100 * (time_rank - 1) < 95 * n THEN duration_ms END) AS p95_ms
FROM ranked
GROUP BY feature
ORDER BY feature;
