-- nothing
true

-- integer eq
`calls`.`duration` = :param_1

-- integer neq
`calls`.`duration` IS DISTINCT FROM :param_1

-- integer beyond its range
`calls`.`duration` < :param_1

-- float gt
(`calls`.`score` > CAST(:param_1 AS DOUBLE) AND `calls`.`score` <= 1.7976931348623157e308D)

-- float between
`calls`.`score` BETWEEN CAST(:param_1 AS DOUBLE) AND CAST(:param_2 AS DOUBLE)

-- float isnull
(`calls`.`score` IS NULL OR `calls`.`score` < -1.7976931348623157e308D OR `calls`.`score` > 1.7976931348623157e308D)

-- decimal gte
`calls`.`cost` >= :param_1

-- in
`calls`.`duration` IN (__[POSTCOMPILE_param_1])

-- nin
`calls`.`duration` IS NULL OR (`calls`.`duration` NOT IN (__[POSTCOMPILE_param_1]))

-- in nothing
false

-- boolean eq
`calls`.`ok` = :param_1

-- boolean of integers
(`calls`.`flag` <> 0) IS DISTINCT FROM :param_1

-- text eq
`calls`.`topic` = url_decode(:param_1)

-- text in
`calls`.`topic` IN (__[POSTCOMPILE_param_1~~url_decode(~~REPL~~)~~])

-- text contains ascii
translate(`calls`.`topic`, url_decode(:param_2), url_decode(:param_3)) LIKE url_decode(:param_1) ESCAPE '!'

-- text startswith beyond ascii
translate(`calls`.`topic`, url_decode(:param_2), url_decode(:param_3)) LIKE url_decode(:param_1) ESCAPE '!'

-- text regex
`calls`.`topic` RLIKE url_decode(:param_1)

-- enum eq
`calls`.`state` = :param_1

-- enum endswith
translate(CAST(`calls`.`state` AS STRING), url_decode(:param_2), url_decode(:param_3)) LIKE url_decode(:param_1) ESCAPE '!'

-- uuid eq
`calls`.`ref` = :param_1

-- uuid contains
translate(lower(substr(`calls`.`ref`, 1, 8) || '-' || substr(`calls`.`ref`, 9, 4) || '-' || substr(`calls`.`ref`, 13, 4) || '-' || substr(`calls`.`ref`, 17, 4) || '-' || substr(`calls`.`ref`, 21, 12)), url_decode(:param_2), url_decode(:param_3)) LIKE url_decode(:param_1) ESCAPE '!'

-- number in text
CASE WHEN length(`calls`.`reading`) <= 400 AND translate(`calls`.`reading`, '-+.eE0123456789', '') = '' AND `calls`.`reading` RLIKE '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$' AND abs(try_cast(`calls`.`reading` AS DOUBLE)) <= 1.7976931348623157e308 THEN try_cast(`calls`.`reading` AS DOUBLE) END >= CAST(:param_1 AS DOUBLE)

-- json key
transform(array(try_element_at(try_variant_get(try_parse_json(`calls`.`meta`), '$', 'map<string,variant>'), url_decode(:param_1))), wq_v -> CASE WHEN schema_of_variant(wq_v) IN ('STRING', 'BOOLEAN', 'BIGINT') THEN CAST(wq_v AS STRING) WHEN schema_of_variant(wq_v) = 'DOUBLE' OR startswith(schema_of_variant(wq_v), 'DECIMAL') THEN CASE WHEN abs(CAST(wq_v AS DOUBLE)) <= 1.7976931348623157e308 THEN transform(array(CAST(wq_v AS DOUBLE)), wq_d -> CASE WHEN wq_d = 0 THEN '0' ELSE CASE WHEN wq_d < 0 THEN '-' ELSE '' END || CASE WHEN abs(wq_d) < 2.2250738585072014e-308 THEN transform(array(format_number(CAST(abs(wq_d) * pow(2D, 537) * pow(2D, 537) AS DECIMAL(16, 0)) * 4.940656458412465441766BD, '0.00000000000000E0')), wq_s -> '0.' || repeat('0', 323 - CAST(substr(wq_s, 18) AS INTEGER)) || trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)))[0] ELSE transform(array(CASE WHEN abs(wq_d) >= 1e15 AND abs(wq_d) < 9.2e18 AND wq_d = floor(wq_d) THEN format_number(abs(CAST(wq_d AS BIGINT)), '0.00000000000000E0') ELSE format_number(abs(wq_d), '0.00000000000000E0') END), wq_s -> CASE WHEN CAST(substr(wq_s, 18) AS INTEGER) < 0 THEN '0.' || repeat('0', -CAST(substr(wq_s, 18) AS INTEGER) - 1) || trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)) WHEN CAST(substr(wq_s, 18) AS INTEGER) >= length(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14))) - 1 THEN trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)) || repeat('0', CAST(substr(wq_s, 18) AS INTEGER) - length(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14))) + 1) ELSE substr(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)), 1, CAST(substr(wq_s, 18) AS INTEGER) + 1) || '.' || substr(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)), CAST(substr(wq_s, 18) AS INTEGER) + 2) END)[0] END END)[0] END END)[0] = url_decode(:param_2)

-- json key isnull
transform(array(try_element_at(try_variant_get(try_parse_json(`calls`.`meta`), '$', 'map<string,variant>'), url_decode(:param_1))), wq_v -> CASE WHEN schema_of_variant(wq_v) IN ('STRING', 'BOOLEAN', 'BIGINT') THEN CAST(wq_v AS STRING) WHEN schema_of_variant(wq_v) = 'DOUBLE' OR startswith(schema_of_variant(wq_v), 'DECIMAL') THEN CASE WHEN abs(CAST(wq_v AS DOUBLE)) <= 1.7976931348623157e308 THEN transform(array(CAST(wq_v AS DOUBLE)), wq_d -> CASE WHEN wq_d = 0 THEN '0' ELSE CASE WHEN wq_d < 0 THEN '-' ELSE '' END || CASE WHEN abs(wq_d) < 2.2250738585072014e-308 THEN transform(array(format_number(CAST(abs(wq_d) * pow(2D, 537) * pow(2D, 537) AS DECIMAL(16, 0)) * 4.940656458412465441766BD, '0.00000000000000E0')), wq_s -> '0.' || repeat('0', 323 - CAST(substr(wq_s, 18) AS INTEGER)) || trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)))[0] ELSE transform(array(CASE WHEN abs(wq_d) >= 1e15 AND abs(wq_d) < 9.2e18 AND wq_d = floor(wq_d) THEN format_number(abs(CAST(wq_d AS BIGINT)), '0.00000000000000E0') ELSE format_number(abs(wq_d), '0.00000000000000E0') END), wq_s -> CASE WHEN CAST(substr(wq_s, 18) AS INTEGER) < 0 THEN '0.' || repeat('0', -CAST(substr(wq_s, 18) AS INTEGER) - 1) || trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)) WHEN CAST(substr(wq_s, 18) AS INTEGER) >= length(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14))) - 1 THEN trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)) || repeat('0', CAST(substr(wq_s, 18) AS INTEGER) - length(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14))) + 1) ELSE substr(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)), 1, CAST(substr(wq_s, 18) AS INTEGER) + 1) || '.' || substr(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)), CAST(substr(wq_s, 18) AS INTEGER) + 2) END)[0] END END)[0] END END)[0] IS NULL

-- time gte aware
`calls`.`at` >= CAST(:param_1 AS TIMESTAMP) AND `calls`.`at` <= TIMESTAMP '9999-12-31 23:59:59.999999+00:00'

-- time eq a day, aware
`calls`.`at` >= CAST(:param_1 AS TIMESTAMP) AND `calls`.`at` < CAST(:param_2 AS TIMESTAMP)

-- time neq a day, naive
((`calls`.`started` >= CAST(:param_1 AS TIMESTAMP_NTZ) AND `calls`.`started` < CAST(:param_2 AS TIMESTAMP_NTZ))) IS NOT TRUE

-- time between, date
`calls`.`day` >= CAST(:param_1 AS DATE) AND `calls`.`day` < CAST(:param_2 AS DATE)

-- hour of day, aware
mod(((unix_seconds(CASE WHEN `calls`.`at` >= TIMESTAMP '0001-01-01 00:00:00+00:00' AND `calls`.`at` <= TIMESTAMP '9999-12-31 23:59:59.999999+00:00' THEN `calls`.`at` END) + 62162035200) div 3600), 24) BETWEEN CAST(:param_1 AS DOUBLE) AND CAST(:param_2 AS DOUBLE)

-- hour of day, aware, in a zone of few offsets
mod(((transform(array(unix_seconds(CASE WHEN `calls`.`at` >= TIMESTAMP '0001-01-01 00:00:00+00:00' AND `calls`.`at` <= TIMESTAMP '9999-12-31 23:59:59.999999+00:00' THEN `calls`.`at` END)), wq_m -> CASE WHEN wq_m < -2019705670 THEN (wq_m + 19270) WHEN wq_m < -891581400 THEN (wq_m + 19800) WHEN wq_m < -872058600 THEN (wq_m + 23400) WHEN wq_m < -862637400 THEN (wq_m + 19800) WHEN wq_m < -764145000 THEN (wq_m + 23400) ELSE (wq_m + 19800) END)[0] + 62162035200) div 3600), 24) = CAST(:param_1 AS DOUBLE)

-- day of week, naive
`calls`.`agent_id` IN (SELECT `wq_agents_1`.`id` 
FROM `agents` AS `wq_agents_1` 
WHERE `wq_agents_1`.`team_id` = :team_id_1 AND `wq_agents_1`.`team_id` IN (SELECT `wq_teams_1`.`id` 
FROM `teams` AS `wq_teams_1` 
WHERE (mod((((((unix_date(CAST(CASE WHEN `wq_teams_1`.`founded` >= TIMESTAMP_NTZ '0001-01-01 00:00:00' AND `wq_teams_1`.`founded` <= TIMESTAMP_NTZ '9999-12-31 23:59:59.999999' THEN `wq_teams_1`.`founded` END AS DATE)) * 1440L + hour(CASE WHEN `wq_teams_1`.`founded` >= TIMESTAMP_NTZ '0001-01-01 00:00:00' AND `wq_teams_1`.`founded` <= TIMESTAMP_NTZ '9999-12-31 23:59:59.999999' THEN `wq_teams_1`.`founded` END) * 60 + minute(CASE WHEN `wq_teams_1`.`founded` >= TIMESTAMP_NTZ '0001-01-01 00:00:00' AND `wq_teams_1`.`founded` <= TIMESTAMP_NTZ '9999-12-31 23:59:59.999999' THEN `wq_teams_1`.`founded` END)) * 60 + second(CASE WHEN `wq_teams_1`.`founded` >= TIMESTAMP_NTZ '0001-01-01 00:00:00' AND `wq_teams_1`.`founded` <= TIMESTAMP_NTZ '9999-12-31 23:59:59.999999' THEN `wq_teams_1`.`founded` END)) + 62162035200) div 86400) + 2), 7) + 1) IN (__[POSTCOMPILE_param_1~~CAST(~~REPL~~ AS DOUBLE)~~])))

-- day of month, date
((mod(((mod(((mod(((((unix_date(CASE WHEN `calls`.`day` >= DATE '0001-01-01' AND `calls`.`day` <= DATE '9999-12-31' THEN `calls`.`day` END) * 86400L) + 62162035200) div 86400) * 4 + 3), 146097) div 4) * 4 + 3), 1461) div 4) * 2141 + 197913), 65536) div 2141) + 1) IS DISTINCT FROM CAST(:param_1 AS DOUBLE)

-- month of year, never
false

-- month of year, any
`calls`.`at` >= TIMESTAMP '0001-01-01 00:00:00+00:00' AND `calls`.`at` <= TIMESTAMP '9999-12-31 23:59:59.999999+00:00'

-- month of year, missing
(`calls`.`at` IS NULL OR `calls`.`at` < TIMESTAMP '0001-01-01 00:00:00+00:00' OR `calls`.`at` > TIMESTAMP '9999-12-31 23:59:59.999999+00:00')

-- to-one
`calls`.`agent_id` IN (SELECT `wq_agents_1`.`id` 
FROM `agents` AS `wq_agents_1` 
WHERE `wq_agents_1`.`team_id` = :team_id_1 AND `wq_agents_1`.`team_id` IN (SELECT `wq_teams_1`.`id` 
FROM `teams` AS `wq_teams_1` 
WHERE `wq_teams_1`.`name` = url_decode(:param_1)))

-- to-one neq
NOT (EXISTS (SELECT 1 
FROM `agents` AS `wq_agents_1` 
WHERE `wq_agents_1`.`id` = `calls`.`agent_id` AND `wq_agents_1`.`team_id` = :team_id_1 AND `wq_agents_1`.`name` = url_decode(:param_1)))

-- to-many
EXISTS (SELECT 1 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`call_id` = `calls`.`id` AND `wq_evaluations_1`.`weight` = :param_1)

-- to-many isnull
NOT (EXISTS (SELECT 1 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`call_id` = `calls`.`id` AND (`wq_evaluations_1`.`weight` IS NOT NULL)))

-- same row
EXISTS (SELECT 1 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`call_id` = `calls`.`id` AND `wq_evaluations_1`.`metric_id` IN (SELECT `wq_metrics_1`.`id` 
FROM `metrics` AS `wq_metrics_1` 
WHERE `wq_metrics_1`.`id` = :param_1) AND CASE WHEN length(`wq_evaluations_1`.`value`) <= 400 AND translate(`wq_evaluations_1`.`value`, '-+.eE0123456789', '') = '' AND `wq_evaluations_1`.`value` RLIKE '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$' AND abs(try_cast(`wq_evaluations_1`.`value` AS DOUBLE)) <= 1.7976931348623157e308 THEN try_cast(`wq_evaluations_1`.`value` AS DOUBLE) END >= CAST(:param_2 AS DOUBLE))

-- count rows
(`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`metric_id` IN (SELECT `wq_metrics_1`.`id` 
FROM `metrics` AS `wq_metrics_1` 
WHERE `wq_metrics_1`.`id` = :param_1) AND CASE WHEN length(`wq_evaluations_1`.`value`) <= 400 AND translate(`wq_evaluations_1`.`value`, '-+.eE0123456789', '') = '' AND `wq_evaluations_1`.`value` RLIKE '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$' AND abs(try_cast(`wq_evaluations_1`.`value` AS DOUBLE)) <= 1.7976931348623157e308 THEN try_cast(`wq_evaluations_1`.`value` AS DOUBLE) END >= CAST(:param_2 AS DOUBLE) AND `wq_evaluations_1`.`call_id` IS NOT NULL GROUP BY `wq_evaluations_1`.`call_id` 
HAVING count(*) >= :param_3))

-- count rows, none too
NOT (`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`weight` = :param_1 AND `wq_evaluations_1`.`call_id` IS NOT NULL GROUP BY `wq_evaluations_1`.`call_id` 
HAVING (count(*) NOT IN (__[POSTCOMPILE_param_2]))))

-- count rows, deeper
(`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` JOIN `notes` AS `wq_notes_1` ON `wq_notes_1`.`evaluation_id` = `wq_evaluations_1`.`id` 
WHERE `wq_notes_1`.`stars` = :param_1 AND `wq_evaluations_1`.`call_id` IS NOT NULL GROUP BY `wq_evaluations_1`.`call_id` 
HAVING count(*) BETWEEN :param_2 AND :param_3))

-- all rows
EXISTS (SELECT 1 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`call_id` = `calls`.`id` AND true) AND NOT (EXISTS (SELECT 1 
FROM `evaluations` AS `wq_evaluations_2` 
WHERE `wq_evaluations_2`.`call_id` = `calls`.`id` AND (`wq_evaluations_2`.`weight` IS DISTINCT FROM :param_1 OR ((CASE WHEN length(`wq_evaluations_2`.`value`) <= 400 AND translate(`wq_evaluations_2`.`value`, '-+.eE0123456789', '') = '' AND `wq_evaluations_2`.`value` RLIKE '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$' AND abs(try_cast(`wq_evaluations_2`.`value` AS DOUBLE)) <= 1.7976931348623157e308 THEN try_cast(`wq_evaluations_2`.`value` AS DOUBLE) END >= CAST(:param_2 AS DOUBLE))) IS NOT TRUE)))

-- not all rows
NOT (EXISTS (SELECT 1 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`call_id` = `calls`.`id` AND (EXISTS (SELECT 1 
FROM `notes` AS `wq_notes_1` 
WHERE `wq_notes_1`.`evaluation_id` = `wq_evaluations_1`.`id` AND true)))) OR EXISTS (SELECT 1 
FROM `evaluations` AS `wq_evaluations_2` 
WHERE `wq_evaluations_2`.`call_id` = `calls`.`id` AND (EXISTS (SELECT 1 
FROM `notes` AS `wq_notes_2` 
WHERE `wq_notes_2`.`evaluation_id` = `wq_evaluations_2`.`id` AND (`wq_notes_2`.`stars` IS DISTINCT FROM :param_1))))

-- dynamic boolean in text
EXISTS (SELECT 1 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`call_id` = `calls`.`id` AND CASE `wq_evaluations_1`.`value` WHEN :param_1 THEN :param_2 WHEN :param_3 THEN :param_4 END = :param_5)

-- dynamic json number
EXISTS (SELECT 1 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`call_id` = `calls`.`id` AND CASE WHEN length(transform(array(try_parse_json(`wq_evaluations_1`.`document`)), wq_v -> CASE WHEN schema_of_variant(wq_v) IN ('STRING', 'BOOLEAN', 'BIGINT') THEN CAST(wq_v AS STRING) WHEN schema_of_variant(wq_v) = 'DOUBLE' OR startswith(schema_of_variant(wq_v), 'DECIMAL') THEN CAST(wq_v AS STRING) END)[0]) <= 400 AND translate(transform(array(try_parse_json(`wq_evaluations_1`.`document`)), wq_v -> CASE WHEN schema_of_variant(wq_v) IN ('STRING', 'BOOLEAN', 'BIGINT') THEN CAST(wq_v AS STRING) WHEN schema_of_variant(wq_v) = 'DOUBLE' OR startswith(schema_of_variant(wq_v), 'DECIMAL') THEN CAST(wq_v AS STRING) END)[0], '-+.eE0123456789', '') = '' AND transform(array(try_parse_json(`wq_evaluations_1`.`document`)), wq_v -> CASE WHEN schema_of_variant(wq_v) IN ('STRING', 'BOOLEAN', 'BIGINT') THEN CAST(wq_v AS STRING) WHEN schema_of_variant(wq_v) = 'DOUBLE' OR startswith(schema_of_variant(wq_v), 'DECIMAL') THEN CAST(wq_v AS STRING) END)[0] RLIKE '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$' AND abs(try_cast(transform(array(try_parse_json(`wq_evaluations_1`.`document`)), wq_v -> CASE WHEN schema_of_variant(wq_v) IN ('STRING', 'BOOLEAN', 'BIGINT') THEN CAST(wq_v AS STRING) WHEN schema_of_variant(wq_v) = 'DOUBLE' OR startswith(schema_of_variant(wq_v), 'DECIMAL') THEN CAST(wq_v AS STRING) END)[0] AS DOUBLE)) <= 1.7976931348623157e308 THEN try_cast(transform(array(try_parse_json(`wq_evaluations_1`.`document`)), wq_v -> CASE WHEN schema_of_variant(wq_v) IN ('STRING', 'BOOLEAN', 'BIGINT') THEN CAST(wq_v AS STRING) WHEN schema_of_variant(wq_v) = 'DOUBLE' OR startswith(schema_of_variant(wq_v), 'DECIMAL') THEN CAST(wq_v AS STRING) END)[0] AS DOUBLE) END < CAST(:param_1 AS DOUBLE))

-- dynamic json text
EXISTS (SELECT 1 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`call_id` = `calls`.`id` AND transform(array(try_parse_json(`wq_evaluations_1`.`document`)), wq_v -> CASE WHEN schema_of_variant(wq_v) IN ('STRING', 'BOOLEAN', 'BIGINT') THEN CAST(wq_v AS STRING) WHEN schema_of_variant(wq_v) = 'DOUBLE' OR startswith(schema_of_variant(wq_v), 'DECIMAL') THEN CASE WHEN abs(CAST(wq_v AS DOUBLE)) <= 1.7976931348623157e308 THEN transform(array(CAST(wq_v AS DOUBLE)), wq_d -> CASE WHEN wq_d = 0 THEN '0' ELSE CASE WHEN wq_d < 0 THEN '-' ELSE '' END || CASE WHEN abs(wq_d) < 2.2250738585072014e-308 THEN transform(array(format_number(CAST(abs(wq_d) * pow(2D, 537) * pow(2D, 537) AS DECIMAL(16, 0)) * 4.940656458412465441766BD, '0.00000000000000E0')), wq_s -> '0.' || repeat('0', 323 - CAST(substr(wq_s, 18) AS INTEGER)) || trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)))[0] ELSE transform(array(CASE WHEN abs(wq_d) >= 1e15 AND abs(wq_d) < 9.2e18 AND wq_d = floor(wq_d) THEN format_number(abs(CAST(wq_d AS BIGINT)), '0.00000000000000E0') ELSE format_number(abs(wq_d), '0.00000000000000E0') END), wq_s -> CASE WHEN CAST(substr(wq_s, 18) AS INTEGER) < 0 THEN '0.' || repeat('0', -CAST(substr(wq_s, 18) AS INTEGER) - 1) || trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)) WHEN CAST(substr(wq_s, 18) AS INTEGER) >= length(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14))) - 1 THEN trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)) || repeat('0', CAST(substr(wq_s, 18) AS INTEGER) - length(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14))) + 1) ELSE substr(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)), 1, CAST(substr(wq_s, 18) AS INTEGER) + 1) || '.' || substr(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)), CAST(substr(wq_s, 18) AS INTEGER) + 2) END)[0] END END)[0] END END)[0] = url_decode(:param_1))

-- dynamic json isnull
EXISTS (SELECT 1 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`call_id` = `calls`.`id` AND NOT coalesce(schema_of_variant(try_parse_json(`wq_evaluations_1`.`document`)), 'VOID') = 'VOID')

-- dynamic columns
EXISTS (SELECT 1 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`call_id` = `calls`.`id` AND ((`wq_evaluations_1`.`number` > CAST(:param_1 AS DOUBLE) AND `wq_evaluations_1`.`number` <= 1.7976931348623157e308D)))

-- dynamic columns isnull
NOT (EXISTS (SELECT 1 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`call_id` = `calls`.`id` AND (`wq_evaluations_1`.`number` IS NOT NULL OR `wq_evaluations_1`.`word` IS NOT NULL OR `wq_evaluations_1`.`truth` IS NOT NULL)))

-- or
`calls`.`ok` = :param_1 OR `calls`.`duration` > :param_2

-- not
(`calls`.`ok` IS DISTINCT FROM :param_1 OR ((`calls`.`duration` > :param_2)) IS NOT TRUE) AND `calls`.`topic` IS DISTINCT FROM url_decode(:param_3)
