-- Tokens and calls of an interaction (an agent's turn, a user's request) by use case; percentiles as in
-- percentiles.sql.
WITH calls AS (
    SELECT
        coalesce(use_case, '(none)') AS use_case,
        interaction_id,
        coalesce(total_tokens, 0) AS call_tokens,
        coalesce(cost_usd, priced_usd, 0) AS call_cost
    FROM ledger
    WHERE kind = 'usage' AND interaction_id IS NOT NULL
),
interactions AS (
    SELECT
        use_case,
        interaction_id,
        count(*) AS attempts,
        sum(call_tokens) AS tokens,
        sum(call_cost) AS cost
    FROM calls
    GROUP BY use_case, interaction_id
),
ranked AS (
    SELECT
        use_case,
        attempts,
        tokens,
        cost,
        count(*) OVER (PARTITION BY use_case) AS n,
        row_number() OVER (PARTITION BY use_case ORDER BY tokens) AS place
    FROM interactions
)
SELECT
    use_case,
    max(n) AS interactions,
    sum(attempts) AS calls,
    sum(tokens) / max(n) AS mean_tokens,
    max(CASE WHEN 100 * place >= 50 * n AND 100 * (place - 1) < 50 * n THEN tokens END) AS p50_tokens,
    max(CASE WHEN 100 * place >= 95 * n AND 100 * (place - 1) < 95 * n THEN tokens END) AS p95_tokens,
    max(tokens) AS max_tokens,
    sum(cost) AS cost_usd
FROM ranked
GROUP BY use_case
ORDER BY use_case;
