-- What became of what was spent: the money of interactions by their last known outcome, by team.
-- Outcomes of single calls count for the interaction that the call was part of.
WITH spent AS (
    SELECT
        coalesce(team, '(none)') AS team,
        call_id,
        -- A call outside of an interaction stands for itself.
        coalesce(interaction_id, call_id) AS unit,
        coalesce(total_tokens, 0) AS tokens,
        coalesce(cost_usd, priced_usd, 0) AS cost
    FROM ledger
    WHERE kind = 'usage'
),
units_of_calls AS (
    SELECT call_id, max(unit) AS unit FROM spent GROUP BY call_id
),
stated AS (
    SELECT interaction_id AS unit, outcome, time, id
    FROM ledger
    WHERE kind = 'outcome' AND interaction_id IS NOT NULL
    UNION ALL
    SELECT units_of_calls.unit AS unit, ledger.outcome AS outcome, ledger.time AS time, ledger.id AS id
    FROM ledger
    INNER JOIN units_of_calls ON ledger.call_id = units_of_calls.call_id
    WHERE ledger.kind = 'outcome'
),
ranked AS (
    SELECT unit, outcome, row_number() OVER (PARTITION BY unit ORDER BY time DESC, id DESC) AS place FROM stated
),
last_stated AS (
    SELECT unit, outcome FROM ranked WHERE place = 1
)
SELECT
    spent.team AS team,
    coalesce(last_stated.outcome, '(not stated)') AS outcome,
    count(DISTINCT spent.unit) AS interactions,
    count(*) AS calls,
    sum(spent.tokens) AS tokens,
    sum(spent.cost) AS cost_usd
FROM spent
LEFT JOIN last_stated ON spent.unit = last_stated.unit
GROUP BY spent.team, coalesce(last_stated.outcome, '(not stated)')
ORDER BY team, outcome;
