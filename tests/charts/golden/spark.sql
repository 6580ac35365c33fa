-- bar

SELECT `samples`.`bucket`, avg(CAST(`samples`.`value` AS DOUBLE)) AS `result`, count(`samples`.`value`) AS `n`
FROM (SELECT `calls`.`seconds` AS `value`, ((unix_seconds(`calls`.`at`) - %(edges0_start0)s) div %(edges0_length0)s) AS `bucket`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(v0)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`bucket`

-- bar of a metric, by agent

SELECT `metrics`.`kind` AS `kind`, `metrics`.`name` AS `name`
FROM `metrics`
WHERE `metrics`.`id` = %(param_1)s
 LIMIT %(param_2)s

SELECT `anon_1`.`grp`
FROM (SELECT `samples`.`grp` AS `grp`, count(`samples`.`value`) AS `n`
FROM (SELECT `agents_1`.`name` AS `grp`, CASE WHEN length(`notes_1`.`value`) <= 400 AND translate(`notes_1`.`value`, '-+.eE0123456789', '') = '' AND `notes_1`.`value` RLIKE '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$' AND abs(try_cast(`notes_1`.`value` AS DOUBLE)) <= 1.7976931348623157e308 THEN try_cast(`notes_1`.`value` AS DOUBLE) END AS `value`
FROM `calls` JOIN `notes` AS `notes_1` ON `notes_1`.`call_id` = `calls`.`id` LEFT OUTER JOIN `metrics` AS `metrics_1` ON `metrics_1`.`id` = `notes_1`.`metric_id` LEFT OUTER JOIN `agents` AS `agents_1` ON `agents_1`.`id` = `calls`.`agent_id`
WHERE `calls`.`at` >= CAST(%(v0)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `metrics_1`.`id` = %(metric)s) AS `samples` GROUP BY `samples`.`grp`) AS `anon_1` ORDER BY `anon_1`.`n` DESC, `anon_1`.`grp` IS NULL ASC, `anon_1`.`grp` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

SELECT `samples`.`bucket`, `samples`.`grp`, percentile(CAST(`samples`.`value` AS DOUBLE), CAST(%(param_1)s AS DOUBLE)) AS `result`, count(`samples`.`value`) AS `n`, count(DISTINCT CASE WHEN (`samples`.`value` IS NOT NULL) THEN `samples`.`rid` END) AS `records`
FROM (SELECT `agents_1`.`name` AS `grp`, CASE WHEN length(`notes_1`.`value`) <= 400 AND translate(`notes_1`.`value`, '-+.eE0123456789', '') = '' AND `notes_1`.`value` RLIKE '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$' AND abs(try_cast(`notes_1`.`value` AS DOUBLE)) <= 1.7976931348623157e308 THEN try_cast(`notes_1`.`value` AS DOUBLE) END AS `value`, ((unix_seconds(`calls`.`at`) - %(edges0_start0)s) div %(edges0_length0)s) AS `bucket`, `calls`.`id` AS `rid`
FROM `calls` JOIN `notes` AS `notes_1` ON `notes_1`.`call_id` = `calls`.`id` LEFT OUTER JOIN `metrics` AS `metrics_1` ON `metrics_1`.`id` = `notes_1`.`metric_id` LEFT OUTER JOIN `agents` AS `agents_1` ON `agents_1`.`id` = `calls`.`agent_id`
WHERE `calls`.`at` >= CAST(%(v0)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `metrics_1`.`id` = %(metric)s) AS `samples` GROUP BY `samples`.`bucket`, `samples`.`grp`

-- pie

SELECT `counts`.`label`, `counts`.`n`, `counts`.`records`, sum(`counts`.`n`) OVER () AS `total`
FROM (SELECT `samples`.`label` AS `label`, count(*) AS `n`, count(*) AS `records`
FROM (SELECT `calls`.`topic` AS `label`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(v0)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `samples` GROUP BY `samples`.`label`) AS `counts` ORDER BY `counts`.`n` DESC, `counts`.`label` IS NULL ASC, `counts`.`label` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

-- line, thinned

SELECT `calls`.`id` AS `id`, unix_micros(`calls`.`at`) AS `ts`, `calls`.`score` AS `value`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(v0)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND (`calls`.`score` BETWEEN -1.7976931348623157e308D AND 1.7976931348623157e308D)
 LIMIT %(param_1)s

SELECT unix_micros(min(`calls`.`at`)) AS `anon_1`, unix_micros(max(`calls`.`at`)) AS `anon_2`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(v0)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND (`calls`.`score` BETWEEN -1.7976931348623157e308D AND 1.7976931348623157e308D)

SELECT `ranked`.`id`, unix_micros(`ranked`.`ts`) AS `ts`, `ranked`.`value`, `ranked`.`total`
FROM (SELECT `numbered`.`id` AS `id`, `numbered`.`ts` AS `ts`, `numbered`.`value` AS `value`, `numbered`.`stretch` AS `stretch`, `numbered`.`total` AS `total`, `numbered`.`place` AS `place`, `numbered`.`lowest` AS `lowest`, `numbered`.`highest` AS `highest`, max(`numbered`.`place`) OVER (PARTITION BY `numbered`.`stretch`) AS `latest`, min(CASE WHEN (`numbered`.`value` = `numbered`.`lowest`) THEN `numbered`.`place` END) OVER (PARTITION BY `numbered`.`stretch`) AS `lowest_place`, min(CASE WHEN (`numbered`.`value` = `numbered`.`highest`) THEN `numbered`.`place` END) OVER (PARTITION BY `numbered`.`stretch`) AS `highest_place`
FROM (SELECT `found`.`id` AS `id`, `found`.`ts` AS `ts`, `found`.`value` AS `value`, `found`.`stretch` AS `stretch`, `found`.`total` AS `total`, row_number() OVER (PARTITION BY `found`.`stretch` ORDER BY `found`.`ts` ASC, `found`.`id` ASC, `found`.`value` ASC) AS `place`, min(`found`.`value`) OVER (PARTITION BY `found`.`stretch`) AS `lowest`, max(`found`.`value`) OVER (PARTITION BY `found`.`stretch`) AS `highest`
FROM (SELECT `placed`.`id` AS `id`, `placed`.`ts` AS `ts`, `placed`.`value` AS `value`, `placed`.`stretch` AS `stretch`, `totals`.`total` AS `total`
FROM (SELECT `points`.`id` AS `id`, `points`.`ts` AS `ts`, `points`.`value` AS `value`, ((unix_micros(`points`.`ts`) - %(stretch_start)s) div %(stretch_width)s) AS `stretch`
FROM (SELECT `calls`.`id` AS `id`, `calls`.`at` AS `ts`, `calls`.`score` AS `value`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(v0)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND (`calls`.`score` BETWEEN -1.7976931348623157e308D AND 1.7976931348623157e308D)) AS `points`) AS `placed` JOIN (SELECT `stretches`.`stretch` AS `stretch`, `stretches`.`n` AS `n`, `stretches`.`earliest` AS `earliest`, `stretches`.`latest` AS `latest`, `stretches`.`lowest` AS `lowest`, `stretches`.`highest` AS `highest`, sum(`stretches`.`n`) OVER () AS `total`
FROM (SELECT `placed`.`stretch` AS `stretch`, count(*) AS `n`, min(`placed`.`ts`) AS `earliest`, max(`placed`.`ts`) AS `latest`, min(`placed`.`value`) AS `lowest`, max(`placed`.`value`) AS `highest`
FROM (SELECT `points`.`id` AS `id`, `points`.`ts` AS `ts`, `points`.`value` AS `value`, ((unix_micros(`points`.`ts`) - %(stretch_start)s) div %(stretch_width)s) AS `stretch`
FROM (SELECT `calls`.`id` AS `id`, `calls`.`at` AS `ts`, `calls`.`score` AS `value`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(v0)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND (`calls`.`score` BETWEEN -1.7976931348623157e308D AND 1.7976931348623157e308D)) AS `points`) AS `placed` GROUP BY `placed`.`stretch`
 LIMIT %(param_1)s) AS `stretches`) AS `totals` ON `placed`.`stretch` = `totals`.`stretch`
WHERE `placed`.`value` = `totals`.`lowest` OR `placed`.`value` = `totals`.`highest` OR `placed`.`ts` = `totals`.`earliest` OR `placed`.`ts` = `totals`.`latest`) AS `found`) AS `numbered`) AS `ranked`
WHERE `ranked`.`place` = %(place_1)s OR `ranked`.`place` = `ranked`.`latest` OR `ranked`.`place` = `ranked`.`lowest_place` OR `ranked`.`place` = `ranked`.`highest_place`

-- stat

SELECT `anon_1`.`grp`
FROM (SELECT `samples`.`grp` AS `grp`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(v0)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`grp`) AS `anon_1` ORDER BY `anon_1`.`n` DESC, `anon_1`.`grp` IS NULL ASC, `anon_1`.`grp` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

SELECT `samples`.`grp`, count(*) AS `s0_0`, count(`samples`.`v0`) AS `s1_0`, avg(CAST(`samples`.`v1` AS INTEGER)) AS `s2_0`, avg(CAST(`samples`.`v2` AS DOUBLE)) AS `s3_0`, sum(CAST(`samples`.`v2` AS DECIMAL(38, 0))) AS `s4_0`, min(`samples`.`v2`) AS `s5_0`, unix_micros(max(`samples`.`v3`)) AS `s6_0`, percentile(CAST(`samples`.`v2` AS DOUBLE), CAST(%(param_1)s AS DOUBLE)) AS `s7_0`, percentile(CAST(`samples`.`v2` AS DOUBLE), CAST(%(param_2)s AS DOUBLE)) AS `s8_0`, count(DISTINCT `samples`.`v0`) AS `s9_0`, sum(`samples`.`v4`) AS `s10_0`, count(*) AS `s10_1`, sum(`samples`.`v4`) AS `s11_0`, count(`samples`.`v5`) AS `s11_1`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`topic` AS `v0`, `calls`.`ok` AS `v1`, `calls`.`seconds` AS `v2`, CASE WHEN `calls`.`seen` >= TIMESTAMP '0001-01-01 00:00:00+00:00' AND `calls`.`seen` <= TIMESTAMP '9999-12-31 23:59:59.999999+00:00' THEN `calls`.`seen` END AS `v3`, `calls`.`cost` AS `v4`, CASE WHEN `calls`.`score` BETWEEN -1.7976931348623157e308D AND 1.7976931348623157e308D THEN `calls`.`score` END AS `v5`, `calls`.`id` AS `one`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(v0)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`grp`

-- list

SELECT `calls`.`id` AS `id`, unix_micros(`calls`.`at`) AS `ts`, `calls`.`cost` AS `value`, transform(array(try_element_at(try_variant_get(try_parse_json(`calls`.`meta`), '$', 'map<string,variant>'), url_decode(%(param_1)s))), wq_v -> CASE WHEN schema_of_variant(wq_v) IN ('STRING', 'BOOLEAN', 'BIGINT') THEN CAST(wq_v AS STRING) WHEN schema_of_variant(wq_v) = 'DOUBLE' OR startswith(schema_of_variant(wq_v), 'DECIMAL') THEN CASE WHEN abs(CAST(wq_v AS DOUBLE)) <= 1.7976931348623157e308 THEN transform(array(CAST(wq_v AS DOUBLE)), wq_d -> CASE WHEN wq_d = 0 THEN '0' ELSE CASE WHEN wq_d < 0 THEN '-' ELSE '' END || CASE WHEN abs(wq_d) < 2.2250738585072014e-308 THEN transform(array(format_number(CAST(abs(wq_d) * pow(2D, 537) * pow(2D, 537) AS DECIMAL(16, 0)) * 4.940656458412465441766BD, '0.00000000000000E0')), wq_s -> '0.' || repeat('0', 323 - CAST(substr(wq_s, 18) AS INTEGER)) || trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)))[0] ELSE transform(array(CASE WHEN abs(wq_d) >= 1e15 AND abs(wq_d) < 9.2e18 AND wq_d = floor(wq_d) THEN format_number(abs(CAST(wq_d AS BIGINT)), '0.00000000000000E0') ELSE format_number(abs(wq_d), '0.00000000000000E0') END), wq_s -> CASE WHEN CAST(substr(wq_s, 18) AS INTEGER) < 0 THEN '0.' || repeat('0', -CAST(substr(wq_s, 18) AS INTEGER) - 1) || trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)) WHEN CAST(substr(wq_s, 18) AS INTEGER) >= length(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14))) - 1 THEN trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)) || repeat('0', CAST(substr(wq_s, 18) AS INTEGER) - length(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14))) + 1) ELSE substr(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)), 1, CAST(substr(wq_s, 18) AS INTEGER) + 1) || '.' || substr(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)), CAST(substr(wq_s, 18) AS INTEGER) + 2) END)[0] END END)[0] END END)[0] AS `c0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(v0)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) ORDER BY `calls`.`at` DESC, `calls`.`id` DESC
 LIMIT %(param_2)s

-- table

SELECT `grouped`.`d0`, `grouped`.`d1`, `grouped`.`m0`, `grouped`.`sample_count`
FROM (SELECT `samples`.`d0` AS `d0`, `samples`.`d1` AS `d1`, percentile(CAST(`samples`.`v0` AS DOUBLE), CAST(%(param_1)s AS DOUBLE)) AS `m0`, count(*) AS `sample_count`
FROM (SELECT `agents_1`.`name` AS `d0`, ((unix_seconds(`calls`.`at`) - %(edges0_start0)s) div %(edges0_length0)s) AS `d1`, `calls`.`seconds` AS `v0`, `calls`.`id` AS `one`
FROM `calls` LEFT OUTER JOIN `agents` AS `agents_1` ON `agents_1`.`id` = `calls`.`agent_id`
WHERE `calls`.`at` >= CAST(%(v0)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`d0`, `samples`.`d1`) AS `grouped` ORDER BY `grouped`.`m0` IS NULL ASC, `grouped`.`m0` DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` COLLATE UTF8_BINARY ASC, `grouped`.`d1` IS NULL ASC, `grouped`.`d1` ASC
 LIMIT %(param_2)s
