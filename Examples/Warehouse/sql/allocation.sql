-- What can not be allocated, or not be trusted, by calls and by money, day by day. The gaps overlap: a call may be in
-- several. The teams are those of the sample: put those that you know in their place.
WITH calls AS (
    SELECT
        dt,
        coalesce(cost_usd, priced_usd, 0) AS cost,
        CASE WHEN team IS NULL THEN 1 ELSE 0 END AS no_team,
        CASE
            WHEN team IN ('search', 'support', 'platform', 'commerce', 'finance', 'legal', 'marketing', 'data') THEN 0
            WHEN team IS NULL THEN 0
            ELSE 1
        END AS unknown_team,
        CASE WHEN customer IS NULL THEN 1 ELSE 0 END AS no_customer,
        CASE WHEN cost_usd IS NULL THEN 1 ELSE 0 END AS unpriced,
        CASE WHEN usage_check = 'ambiguous' THEN 1 ELSE 0 END AS ambiguous,
        CASE WHEN usage_source = 'counted' THEN 1 ELSE 0 END AS counted
    FROM ledger
    WHERE kind = 'usage'
)
SELECT
    dt,
    count(*) AS calls,
    sum(cost) AS cost_usd,
    sum(no_team) AS no_team_calls,
    sum(CASE WHEN no_team = 1 THEN cost ELSE 0 END) AS no_team_usd,
    sum(unknown_team) AS unknown_team_calls,
    sum(CASE WHEN unknown_team = 1 THEN cost ELSE 0 END) AS unknown_team_usd,
    sum(no_customer) AS no_customer_calls,
    sum(CASE WHEN no_customer = 1 THEN cost ELSE 0 END) AS no_customer_usd,
    sum(unpriced) AS unpriced_calls,
    sum(CASE WHEN unpriced = 1 THEN cost ELSE 0 END) AS unpriced_usd,
    sum(ambiguous) AS ambiguous_calls,
    sum(CASE WHEN ambiguous = 1 THEN cost ELSE 0 END) AS ambiguous_usd,
    sum(counted) AS counted_calls,
    sum(CASE WHEN counted = 1 THEN cost ELSE 0 END) AS counted_usd
FROM calls
GROUP BY dt
ORDER BY dt;
