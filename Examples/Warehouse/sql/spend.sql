-- Spend, tokens and calls by day, team and model. What has no known price is counted apart and never taken for nothing.
WITH calls AS (
    SELECT
        dt,
        coalesce(team, '(none)') AS team,
        model,
        coalesce(total_tokens, 0) AS call_tokens,
        coalesce(cost_usd, priced_usd, 0) AS cost,
        CASE WHEN cost_usd IS NULL THEN 1 ELSE 0 END AS unpriced
    FROM ledger
    WHERE kind = 'usage'
)
SELECT
    dt,
    team,
    model,
    count(*) AS calls,
    sum(call_tokens) AS tokens,
    sum(cost) AS cost_usd,
    sum(unpriced) AS unpriced_calls
FROM calls
GROUP BY dt, team, model
ORDER BY dt, team, model;
