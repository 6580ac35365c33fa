-- nothing
true

-- integer eq
calls.duration = :param_1

-- integer neq
(calls.duration = :param_1) IS NOT TRUE

-- integer beyond its range
calls.duration < :param_1

-- float gt
(calls.score > :param_1 AND calls.score <= 1.7976931348623157e308)

-- float between
calls.score BETWEEN :param_1 AND :param_2

-- float isnull
(calls.score IS NULL OR calls.score < -1.7976931348623157e308 OR calls.score > 1.7976931348623157e308)

-- decimal gte
calls.cost >= :param_1

-- in
calls.duration IN (__[POSTCOMPILE_param_1])

-- nin
calls.duration IS NULL OR (calls.duration NOT IN (__[POSTCOMPILE_param_1]))

-- in nothing
false

-- boolean eq
calls.ok = :param_1

-- boolean of integers
((calls.flag <> 0) = :param_1) IS NOT TRUE

-- text eq
calls.topic COLLATE "binary" = :param_1

-- text in
calls.topic COLLATE "binary" IN (__[POSTCOMPILE_param_1])

-- text contains ascii
translate(calls.topic COLLATE "binary", :param_2, :param_3) LIKE :param_1 ESCAPE '!'

-- text startswith beyond ascii
translate(calls.topic COLLATE "binary", :param_2, :param_3) LIKE :param_1 ESCAPE '!'

-- text regex
regexp_matches(calls.topic COLLATE "binary", :param_1)

-- enum eq
calls.state = :param_1

-- enum endswith
translate(CAST(calls.state AS TEXT) COLLATE "binary", :param_2, :param_3) LIKE :param_1 ESCAPE '!'

-- uuid eq
calls.ref = :param_1::UUID

-- uuid contains
translate(CAST(calls.ref AS VARCHAR), :param_2, :param_3) LIKE :param_1 ESCAPE '!'

-- number in text
CASE WHEN length(calls.reading) <= 400 AND regexp_matches(calls.reading, '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$') AND isfinite(TRY_CAST(calls.reading AS DOUBLE)) THEN TRY_CAST(calls.reading AS DOUBLE) END >= :param_1

-- json key
CASE WHEN json_type(calls.meta) = 'OBJECT' THEN CASE WHEN json_type(calls.meta, :param_1) IN ('VARCHAR', 'BOOLEAN') THEN json_extract_string(calls.meta, :param_1) WHEN json_type(calls.meta, :param_1) IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE') THEN CASE WHEN json_type(calls.meta, :param_1) IN ('BIGINT', 'UBIGINT') AND TRY_CAST(json_extract_string(calls.meta, :param_1) AS BIGINT) IS NOT NULL THEN CAST(TRY_CAST(json_extract_string(calls.meta, :param_1) AS BIGINT) AS VARCHAR) WHEN isfinite(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE)) THEN CASE WHEN TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE) = 0 THEN '0' WHEN abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE)) >= 1e-4 AND abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE)) < 1e14 THEN printf('%.15g', TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE)) ELSE CASE WHEN TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE) < 0 THEN '-' ELSE '' END || CASE WHEN CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 18) AS INTEGER) < 0 THEN '0.' || repeat('0', -CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 18) AS INTEGER) - 1) || rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 3, 14), '0') WHEN CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 18) AS INTEGER) >= length(rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 3, 14), '0')) - 1 THEN rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 3, 14), '0') || repeat('0', CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 18) AS INTEGER) - length(rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 3, 14), '0')) + 1) ELSE substr(rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 3, 14), '0'), 1, CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 18) AS INTEGER) + 1) || '.' || substr(rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 3, 14), '0'), CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 18) AS INTEGER) + 2) END END END END END COLLATE "binary" = :param_2

-- json key isnull
CASE WHEN json_type(calls.meta) = 'OBJECT' THEN CASE WHEN json_type(calls.meta, :param_1) IN ('VARCHAR', 'BOOLEAN') THEN json_extract_string(calls.meta, :param_1) WHEN json_type(calls.meta, :param_1) IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE') THEN CASE WHEN json_type(calls.meta, :param_1) IN ('BIGINT', 'UBIGINT') AND TRY_CAST(json_extract_string(calls.meta, :param_1) AS BIGINT) IS NOT NULL THEN CAST(TRY_CAST(json_extract_string(calls.meta, :param_1) AS BIGINT) AS VARCHAR) WHEN isfinite(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE)) THEN CASE WHEN TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE) = 0 THEN '0' WHEN abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE)) >= 1e-4 AND abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE)) < 1e14 THEN printf('%.15g', TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE)) ELSE CASE WHEN TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE) < 0 THEN '-' ELSE '' END || CASE WHEN CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 18) AS INTEGER) < 0 THEN '0.' || repeat('0', -CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 18) AS INTEGER) - 1) || rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 3, 14), '0') WHEN CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 18) AS INTEGER) >= length(rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 3, 14), '0')) - 1 THEN rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 3, 14), '0') || repeat('0', CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 18) AS INTEGER) - length(rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 3, 14), '0')) + 1) ELSE substr(rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 3, 14), '0'), 1, CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 18) AS INTEGER) + 1) || '.' || substr(rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 3, 14), '0'), CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, :param_1) AS DOUBLE))), 18) AS INTEGER) + 2) END END END END END IS NULL

-- time gte aware
calls."at" >= :param_1 AND calls."at" <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00'

-- time eq a day, aware
calls."at" >= :param_1 AND calls."at" < :param_2

-- time neq a day, naive
((CAST(calls.started AS TIMESTAMP) >= :param_1 AND CAST(calls.started AS TIMESTAMP) < :param_2)) IS NOT TRUE

-- time between, date
calls.day >= :param_1 AND calls.day < :param_2

-- hour of day, aware
mod(((CAST(floor(epoch(CASE WHEN calls."at" >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls."at" <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls."at" END)) AS BIGINT) + 62162035200) // 3600), 24) BETWEEN :param_1 AND :param_2

-- hour of day, aware, in a zone of few offsets
mod(((CASE WHEN CAST(floor(epoch(CASE WHEN calls."at" >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls."at" <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls."at" END)) AS BIGINT) < -2019705670 THEN (CAST(floor(epoch(CASE WHEN calls."at" >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls."at" <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls."at" END)) AS BIGINT) + 19270) WHEN CAST(floor(epoch(CASE WHEN calls."at" >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls."at" <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls."at" END)) AS BIGINT) < -891581400 THEN (CAST(floor(epoch(CASE WHEN calls."at" >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls."at" <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls."at" END)) AS BIGINT) + 19800) WHEN CAST(floor(epoch(CASE WHEN calls."at" >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls."at" <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls."at" END)) AS BIGINT) < -872058600 THEN (CAST(floor(epoch(CASE WHEN calls."at" >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls."at" <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls."at" END)) AS BIGINT) + 23400) WHEN CAST(floor(epoch(CASE WHEN calls."at" >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls."at" <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls."at" END)) AS BIGINT) < -862637400 THEN (CAST(floor(epoch(CASE WHEN calls."at" >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls."at" <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls."at" END)) AS BIGINT) + 19800) WHEN CAST(floor(epoch(CASE WHEN calls."at" >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls."at" <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls."at" END)) AS BIGINT) < -764145000 THEN (CAST(floor(epoch(CASE WHEN calls."at" >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls."at" <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls."at" END)) AS BIGINT) + 23400) ELSE (CAST(floor(epoch(CASE WHEN calls."at" >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls."at" <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls."at" END)) AS BIGINT) + 19800) END + 62162035200) // 3600), 24) = :param_1

-- day of week, naive
calls.agent_id IN (SELECT wq_agents_1.id 
FROM agents AS wq_agents_1 
WHERE wq_agents_1.team_id = :team_id_1 AND wq_agents_1.team_id IN (SELECT wq_teams_1.id 
FROM teams AS wq_teams_1 
WHERE (mod((((CAST(floor(epoch(CASE WHEN CAST(wq_teams_1.founded AS TIMESTAMP) >= TIMESTAMP '0001-01-01 00:00:00' AND CAST(wq_teams_1.founded AS TIMESTAMP) <= TIMESTAMP '9999-12-31 23:59:59.999999' THEN CAST(wq_teams_1.founded AS TIMESTAMP) END)) AS BIGINT) + 62162035200) // 86400) + 2), 7) + 1) IN (__[POSTCOMPILE_param_1])))

-- day of month, date
(((mod(((mod(((mod((((CAST(floor(epoch(CASE WHEN calls.day >= DATE '0001-01-01' AND calls.day <= DATE '9999-12-31' THEN calls.day END)) AS BIGINT) + 62162035200) // 86400) * 4 + 3), 146097) // 4) * 4 + 3), 1461) // 4) * 2141 + 197913), 65536) // 2141) + 1) = :param_1) IS NOT TRUE

-- month of year, never
false

-- month of year, any
calls."at" >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls."at" <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00'

-- month of year, missing
(calls."at" IS NULL OR calls."at" < TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' OR calls."at" > TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00')

-- to-one
calls.agent_id IN (SELECT wq_agents_1.id 
FROM agents AS wq_agents_1 
WHERE wq_agents_1.team_id = :team_id_1 AND wq_agents_1.team_id IN (SELECT wq_teams_1.id 
FROM teams AS wq_teams_1 
WHERE wq_teams_1.name COLLATE "binary" = :param_1))

-- to-one neq
NOT (calls.agent_id IS NOT NULL AND calls.agent_id IN (SELECT wq_agents_1.id 
FROM agents AS wq_agents_1 
WHERE wq_agents_1.team_id = :team_id_1 AND wq_agents_1.name COLLATE "binary" = :param_1 AND wq_agents_1.id IS NOT NULL))

-- to-many
(calls.id IS NOT NULL AND calls.id IN (SELECT wq_evaluations_1.call_id 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.weight = :param_1 AND wq_evaluations_1.call_id IS NOT NULL))

-- to-many isnull
NOT (calls.id IS NOT NULL AND calls.id IN (SELECT wq_evaluations_1.call_id 
FROM evaluations AS wq_evaluations_1 
WHERE (wq_evaluations_1.weight IS NOT NULL) AND wq_evaluations_1.call_id IS NOT NULL))

-- same row
(calls.id IS NOT NULL AND calls.id IN (SELECT wq_evaluations_1.call_id 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.metric_id IN (SELECT wq_metrics_1.id 
FROM metrics AS wq_metrics_1 
WHERE wq_metrics_1.id = :param_1) AND CASE WHEN length(wq_evaluations_1.value) <= 400 AND regexp_matches(wq_evaluations_1.value, '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$') AND isfinite(TRY_CAST(wq_evaluations_1.value AS DOUBLE)) THEN TRY_CAST(wq_evaluations_1.value AS DOUBLE) END >= :param_2 AND wq_evaluations_1.call_id IS NOT NULL))

-- count rows
(calls.id IS NOT NULL AND calls.id IN (SELECT wq_evaluations_1.call_id 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.metric_id IN (SELECT wq_metrics_1.id 
FROM metrics AS wq_metrics_1 
WHERE wq_metrics_1.id = :param_1) AND CASE WHEN length(wq_evaluations_1.value) <= 400 AND regexp_matches(wq_evaluations_1.value, '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$') AND isfinite(TRY_CAST(wq_evaluations_1.value AS DOUBLE)) THEN TRY_CAST(wq_evaluations_1.value AS DOUBLE) END >= :param_2 AND wq_evaluations_1.call_id IS NOT NULL GROUP BY wq_evaluations_1.call_id 
HAVING count(*) >= :param_3))

-- count rows, none too
NOT (calls.id IS NOT NULL AND calls.id IN (SELECT wq_evaluations_1.call_id 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.weight = :param_1 AND wq_evaluations_1.call_id IS NOT NULL GROUP BY wq_evaluations_1.call_id 
HAVING (count(*) NOT IN (__[POSTCOMPILE_param_2]))))

-- count rows, deeper
(calls.id IS NOT NULL AND calls.id IN (SELECT wq_evaluations_1.call_id 
FROM evaluations AS wq_evaluations_1 JOIN notes AS wq_notes_1 ON wq_notes_1.evaluation_id = wq_evaluations_1.id 
WHERE wq_notes_1.stars = :param_1 AND wq_evaluations_1.call_id IS NOT NULL GROUP BY wq_evaluations_1.call_id 
HAVING count(*) BETWEEN :param_2 AND :param_3))

-- all rows
(calls.id IS NOT NULL AND calls.id IN (SELECT wq_evaluations_1.call_id 
FROM evaluations AS wq_evaluations_1 
WHERE true AND wq_evaluations_1.call_id IS NOT NULL)) AND NOT (calls.id IS NOT NULL AND calls.id IN (SELECT wq_evaluations_2.call_id 
FROM evaluations AS wq_evaluations_2 
WHERE ((wq_evaluations_2.weight = :param_1) IS NOT TRUE OR ((CASE WHEN length(wq_evaluations_2.value) <= 400 AND regexp_matches(wq_evaluations_2.value, '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$') AND isfinite(TRY_CAST(wq_evaluations_2.value AS DOUBLE)) THEN TRY_CAST(wq_evaluations_2.value AS DOUBLE) END >= :param_2)) IS NOT TRUE) AND wq_evaluations_2.call_id IS NOT NULL))

-- not all rows
NOT (calls.id IS NOT NULL AND calls.id IN (SELECT wq_evaluations_1.call_id 
FROM evaluations AS wq_evaluations_1 
WHERE ((wq_evaluations_1.id IS NOT NULL AND wq_evaluations_1.id IN (SELECT wq_notes_1.evaluation_id 
FROM notes AS wq_notes_1 
WHERE true AND wq_notes_1.evaluation_id IS NOT NULL))) AND wq_evaluations_1.call_id IS NOT NULL)) OR (calls.id IS NOT NULL AND calls.id IN (SELECT wq_evaluations_2.call_id 
FROM evaluations AS wq_evaluations_2 
WHERE ((wq_evaluations_2.id IS NOT NULL AND wq_evaluations_2.id IN (SELECT wq_notes_2.evaluation_id 
FROM notes AS wq_notes_2 
WHERE ((wq_notes_2.stars = :param_1) IS NOT TRUE) AND wq_notes_2.evaluation_id IS NOT NULL))) AND wq_evaluations_2.call_id IS NOT NULL))

-- dynamic boolean in text
(calls.id IS NOT NULL AND calls.id IN (SELECT wq_evaluations_1.call_id 
FROM evaluations AS wq_evaluations_1 
WHERE CASE wq_evaluations_1.value COLLATE "binary" WHEN :param_1 THEN :param_2 WHEN :param_3 THEN :param_4 END = :param_5 AND wq_evaluations_1.call_id IS NOT NULL))

-- dynamic json number
(calls.id IS NOT NULL AND calls.id IN (SELECT wq_evaluations_1.call_id 
FROM evaluations AS wq_evaluations_1 
WHERE CASE WHEN length(CASE WHEN json_type(wq_evaluations_1.document) IN ('VARCHAR', 'BOOLEAN') THEN json_extract_string(wq_evaluations_1.document, '$') WHEN json_type(wq_evaluations_1.document) IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE') THEN json_extract_string(wq_evaluations_1.document, '$') END) <= 400 AND regexp_matches(CASE WHEN json_type(wq_evaluations_1.document) IN ('VARCHAR', 'BOOLEAN') THEN json_extract_string(wq_evaluations_1.document, '$') WHEN json_type(wq_evaluations_1.document) IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE') THEN json_extract_string(wq_evaluations_1.document, '$') END, '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$') AND isfinite(TRY_CAST(CASE WHEN json_type(wq_evaluations_1.document) IN ('VARCHAR', 'BOOLEAN') THEN json_extract_string(wq_evaluations_1.document, '$') WHEN json_type(wq_evaluations_1.document) IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE') THEN json_extract_string(wq_evaluations_1.document, '$') END AS DOUBLE)) THEN TRY_CAST(CASE WHEN json_type(wq_evaluations_1.document) IN ('VARCHAR', 'BOOLEAN') THEN json_extract_string(wq_evaluations_1.document, '$') WHEN json_type(wq_evaluations_1.document) IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE') THEN json_extract_string(wq_evaluations_1.document, '$') END AS DOUBLE) END < :param_1 AND wq_evaluations_1.call_id IS NOT NULL))

-- dynamic json text
(calls.id IS NOT NULL AND calls.id IN (SELECT wq_evaluations_1.call_id 
FROM evaluations AS wq_evaluations_1 
WHERE CASE WHEN json_type(wq_evaluations_1.document) IN ('VARCHAR', 'BOOLEAN') THEN json_extract_string(wq_evaluations_1.document, '$') WHEN json_type(wq_evaluations_1.document) IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE') THEN CASE WHEN json_type(wq_evaluations_1.document) IN ('BIGINT', 'UBIGINT') AND TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS BIGINT) IS NOT NULL THEN CAST(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS BIGINT) AS VARCHAR) WHEN isfinite(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE)) THEN CASE WHEN TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE) = 0 THEN '0' WHEN abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE)) >= 1e-4 AND abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE)) < 1e14 THEN printf('%.15g', TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE)) ELSE CASE WHEN TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE) < 0 THEN '-' ELSE '' END || CASE WHEN CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 18) AS INTEGER) < 0 THEN '0.' || repeat('0', -CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 18) AS INTEGER) - 1) || rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 3, 14), '0') WHEN CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 18) AS INTEGER) >= length(rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 3, 14), '0')) - 1 THEN rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 3, 14), '0') || repeat('0', CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 18) AS INTEGER) - length(rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 3, 14), '0')) + 1) ELSE substr(rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 3, 14), '0'), 1, CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 18) AS INTEGER) + 1) || '.' || substr(rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 3, 14), '0'), CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(wq_evaluations_1.document, '$') AS DOUBLE))), 18) AS INTEGER) + 2) END END END END COLLATE "binary" = :param_1 AND wq_evaluations_1.call_id IS NOT NULL))

-- dynamic json isnull
(calls.id IS NOT NULL AND calls.id IN (SELECT wq_evaluations_1.call_id 
FROM evaluations AS wq_evaluations_1 
WHERE NOT coalesce(json_type(wq_evaluations_1.document), 'NULL') = 'NULL' AND wq_evaluations_1.call_id IS NOT NULL))

-- dynamic columns
(calls.id IS NOT NULL AND calls.id IN (SELECT wq_evaluations_1.call_id 
FROM evaluations AS wq_evaluations_1 
WHERE ((wq_evaluations_1.number > :param_1 AND wq_evaluations_1.number <= 1.7976931348623157e308)) AND wq_evaluations_1.call_id IS NOT NULL))

-- dynamic columns isnull
NOT (calls.id IS NOT NULL AND calls.id IN (SELECT wq_evaluations_1.call_id 
FROM evaluations AS wq_evaluations_1 
WHERE (wq_evaluations_1.number IS NOT NULL OR wq_evaluations_1.word IS NOT NULL OR wq_evaluations_1.truth IS NOT NULL) AND wq_evaluations_1.call_id IS NOT NULL))

-- or
calls.ok = :param_1 OR calls.duration > :param_2

-- not
((calls.ok = :param_1) IS NOT TRUE OR ((calls.duration > :param_2)) IS NOT TRUE) AND (calls.topic COLLATE "binary" = :param_3) IS NOT TRUE
