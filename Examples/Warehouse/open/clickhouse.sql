-- Reads the folder tally-demo in ClickHouse: put your ledger's in its place. Written by schema.py.
SET use_hive_partitioning = 1;
SET date_time_input_format = 'best_effort';
SET session_timezone = 'UTC';
SET input_format_skip_unknown_fields = 1;
SET join_use_nulls = 1;

CREATE OR REPLACE VIEW lines AS
SELECT *, dt FROM file('tally-demo/dt=*/*.jsonl*', 'JSONEachRow', '
    schema Nullable(Int64),
    kind Nullable(String),
    id Nullable(String),
    time Nullable(DateTime64(3)),
    call_id Nullable(String),
    attempt Nullable(Int64),
    interaction_id Nullable(String),
    session_id Nullable(String),
    team Nullable(String),
    feature Nullable(String),
    use_case Nullable(String),
    environment Nullable(String),
    customer Nullable(String),
    user Nullable(String),
    tags Map(String, String),
    tags_truncated Nullable(Bool),
    repository Nullable(String),
    tool Nullable(String),
    work Nullable(String),
    call_site Nullable(String),
    provider Nullable(String),
    requested_model Nullable(String),
    model Nullable(String),
    format Nullable(String),
    response_id Nullable(String),
    service_tier Nullable(String),
    speed Nullable(String),
    region Nullable(String),
    route Nullable(String),
    batch Nullable(Bool),
    usage Tuple(input_uncached Nullable(Int64), cache_read Nullable(Int64), cache_write_5m Nullable(Int64), cache_write_1h Nullable(Int64), cache_write_other Nullable(Int64), tool_use_prompt Nullable(Int64), output_text Nullable(Int64), reasoning Nullable(Int64), citations Nullable(Int64)),
    input_tokens Nullable(Int64),
    output_tokens Nullable(Int64),
    total_tokens Nullable(Int64),
    usage_source Nullable(String),
    usage_check Nullable(String),
    ambiguity Nullable(String),
    estimate Tuple(input_tokens Nullable(Int64), output_tokens Nullable(Int64), max_output_tokens Nullable(Int64), cost_usd Nullable(Decimal(38, 12)), max_cost_usd Nullable(Decimal(38, 12)), input_difference Nullable(Int64), output_difference Nullable(Int64), cost_difference_usd Nullable(Decimal(38, 12))),
    cost_usd Nullable(Decimal(38, 12)),
    cost_source Nullable(String),
    priced_usd Nullable(Decimal(38, 12)),
    provider_cost_usd Nullable(Decimal(38, 12)),
    catalogue_cost_usd Nullable(Decimal(38, 12)),
    cost_drift_usd Nullable(Decimal(38, 12)),
    priced_model Nullable(String),
    priced_provider Nullable(String),
    book Nullable(String),
    duration_ms Nullable(Decimal(18, 3)),
    time_to_first_token_ms Nullable(Decimal(18, 3)),
    requested_max_output Nullable(Int64),
    finish_reason Nullable(String),
    error Nullable(String),
    stream Nullable(Bool),
    complete Nullable(Bool),
    outcome Nullable(String),
    exporter Nullable(String),
    reason Nullable(String),
    dropped_records Nullable(Int64),
    dropped_tokens Nullable(Int64),
    dropped_cost_usd Nullable(Decimal(38, 12)),
    dropped_unpriced_records Nullable(Int64)
');

-- A record that was delivered twice is there twice. Where none can be, the view does without LIMIT, and is faster.
CREATE OR REPLACE VIEW ledger AS SELECT * FROM lines LIMIT 1 BY id;
