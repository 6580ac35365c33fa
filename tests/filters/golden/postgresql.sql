-- nothing
true

-- integer eq
calls.duration = :param_1::BIGINT

-- integer neq
calls.duration IS DISTINCT FROM :param_1::BIGINT

-- integer beyond its range
calls.duration < :param_1

-- float gt
(calls.score > :param_1 AND calls.score <= '1.7976931348623157e308'::FLOAT8)

-- float between
calls.score BETWEEN :param_1 AND :param_2

-- float isnull
(calls.score IS NULL OR calls.score < '-1.7976931348623157e308'::FLOAT8 OR calls.score > '1.7976931348623157e308'::FLOAT8)

-- decimal gte
(calls.cost >= :param_1 AND calls.cost < 'Infinity'::NUMERIC)

-- in
calls.duration IN (__[POSTCOMPILE_param_1])

-- nin
calls.duration IS NULL OR (calls.duration NOT IN (__[POSTCOMPILE_param_1]))

-- in nothing
false

-- boolean eq
calls.ok = :param_1

-- boolean of integers
(calls.flag <> 0) IS DISTINCT FROM :param_1

-- text eq
calls.topic = :param_1::VARCHAR

-- text in
calls.topic IN (__[POSTCOMPILE_param_1])

-- text contains ascii
translate(calls.topic, :param_2::VARCHAR, :param_3::VARCHAR) LIKE :param_1::VARCHAR ESCAPE '!'

-- text startswith beyond ascii
translate(calls.topic, :param_2::VARCHAR, :param_3::VARCHAR) LIKE :param_1::VARCHAR ESCAPE '!'

-- text regex
calls.topic ~ :param_1::VARCHAR

-- enum eq
calls.state = :param_1

-- enum endswith
translate(CAST(calls.state AS TEXT), :param_2::VARCHAR, :param_3::VARCHAR) LIKE :param_1::VARCHAR ESCAPE '!'

-- uuid eq
calls.ref = :param_1::UUID

-- uuid contains
translate(CAST(calls.ref AS VARCHAR), :param_2::VARCHAR, :param_3::VARCHAR) LIKE :param_1::VARCHAR ESCAPE '!'

-- number in text
CASE WHEN length(calls.reading) > 400 OR calls.reading !~ '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$' THEN NULL WHEN abs(CAST(calls.reading AS NUMERIC)) > 1.7976931348623157e308 THEN NULL WHEN abs(CAST(calls.reading AS NUMERIC)) < 2.4703282292062328e-324 THEN 0 ELSE CAST(calls.reading AS DOUBLE PRECISION) END >= :param_1

-- json key
CASE WHEN strpos(CAST(calls.meta AS TEXT), E'\\u') > 0 AND regexp_replace(replace(CAST(calls.meta AS TEXT), E'\\\\', ''), E'\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}', '', 'g') ~ E'\\\\u(0000|[dD][89a-fA-F])' THEN NULL ELSE CASE WHEN left(ltrim(CAST(calls.meta -> :param_1::VARCHAR AS TEXT), E' \t\n\r'), 1) IN ('{', '[', 'n') THEN NULL WHEN left(ltrim(CAST(calls.meta -> :param_1::VARCHAR AS TEXT), E' \t\n\r'), 1) IN ('"', 't', 'f') THEN (calls.meta ->> :param_1::VARCHAR) ELSE CASE WHEN length((calls.meta ->> :param_1::VARCHAR)) > 400 OR (calls.meta ->> :param_1::VARCHAR) ~ '[eE][-+]?[0-9]{5}' THEN NULL WHEN (calls.meta ->> :param_1::VARCHAR) ~ '^-?[0-9]+$' AND CAST((calls.meta ->> :param_1::VARCHAR) AS NUMERIC) BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(CAST((calls.meta ->> :param_1::VARCHAR) AS NUMERIC) AS TEXT) WHEN abs(CAST((calls.meta ->> :param_1::VARCHAR) AS NUMERIC)) > 1.7976931348623157e308 THEN NULL WHEN abs(CAST((calls.meta ->> :param_1::VARCHAR) AS NUMERIC)) < 5e-324 THEN '0' ELSE CAST(trim_scale(CAST(CAST((calls.meta ->> :param_1::VARCHAR) AS DOUBLE PRECISION) AS NUMERIC)) AS TEXT) END END END = :param_2::VARCHAR

-- json key isnull
CASE WHEN strpos(CAST(calls.meta AS TEXT), E'\\u') > 0 AND regexp_replace(replace(CAST(calls.meta AS TEXT), E'\\\\', ''), E'\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}', '', 'g') ~ E'\\\\u(0000|[dD][89a-fA-F])' THEN NULL ELSE CASE WHEN left(ltrim(CAST(calls.meta -> :param_1::VARCHAR AS TEXT), E' \t\n\r'), 1) IN ('{', '[', 'n') THEN NULL WHEN left(ltrim(CAST(calls.meta -> :param_1::VARCHAR AS TEXT), E' \t\n\r'), 1) IN ('"', 't', 'f') THEN (calls.meta ->> :param_1::VARCHAR) ELSE CASE WHEN length((calls.meta ->> :param_1::VARCHAR)) > 400 OR (calls.meta ->> :param_1::VARCHAR) ~ '[eE][-+]?[0-9]{5}' THEN NULL WHEN (calls.meta ->> :param_1::VARCHAR) ~ '^-?[0-9]+$' AND CAST((calls.meta ->> :param_1::VARCHAR) AS NUMERIC) BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(CAST((calls.meta ->> :param_1::VARCHAR) AS NUMERIC) AS TEXT) WHEN abs(CAST((calls.meta ->> :param_1::VARCHAR) AS NUMERIC)) > 1.7976931348623157e308 THEN NULL WHEN abs(CAST((calls.meta ->> :param_1::VARCHAR) AS NUMERIC)) < 5e-324 THEN '0' ELSE CAST(trim_scale(CAST(CAST((calls.meta ->> :param_1::VARCHAR) AS DOUBLE PRECISION) AS NUMERIC)) AS TEXT) END END END IS NULL

-- time gte aware
calls.at >= :param_1::TIMESTAMP WITH TIME ZONE AND calls.at <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00'

-- time eq a day, aware
calls.at >= :param_1::TIMESTAMP WITH TIME ZONE AND calls.at < :param_2::TIMESTAMP WITH TIME ZONE

-- time neq a day, naive
((calls.started >= :param_1::TIMESTAMP WITHOUT TIME ZONE AND calls.started < :param_2::TIMESTAMP WITHOUT TIME ZONE)) IS NOT TRUE

-- time between, date
calls.day >= :param_1::DATE AND calls.day < :param_2::DATE

-- hour of day, aware
mod(((CAST(floor(extract(epoch FROM CASE WHEN calls.at >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls.at <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls.at END)) AS BIGINT) + 62162035200) / 3600), 24) BETWEEN :param_1 AND :param_2

-- hour of day, aware, in a zone of few offsets
mod((((CAST(floor(extract(epoch FROM CASE WHEN calls.at >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls.at <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls.at END)) AS BIGINT) + ('{19270, 19800, 23400, 19800, 23400, 19800}'::bigint[])[width_bucket(CAST(floor(extract(epoch FROM CASE WHEN calls.at >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls.at <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls.at END)) AS BIGINT), '{-1000000000000, -2019705670, -891581400, -872058600, -862637400, -764145000}'::bigint[])]) + 62162035200) / 3600), 24) = :param_1

-- day of week, naive
calls.agent_id IN (SELECT wq_agents_1.id 
FROM agents AS wq_agents_1 
WHERE wq_agents_1.team_id = :team_id_1::INTEGER AND wq_agents_1.team_id IN (SELECT wq_teams_1.id 
FROM teams AS wq_teams_1 
WHERE (mod((((CAST(floor(extract(epoch FROM CASE WHEN wq_teams_1.founded >= TIMESTAMP '0001-01-01 00:00:00' AND wq_teams_1.founded <= TIMESTAMP '9999-12-31 23:59:59.999999' THEN wq_teams_1.founded END)) AS BIGINT) + 62162035200) / 86400) + 2), 7) + 1) IN (__[POSTCOMPILE_param_1])))

-- day of month, date
((mod(((mod(((mod((((CAST(floor(extract(epoch FROM CASE WHEN calls.day >= DATE '0001-01-01' AND calls.day <= DATE '9999-12-31' THEN calls.day END)) AS BIGINT) + 62162035200) / 86400) * 4 + 3), 146097) / 4) * 4 + 3), 1461) / 4) * 2141 + 197913), 65536) / 2141) + 1) IS DISTINCT FROM :param_1

-- month of year, never
false

-- month of year, any
calls.at >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls.at <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00'

-- month of year, missing
(calls.at IS NULL OR calls.at < TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' OR calls.at > TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00')

-- to-one
calls.agent_id IN (SELECT wq_agents_1.id 
FROM agents AS wq_agents_1 
WHERE wq_agents_1.team_id = :team_id_1::INTEGER AND wq_agents_1.team_id IN (SELECT wq_teams_1.id 
FROM teams AS wq_teams_1 
WHERE wq_teams_1.name = :param_1::VARCHAR))

-- to-one neq
NOT (EXISTS (SELECT 1 
FROM agents AS wq_agents_1 
WHERE wq_agents_1.id = calls.agent_id AND wq_agents_1.team_id = :team_id_1::INTEGER AND wq_agents_1.name = :param_1::VARCHAR))

-- to-many
EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND wq_evaluations_1.weight = :param_1::BIGINT)

-- to-many isnull
NOT (EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND (wq_evaluations_1.weight IS NOT NULL)))

-- same row
EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND wq_evaluations_1.metric_id IN (SELECT wq_metrics_1.id 
FROM metrics AS wq_metrics_1 
WHERE wq_metrics_1.id = :param_1::BIGINT) AND CASE WHEN length(wq_evaluations_1.value) > 400 OR wq_evaluations_1.value !~ '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$' THEN NULL WHEN abs(CAST(wq_evaluations_1.value AS NUMERIC)) > 1.7976931348623157e308 THEN NULL WHEN abs(CAST(wq_evaluations_1.value AS NUMERIC)) < 2.4703282292062328e-324 THEN 0 ELSE CAST(wq_evaluations_1.value AS DOUBLE PRECISION) END >= :param_2)

-- count rows
((SELECT count(*) AS anon_1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND wq_evaluations_1.metric_id IN (SELECT wq_metrics_1.id 
FROM metrics AS wq_metrics_1 
WHERE wq_metrics_1.id = :param_1::BIGINT) AND CASE WHEN length(wq_evaluations_1.value) > 400 OR wq_evaluations_1.value !~ '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$' THEN NULL WHEN abs(CAST(wq_evaluations_1.value AS NUMERIC)) > 1.7976931348623157e308 THEN NULL WHEN abs(CAST(wq_evaluations_1.value AS NUMERIC)) < 2.4703282292062328e-324 THEN 0 ELSE CAST(wq_evaluations_1.value AS DOUBLE PRECISION) END >= :param_2) >= :param_3::BIGINT)

-- count rows, none too
NOT (((SELECT count(*) AS anon_1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND wq_evaluations_1.weight = :param_1::BIGINT) NOT IN (__[POSTCOMPILE_param_2])))

-- count rows, deeper
((SELECT count(*) AS anon_1 
FROM evaluations AS wq_evaluations_1 JOIN notes AS wq_notes_1 ON wq_notes_1.evaluation_id = wq_evaluations_1.id 
WHERE wq_evaluations_1.call_id = calls.id AND wq_notes_1.stars = :param_1::BIGINT) BETWEEN :param_2::BIGINT AND :param_3::BIGINT)

-- all rows
EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND true) AND NOT (EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_2 
WHERE wq_evaluations_2.call_id = calls.id AND (wq_evaluations_2.weight IS DISTINCT FROM :param_1::BIGINT OR ((CASE WHEN length(wq_evaluations_2.value) > 400 OR wq_evaluations_2.value !~ '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$' THEN NULL WHEN abs(CAST(wq_evaluations_2.value AS NUMERIC)) > 1.7976931348623157e308 THEN NULL WHEN abs(CAST(wq_evaluations_2.value AS NUMERIC)) < 2.4703282292062328e-324 THEN 0 ELSE CAST(wq_evaluations_2.value AS DOUBLE PRECISION) END >= :param_2)) IS NOT TRUE)))

-- not all rows
NOT (EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND (EXISTS (SELECT 1 
FROM notes AS wq_notes_1 
WHERE wq_notes_1.evaluation_id = wq_evaluations_1.id AND true)))) OR EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_2 
WHERE wq_evaluations_2.call_id = calls.id AND (EXISTS (SELECT 1 
FROM notes AS wq_notes_2 
WHERE wq_notes_2.evaluation_id = wq_evaluations_2.id AND (wq_notes_2.stars IS DISTINCT FROM :param_1::BIGINT))))

-- dynamic boolean in text
EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND CASE wq_evaluations_1.value WHEN :param_1::VARCHAR THEN :param_2 WHEN :param_3::VARCHAR THEN :param_4 END = :param_5)

-- dynamic json number
EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND CASE WHEN length(CASE WHEN strpos(CAST(wq_evaluations_1.document AS TEXT), E'\\u') > 0 AND regexp_replace(replace(CAST(wq_evaluations_1.document AS TEXT), E'\\\\', ''), E'\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}', '', 'g') ~ E'\\\\u(0000|[dD][89a-fA-F])' THEN NULL ELSE CASE WHEN left(ltrim(CAST(wq_evaluations_1.document AS TEXT), E' \t\n\r'), 1) IN ('{', '[', 'n') THEN NULL WHEN left(ltrim(CAST(wq_evaluations_1.document AS TEXT), E' \t\n\r'), 1) IN ('"', 't', 'f') THEN (wq_evaluations_1.document #>> '{}') ELSE (wq_evaluations_1.document #>> '{}') END END) > 400 OR CASE WHEN strpos(CAST(wq_evaluations_1.document AS TEXT), E'\\u') > 0 AND regexp_replace(replace(CAST(wq_evaluations_1.document AS TEXT), E'\\\\', ''), E'\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}', '', 'g') ~ E'\\\\u(0000|[dD][89a-fA-F])' THEN NULL ELSE CASE WHEN left(ltrim(CAST(wq_evaluations_1.document AS TEXT), E' \t\n\r'), 1) IN ('{', '[', 'n') THEN NULL WHEN left(ltrim(CAST(wq_evaluations_1.document AS TEXT), E' \t\n\r'), 1) IN ('"', 't', 'f') THEN (wq_evaluations_1.document #>> '{}') ELSE (wq_evaluations_1.document #>> '{}') END END !~ '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$' THEN NULL WHEN abs(CAST(CASE WHEN strpos(CAST(wq_evaluations_1.document AS TEXT), E'\\u') > 0 AND regexp_replace(replace(CAST(wq_evaluations_1.document AS TEXT), E'\\\\', ''), E'\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}', '', 'g') ~ E'\\\\u(0000|[dD][89a-fA-F])' THEN NULL ELSE CASE WHEN left(ltrim(CAST(wq_evaluations_1.document AS TEXT), E' \t\n\r'), 1) IN ('{', '[', 'n') THEN NULL WHEN left(ltrim(CAST(wq_evaluations_1.document AS TEXT), E' \t\n\r'), 1) IN ('"', 't', 'f') THEN (wq_evaluations_1.document #>> '{}') ELSE (wq_evaluations_1.document #>> '{}') END END AS NUMERIC)) > 1.7976931348623157e308 THEN NULL WHEN abs(CAST(CASE WHEN strpos(CAST(wq_evaluations_1.document AS TEXT), E'\\u') > 0 AND regexp_replace(replace(CAST(wq_evaluations_1.document AS TEXT), E'\\\\', ''), E'\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}', '', 'g') ~ E'\\\\u(0000|[dD][89a-fA-F])' THEN NULL ELSE CASE WHEN left(ltrim(CAST(wq_evaluations_1.document AS TEXT), E' \t\n\r'), 1) IN ('{', '[', 'n') THEN NULL WHEN left(ltrim(CAST(wq_evaluations_1.document AS TEXT), E' \t\n\r'), 1) IN ('"', 't', 'f') THEN (wq_evaluations_1.document #>> '{}') ELSE (wq_evaluations_1.document #>> '{}') END END AS NUMERIC)) < 2.4703282292062328e-324 THEN 0 ELSE CAST(CASE WHEN strpos(CAST(wq_evaluations_1.document AS TEXT), E'\\u') > 0 AND regexp_replace(replace(CAST(wq_evaluations_1.document AS TEXT), E'\\\\', ''), E'\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}', '', 'g') ~ E'\\\\u(0000|[dD][89a-fA-F])' THEN NULL ELSE CASE WHEN left(ltrim(CAST(wq_evaluations_1.document AS TEXT), E' \t\n\r'), 1) IN ('{', '[', 'n') THEN NULL WHEN left(ltrim(CAST(wq_evaluations_1.document AS TEXT), E' \t\n\r'), 1) IN ('"', 't', 'f') THEN (wq_evaluations_1.document #>> '{}') ELSE (wq_evaluations_1.document #>> '{}') END END AS DOUBLE PRECISION) END < :param_1)

-- dynamic json text
EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND CASE WHEN strpos(CAST(wq_evaluations_1.document AS TEXT), E'\\u') > 0 AND regexp_replace(replace(CAST(wq_evaluations_1.document AS TEXT), E'\\\\', ''), E'\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}', '', 'g') ~ E'\\\\u(0000|[dD][89a-fA-F])' THEN NULL ELSE CASE WHEN left(ltrim(CAST(wq_evaluations_1.document AS TEXT), E' \t\n\r'), 1) IN ('{', '[', 'n') THEN NULL WHEN left(ltrim(CAST(wq_evaluations_1.document AS TEXT), E' \t\n\r'), 1) IN ('"', 't', 'f') THEN (wq_evaluations_1.document #>> '{}') ELSE CASE WHEN length((wq_evaluations_1.document #>> '{}')) > 400 OR (wq_evaluations_1.document #>> '{}') ~ '[eE][-+]?[0-9]{5}' THEN NULL WHEN (wq_evaluations_1.document #>> '{}') ~ '^-?[0-9]+$' AND CAST((wq_evaluations_1.document #>> '{}') AS NUMERIC) BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(CAST((wq_evaluations_1.document #>> '{}') AS NUMERIC) AS TEXT) WHEN abs(CAST((wq_evaluations_1.document #>> '{}') AS NUMERIC)) > 1.7976931348623157e308 THEN NULL WHEN abs(CAST((wq_evaluations_1.document #>> '{}') AS NUMERIC)) < 5e-324 THEN '0' ELSE CAST(trim_scale(CAST(CAST((wq_evaluations_1.document #>> '{}') AS DOUBLE PRECISION) AS NUMERIC)) AS TEXT) END END END = :param_1::VARCHAR)

-- dynamic json isnull
EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND NOT coalesce(btrim(CAST(wq_evaluations_1.document AS TEXT), E' \t\n\r'), 'null') = 'null')

-- dynamic columns
EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND ((wq_evaluations_1.number > :param_1 AND wq_evaluations_1.number <= '1.7976931348623157e308'::FLOAT8)))

-- dynamic columns isnull
NOT (EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND (wq_evaluations_1.number IS NOT NULL OR wq_evaluations_1.word IS NOT NULL OR wq_evaluations_1.truth IS NOT NULL)))

-- or
calls.ok = :param_1 OR calls.duration > :param_2::BIGINT

-- not
(calls.ok IS DISTINCT FROM :param_1 OR ((calls.duration > :param_2::BIGINT)) IS NOT TRUE) AND calls.topic IS DISTINCT FROM :param_3::VARCHAR
