-- nothing
true = 1

-- integer eq
calls.duration = :param_1

-- integer neq
NOT (calls.duration <=> :param_1)

-- integer beyond its range
calls.duration < :param_1

-- float gt
calls.score > :param_1

-- float between
calls.score BETWEEN :param_1 AND :param_2

-- float isnull
calls.score IS NULL

-- decimal gte
calls.cost >= :param_1

-- in
calls.duration IN (__[POSTCOMPILE_param_1])

-- nin
calls.duration IS NULL OR (calls.duration NOT IN (__[POSTCOMPILE_param_1]))

-- in nothing
false = 1

-- boolean eq
(calls.ok <> 0) = :param_1

-- boolean of integers
NOT ((calls.flag <> 0) <=> :param_1)

-- text eq
(calls.topic = :param_1 AND CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin = :param_1)

-- text in
(calls.topic IN (__[POSTCOMPILE_param_1]) AND CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin IN (__[POSTCOMPILE_param_1]))

-- text contains ascii
CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin REGEXP :param_1

-- text startswith beyond ascii
CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin REGEXP :param_1

-- text regex
CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin REGEXP :param_1

-- enum eq
calls.state = :param_1

-- enum endswith
CONVERT(CAST(calls.state AS CHAR) USING utf8mb4) COLLATE utf8mb4_nopad_bin REGEXP :param_1

-- uuid eq
calls.ref = :param_1

-- uuid contains
CASE WHEN calls.ref REGEXP '^(?-mx)[0-9a-fA-F]{32}(?![^x]|x)' THEN lower(insert(insert(insert(insert(replace(CAST(calls.ref AS CHAR), '-', ''), 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-')) END REGEXP :param_1

-- number in text
CASE WHEN char_length(calls.reading) <= 400 AND calls.reading REGEXP '(?-imsx)^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$(?![^x]|x)' THEN CASE WHEN abs(CAST(calls.reading AS DOUBLE)) < 1.7976931348623157e308 OR calls.reading REGEXP '^-?1([.]?7976931348623157)0*([.]0*|[eE][+]?308)?$' THEN CAST(calls.reading AS DOUBLE) END END >= :param_1

-- json key
CONVERT(CASE WHEN json_value(calls.meta, :param_1) COLLATE utf8mb4_bin NOT BETWEEN '-' AND ':' THEN json_value(calls.meta, :param_1) ELSE CASE left(json_extract(calls.meta, :param_1), 1) WHEN '"' THEN json_value(calls.meta, :param_1) WHEN 't' THEN 'true' WHEN 'f' THEN 'false' ELSE CASE WHEN json_value(calls.meta, :param_1) REGEXP '^-?[0-9]{1,19}$' AND CAST(json_value(calls.meta, :param_1) AS DECIMAL(65)) BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(CAST(json_value(calls.meta, :param_1) AS DECIMAL(65)) AS CHAR) WHEN CASE WHEN abs(CAST(json_value(calls.meta, :param_1) AS DOUBLE)) < 1.7976931348623157e308 OR json_value(calls.meta, :param_1) REGEXP '^-?1([.]?7976931348623157)0*([.]0*|[eE][+]?308)?$' THEN CAST(json_value(calls.meta, :param_1) AS DOUBLE) END IS NOT NULL THEN CASE WHEN CAST(json_value(calls.meta, :param_1) AS DOUBLE) = 0 THEN '0' WHEN abs(CAST(json_value(calls.meta, :param_1) AS DOUBLE)) >= 1e-4 AND abs(CAST(json_value(calls.meta, :param_1) AS DOUBLE)) < 1e14 THEN sformat('{:.15g}', CAST(json_value(calls.meta, :param_1) AS DOUBLE)) ELSE concat(CASE WHEN CAST(json_value(calls.meta, :param_1) AS DOUBLE) < 0 THEN '-' ELSE '' END, CASE WHEN abs(CAST(json_value(calls.meta, :param_1) AS DOUBLE)) < 1 THEN trim(TRAILING '0' FROM concat('0.', repeat('0', -substr(sformat('{:.14e}', abs(CAST(json_value(calls.meta, :param_1) AS DOUBLE))), 18) - 1), replace(left(sformat('{:.14e}', abs(CAST(json_value(calls.meta, :param_1) AS DOUBLE))), 16), '.', ''))) ELSE rpad(replace(left(sformat('{:.14e}', abs(CAST(json_value(calls.meta, :param_1) AS DOUBLE))), 16), '.', ''), substr(sformat('{:.14e}', abs(CAST(json_value(calls.meta, :param_1) AS DOUBLE))), 18) + 1, '0') END) END END END END USING utf8mb4) COLLATE utf8mb4_nopad_bin = :param_2

-- json key isnull
CASE WHEN json_value(calls.meta, :param_1) COLLATE utf8mb4_bin NOT BETWEEN '-' AND ':' THEN json_value(calls.meta, :param_1) ELSE CASE left(json_extract(calls.meta, :param_1), 1) WHEN '"' THEN json_value(calls.meta, :param_1) WHEN 't' THEN 'true' WHEN 'f' THEN 'false' ELSE CASE WHEN json_value(calls.meta, :param_1) REGEXP '^-?[0-9]{1,19}$' AND CAST(json_value(calls.meta, :param_1) AS DECIMAL(65)) BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(CAST(json_value(calls.meta, :param_1) AS DECIMAL(65)) AS CHAR) WHEN CASE WHEN abs(CAST(json_value(calls.meta, :param_1) AS DOUBLE)) < 1.7976931348623157e308 OR json_value(calls.meta, :param_1) REGEXP '^-?1([.]?7976931348623157)0*([.]0*|[eE][+]?308)?$' THEN CAST(json_value(calls.meta, :param_1) AS DOUBLE) END IS NOT NULL THEN CASE WHEN CAST(json_value(calls.meta, :param_1) AS DOUBLE) = 0 THEN '0' WHEN abs(CAST(json_value(calls.meta, :param_1) AS DOUBLE)) >= 1e-4 AND abs(CAST(json_value(calls.meta, :param_1) AS DOUBLE)) < 1e14 THEN sformat('{:.15g}', CAST(json_value(calls.meta, :param_1) AS DOUBLE)) ELSE concat(CASE WHEN CAST(json_value(calls.meta, :param_1) AS DOUBLE) < 0 THEN '-' ELSE '' END, CASE WHEN abs(CAST(json_value(calls.meta, :param_1) AS DOUBLE)) < 1 THEN trim(TRAILING '0' FROM concat('0.', repeat('0', -substr(sformat('{:.14e}', abs(CAST(json_value(calls.meta, :param_1) AS DOUBLE))), 18) - 1), replace(left(sformat('{:.14e}', abs(CAST(json_value(calls.meta, :param_1) AS DOUBLE))), 16), '.', ''))) ELSE rpad(replace(left(sformat('{:.14e}', abs(CAST(json_value(calls.meta, :param_1) AS DOUBLE))), 16), '.', ''), substr(sformat('{:.14e}', abs(CAST(json_value(calls.meta, :param_1) AS DOUBLE))), 18) + 1, '0') END) END END END END IS NULL

-- time gte aware
calls.at >= :param_1 AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))

-- time eq a day, aware
calls.at >= :param_1 AND calls.at < :param_2 AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))

-- time neq a day, naive
((calls.started >= :param_1 AND calls.started < :param_2 AND dayofmonth(calls.started) BETWEEN 1 AND dayofmonth(last_day(calls.started)))) IS NOT TRUE

-- time between, date
calls.day >= :param_1 AND calls.day < :param_2 AND dayofmonth(calls.day) BETWEEN 1 AND dayofmonth(last_day(calls.day))

-- hour of day, aware
mod((((to_seconds(CASE WHEN calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) THEN calls.at END) - 62167219200) + 62162035200) DIV 3600), 24) BETWEEN :param_1 AND :param_2

-- hour of day, aware, in a zone of few offsets
mod(((((to_seconds(CASE WHEN calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) THEN calls.at END) - 62167219200) + CAST(elt(interval((to_seconds(CASE WHEN calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) THEN calls.at END) - 62167219200), -1000000000000, -2019705670, -891581400, -872058600, -862637400, -764145000), 19270, 19800, 23400, 19800, 23400, 19800) AS SIGNED)) + 62162035200) DIV 3600), 24) = :param_1

-- day of week, naive
calls.agent_id IN (SELECT wq_agents_1.id 
FROM agents AS wq_agents_1 
WHERE wq_agents_1.team_id = :team_id_1 AND wq_agents_1.team_id IN (SELECT wq_teams_1.id 
FROM teams AS wq_teams_1 
WHERE (mod(((((to_seconds(CASE WHEN wq_teams_1.founded >= TIMESTAMP '0001-01-01 00:00:00' AND wq_teams_1.founded <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(wq_teams_1.founded) BETWEEN 1 AND dayofmonth(last_day(wq_teams_1.founded)) THEN wq_teams_1.founded END) - 62167219200) + 62162035200) DIV 86400) + 2), 7) + 1) IN (__[POSTCOMPILE_param_1])))

-- day of month, date
NOT (((mod(((mod(((mod(((((to_seconds(CASE WHEN calls.day >= DATE '0001-01-01' AND calls.day <= DATE '9999-12-31' AND dayofmonth(calls.day) BETWEEN 1 AND dayofmonth(last_day(calls.day)) THEN calls.day END) - 62167219200) + 62162035200) DIV 86400) * 4 + 3), 146097) DIV 4) * 4 + 3), 1461) DIV 4) * 2141 + 197913), 65536) DIV 2141) + 1) <=> :param_1)

-- month of year, never
false = 1

-- month of year, any
calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))

-- month of year, missing
(calls.at IS NULL OR calls.at < TIMESTAMP '0001-01-01 00:00:00' OR calls.at > TIMESTAMP '9999-12-31 23:59:59.999999' OR (dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) IS NOT TRUE)

-- to-one
calls.agent_id IN (SELECT wq_agents_1.id 
FROM agents AS wq_agents_1 
WHERE wq_agents_1.team_id = :team_id_1 AND wq_agents_1.team_id IN (SELECT wq_teams_1.id 
FROM teams AS wq_teams_1 
WHERE (wq_teams_1.name = :param_1 AND CONVERT(wq_teams_1.name USING utf8mb4) COLLATE utf8mb4_nopad_bin = :param_1)))

-- to-one neq
NOT (EXISTS (SELECT 1 
FROM agents AS wq_agents_1 
WHERE wq_agents_1.id = calls.agent_id AND wq_agents_1.team_id = :team_id_1 AND (wq_agents_1.name = :param_1 AND CONVERT(wq_agents_1.name USING utf8mb4) COLLATE utf8mb4_nopad_bin = :param_1)))

-- to-many
EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND wq_evaluations_1.weight = :param_1)

-- to-many isnull
NOT (EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND (wq_evaluations_1.weight IS NOT NULL)))

-- same row
EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND wq_evaluations_1.metric_id IN (SELECT wq_metrics_1.id 
FROM metrics AS wq_metrics_1 
WHERE wq_metrics_1.id = :param_1) AND CASE WHEN char_length(wq_evaluations_1.value) <= 400 AND wq_evaluations_1.value REGEXP '(?-imsx)^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$(?![^x]|x)' THEN CASE WHEN abs(CAST(wq_evaluations_1.value AS DOUBLE)) < 1.7976931348623157e308 OR wq_evaluations_1.value REGEXP '^-?1([.]?7976931348623157)0*([.]0*|[eE][+]?308)?$' THEN CAST(wq_evaluations_1.value AS DOUBLE) END END >= :param_2)

-- count rows
((SELECT count(*) AS anon_1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND wq_evaluations_1.metric_id IN (SELECT wq_metrics_1.id 
FROM metrics AS wq_metrics_1 
WHERE wq_metrics_1.id = :param_1) AND CASE WHEN char_length(wq_evaluations_1.value) <= 400 AND wq_evaluations_1.value REGEXP '(?-imsx)^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$(?![^x]|x)' THEN CASE WHEN abs(CAST(wq_evaluations_1.value AS DOUBLE)) < 1.7976931348623157e308 OR wq_evaluations_1.value REGEXP '^-?1([.]?7976931348623157)0*([.]0*|[eE][+]?308)?$' THEN CAST(wq_evaluations_1.value AS DOUBLE) END END >= :param_2) >= :param_3)

-- count rows, none too
NOT (((SELECT count(*) AS anon_1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND wq_evaluations_1.weight = :param_1) NOT IN (__[POSTCOMPILE_param_2])))

-- count rows, deeper
((SELECT count(*) AS anon_1 
FROM evaluations AS wq_evaluations_1 INNER JOIN notes AS wq_notes_1 ON wq_notes_1.evaluation_id = wq_evaluations_1.id 
WHERE wq_evaluations_1.call_id = calls.id AND wq_notes_1.stars = :param_1) BETWEEN :param_2 AND :param_3)

-- all rows
EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND true = 1) AND NOT (EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_2 
WHERE wq_evaluations_2.call_id = calls.id AND (NOT (wq_evaluations_2.weight <=> :param_1) OR ((CASE WHEN char_length(wq_evaluations_2.value) <= 400 AND wq_evaluations_2.value REGEXP '(?-imsx)^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$(?![^x]|x)' THEN CASE WHEN abs(CAST(wq_evaluations_2.value AS DOUBLE)) < 1.7976931348623157e308 OR wq_evaluations_2.value REGEXP '^-?1([.]?7976931348623157)0*([.]0*|[eE][+]?308)?$' THEN CAST(wq_evaluations_2.value AS DOUBLE) END END >= :param_2)) IS NOT TRUE)))

-- not all rows
NOT (EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND (EXISTS (SELECT 1 
FROM notes AS wq_notes_1 
WHERE wq_notes_1.evaluation_id = wq_evaluations_1.id AND true = 1)))) OR EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_2 
WHERE wq_evaluations_2.call_id = calls.id AND (EXISTS (SELECT 1 
FROM notes AS wq_notes_2 
WHERE wq_notes_2.evaluation_id = wq_evaluations_2.id AND (NOT (wq_notes_2.stars <=> :param_1)))))

-- dynamic boolean in text
EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND CASE CONVERT(wq_evaluations_1.value USING utf8mb4) COLLATE utf8mb4_nopad_bin WHEN :param_1 THEN :param_2 WHEN :param_3 THEN :param_4 END = :param_5)

-- dynamic json number
EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND CASE WHEN char_length(CASE WHEN json_value(wq_evaluations_1.document, '$') COLLATE utf8mb4_bin NOT BETWEEN '-' AND ':' THEN json_value(wq_evaluations_1.document, '$') ELSE CASE left(json_extract(wq_evaluations_1.document, '$'), 1) WHEN '"' THEN json_value(wq_evaluations_1.document, '$') WHEN 't' THEN 'true' WHEN 'f' THEN 'false' ELSE json_value(wq_evaluations_1.document, '$') END END) <= 400 AND CASE WHEN json_value(wq_evaluations_1.document, '$') COLLATE utf8mb4_bin NOT BETWEEN '-' AND ':' THEN json_value(wq_evaluations_1.document, '$') ELSE CASE left(json_extract(wq_evaluations_1.document, '$'), 1) WHEN '"' THEN json_value(wq_evaluations_1.document, '$') WHEN 't' THEN 'true' WHEN 'f' THEN 'false' ELSE json_value(wq_evaluations_1.document, '$') END END REGEXP '(?-imsx)^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$(?![^x]|x)' THEN CASE WHEN abs(CAST(CASE WHEN json_value(wq_evaluations_1.document, '$') COLLATE utf8mb4_bin NOT BETWEEN '-' AND ':' THEN json_value(wq_evaluations_1.document, '$') ELSE CASE left(json_extract(wq_evaluations_1.document, '$'), 1) WHEN '"' THEN json_value(wq_evaluations_1.document, '$') WHEN 't' THEN 'true' WHEN 'f' THEN 'false' ELSE json_value(wq_evaluations_1.document, '$') END END AS DOUBLE)) < 1.7976931348623157e308 OR CASE WHEN json_value(wq_evaluations_1.document, '$') COLLATE utf8mb4_bin NOT BETWEEN '-' AND ':' THEN json_value(wq_evaluations_1.document, '$') ELSE CASE left(json_extract(wq_evaluations_1.document, '$'), 1) WHEN '"' THEN json_value(wq_evaluations_1.document, '$') WHEN 't' THEN 'true' WHEN 'f' THEN 'false' ELSE json_value(wq_evaluations_1.document, '$') END END REGEXP '^-?1([.]?7976931348623157)0*([.]0*|[eE][+]?308)?$' THEN CAST(CASE WHEN json_value(wq_evaluations_1.document, '$') COLLATE utf8mb4_bin NOT BETWEEN '-' AND ':' THEN json_value(wq_evaluations_1.document, '$') ELSE CASE left(json_extract(wq_evaluations_1.document, '$'), 1) WHEN '"' THEN json_value(wq_evaluations_1.document, '$') WHEN 't' THEN 'true' WHEN 'f' THEN 'false' ELSE json_value(wq_evaluations_1.document, '$') END END AS DOUBLE) END END < :param_1)

-- dynamic json text
EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND CONVERT(CASE WHEN json_value(wq_evaluations_1.document, '$') COLLATE utf8mb4_bin NOT BETWEEN '-' AND ':' THEN json_value(wq_evaluations_1.document, '$') ELSE CASE left(json_extract(wq_evaluations_1.document, '$'), 1) WHEN '"' THEN json_value(wq_evaluations_1.document, '$') WHEN 't' THEN 'true' WHEN 'f' THEN 'false' ELSE CASE WHEN json_value(wq_evaluations_1.document, '$') REGEXP '^-?[0-9]{1,19}$' AND CAST(json_value(wq_evaluations_1.document, '$') AS DECIMAL(65)) BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(CAST(json_value(wq_evaluations_1.document, '$') AS DECIMAL(65)) AS CHAR) WHEN CASE WHEN abs(CAST(json_value(wq_evaluations_1.document, '$') AS DOUBLE)) < 1.7976931348623157e308 OR json_value(wq_evaluations_1.document, '$') REGEXP '^-?1([.]?7976931348623157)0*([.]0*|[eE][+]?308)?$' THEN CAST(json_value(wq_evaluations_1.document, '$') AS DOUBLE) END IS NOT NULL THEN CASE WHEN CAST(json_value(wq_evaluations_1.document, '$') AS DOUBLE) = 0 THEN '0' WHEN abs(CAST(json_value(wq_evaluations_1.document, '$') AS DOUBLE)) >= 1e-4 AND abs(CAST(json_value(wq_evaluations_1.document, '$') AS DOUBLE)) < 1e14 THEN sformat('{:.15g}', CAST(json_value(wq_evaluations_1.document, '$') AS DOUBLE)) ELSE concat(CASE WHEN CAST(json_value(wq_evaluations_1.document, '$') AS DOUBLE) < 0 THEN '-' ELSE '' END, CASE WHEN abs(CAST(json_value(wq_evaluations_1.document, '$') AS DOUBLE)) < 1 THEN trim(TRAILING '0' FROM concat('0.', repeat('0', -substr(sformat('{:.14e}', abs(CAST(json_value(wq_evaluations_1.document, '$') AS DOUBLE))), 18) - 1), replace(left(sformat('{:.14e}', abs(CAST(json_value(wq_evaluations_1.document, '$') AS DOUBLE))), 16), '.', ''))) ELSE rpad(replace(left(sformat('{:.14e}', abs(CAST(json_value(wq_evaluations_1.document, '$') AS DOUBLE))), 16), '.', ''), substr(sformat('{:.14e}', abs(CAST(json_value(wq_evaluations_1.document, '$') AS DOUBLE))), 18) + 1, '0') END) END END END END USING utf8mb4) COLLATE utf8mb4_nopad_bin = :param_1)

-- dynamic json isnull
EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND coalesce(json_type(wq_evaluations_1.document), 'NULL') = 'NULL' = 0)

-- dynamic columns
EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND (wq_evaluations_1.number > :param_1))

-- dynamic columns isnull
NOT (EXISTS (SELECT 1 
FROM evaluations AS wq_evaluations_1 
WHERE wq_evaluations_1.call_id = calls.id AND (wq_evaluations_1.number IS NOT NULL OR wq_evaluations_1.word IS NOT NULL OR wq_evaluations_1.truth IS NOT NULL)))

-- or
(calls.ok <> 0) = :param_1 OR calls.duration > :param_2

-- not
(NOT ((calls.ok <> 0) <=> :param_1) OR ((calls.duration > :param_2)) IS NOT TRUE) AND NOT (CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin <=> :param_3)
