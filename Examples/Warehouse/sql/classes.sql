-- Tokens by class, by provider and model: what a cache served, what it kept, what was reasoning.
-- Further samplings are in input and output, and in no class.
WITH calls AS (
    SELECT
        coalesce(provider, '(unknown)') AS provider,
        model,
        coalesce(input_tokens, 0) AS input,
        coalesce(usage.input_uncached, 0) AS uncached,
        coalesce(usage.cache_read, 0) AS cache_read,
        coalesce(usage.cache_write_5m, 0) + coalesce(usage.cache_write_1h, 0) + coalesce(usage.cache_write_other, 0)
            AS cache_write,
        coalesce(output_tokens, 0) AS output,
        coalesce(usage.reasoning, 0) AS reasoning,
        CASE WHEN attempt > 1 THEN 1 ELSE 0 END AS retry
    FROM ledger
    WHERE kind = 'usage'
)
SELECT
    provider,
    model,
    count(*) AS calls,
    sum(input) AS input_tokens,
    sum(uncached) AS uncached_tokens,
    sum(cache_read) AS cache_read_tokens,
    sum(cache_write) AS cache_write_tokens,
    sum(output) AS output_tokens,
    sum(reasoning) AS reasoning_tokens,
    sum(retry) AS retries
FROM calls
GROUP BY provider, model
ORDER BY provider, model;
