-- bar

SELECT `samples`.`bucket`, avg(CAST(`samples`.`v0` AS DOUBLE)) AS `result`, count(`samples`.`v0`) AS `n`
FROM (SELECT ((unix_seconds(`calls`.`at`) - %(edges0_start0)s) div %(edges0_length0)s) AS `bucket`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`bucket`

-- bar of a metric, by agent

SELECT `metrics`.`kind` AS `kind`, `metrics`.`name` AS `name`
FROM `metrics`
WHERE `metrics`.`id` = %(metric)s
 LIMIT %(param_1)s

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT `samples`.`grp` AS `grp`, count(`samples`.`v0`) AS `n`
FROM (SELECT `wq_agents_1`.`name` AS `grp`, CASE WHEN length(`wq_notes_1`.`value`) <= 400 AND translate(`wq_notes_1`.`value`, '-+.eE0123456789', '') = '' AND `wq_notes_1`.`value` RLIKE '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$' AND abs(try_cast(`wq_notes_1`.`value` AS DOUBLE)) <= 1.7976931348623157e308 THEN try_cast(`wq_notes_1`.`value` AS DOUBLE) END AS `v0`
FROM `calls` LEFT OUTER JOIN `agents` AS `wq_agents_1` ON `wq_agents_1`.`id` = `calls`.`agent_id` JOIN `notes` AS `wq_notes_1` ON `wq_notes_1`.`call_id` = `calls`.`id` LEFT OUTER JOIN `metrics` AS `wq_metrics_1` ON `wq_metrics_1`.`id` = `wq_notes_1`.`metric_id`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `wq_metrics_1`.`id` = %(metric)s) AS `samples` GROUP BY `samples`.`grp`) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

SELECT `samples`.`bucket`, `samples`.`grp`, percentile(CAST(`samples`.`v0` AS DOUBLE), CAST(%(param_1)s AS DOUBLE)) AS `result`, count(`samples`.`v0`) AS `n`, count(DISTINCT CASE WHEN (`samples`.`v0` IS NOT NULL) THEN `samples`.`rid` END) AS `records`
FROM (SELECT ((unix_seconds(`calls`.`at`) - %(edges0_start0)s) div %(edges0_length0)s) AS `bucket`, `wq_agents_1`.`name` AS `grp`, CASE WHEN length(`wq_notes_1`.`value`) <= 400 AND translate(`wq_notes_1`.`value`, '-+.eE0123456789', '') = '' AND `wq_notes_1`.`value` RLIKE '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$' AND abs(try_cast(`wq_notes_1`.`value` AS DOUBLE)) <= 1.7976931348623157e308 THEN try_cast(`wq_notes_1`.`value` AS DOUBLE) END AS `v0`, `calls`.`id` AS `rid`
FROM `calls` LEFT OUTER JOIN `agents` AS `wq_agents_1` ON `wq_agents_1`.`id` = `calls`.`agent_id` JOIN `notes` AS `wq_notes_1` ON `wq_notes_1`.`call_id` = `calls`.`id` LEFT OUTER JOIN `metrics` AS `wq_metrics_1` ON `wq_metrics_1`.`id` = `wq_notes_1`.`metric_id`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `wq_metrics_1`.`id` = %(metric)s) AS `samples` GROUP BY `samples`.`bucket`, `samples`.`grp`

-- bar, compared

SELECT `anon_1`.`bucket` AS `bucket`, `anon_1`.`position` AS `position`, `anon_1`.`grp` AS `grp`, max(`anon_1`.`v0_max`) AS `result`, CAST(coalesce(sum(`anon_1`.`v0_n`), %(coalesce_1)s) AS BIGINT) AS `n`
FROM (SELECT `anon_2`.`k0` AS `k0`, `anon_2`.`n` AS `n`, `anon_2`.`v0_n` AS `v0_n`, `anon_2`.`v0_max` AS `v0_max`, `anon_2`.`bucket` AS `bucket`, CASE WHEN (`anon_2`.`place` <= %(place_1)s) THEN `anon_2`.`place` - %(place_2)s ELSE %(param_1)s END AS `position`, CASE WHEN (`anon_2`.`place` <= %(place_1)s) THEN `anon_2`.`k0` END AS `grp`
FROM (SELECT `anon_3`.`k0` AS `k0`, `anon_3`.`n` AS `n`, `anon_3`.`v0_n` AS `v0_n`, `anon_3`.`v0_max` AS `v0_max`, `anon_3`.`bucket` AS `bucket`, dense_rank() OVER (ORDER BY `anon_3`.`samples_of_group` DESC, `anon_3`.`k0` IS NULL ASC, `anon_3`.`k0` COLLATE UTF8_BINARY ASC) AS `place`
FROM (SELECT `cells`.`k0` AS `k0`, `cells`.`n` AS `n`, `cells`.`v0_n` AS `v0_n`, `cells`.`v0_max` AS `v0_max`, `cells`.`bucket` AS `bucket`, sum(`cells`.`v0_n`) OVER (PARTITION BY `cells`.`k0`) AS `samples_of_group`
FROM (SELECT `samples`.`k0` AS `k0`, `samples`.`bucket` AS `bucket`, count(*) AS `n`, count(`samples`.`v0`) AS `v0_n`, max(`samples`.`v0`) AS `v0_max`
FROM (SELECT `calls`.`topic` AS `k0`, ((unix_seconds(`calls`.`at`) - %(edges1_start0)s) div %(edges1_length0)s) AS `bucket`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`k0`, `samples`.`bucket`) AS `cells`) AS `anon_3`) AS `anon_2`) AS `anon_1` GROUP BY `anon_1`.`bucket`, `anon_1`.`position`, `anon_1`.`grp`

SELECT `anon_1`.`bucket` AS `bucket`, `anon_1`.`position` AS `position`, `anon_1`.`grp` AS `grp`, max(`anon_1`.`v0_max`) AS `result`, CAST(coalesce(sum(`anon_1`.`v0_n`), %(coalesce_1)s) AS BIGINT) AS `n`
FROM (SELECT `anon_2`.`k0` AS `k0`, `anon_2`.`n` AS `n`, `anon_2`.`v0_n` AS `v0_n`, `anon_2`.`v0_max` AS `v0_max`, `anon_2`.`bucket` AS `bucket`, CASE WHEN (`anon_2`.`place` <= %(place_1)s) THEN `anon_2`.`place` - %(place_2)s ELSE %(param_1)s END AS `position`, CASE WHEN (`anon_2`.`place` <= %(place_1)s) THEN `anon_2`.`k0` END AS `grp`
FROM (SELECT `anon_3`.`k0` AS `k0`, `anon_3`.`n` AS `n`, `anon_3`.`v0_n` AS `v0_n`, `anon_3`.`v0_max` AS `v0_max`, `anon_3`.`bucket` AS `bucket`, dense_rank() OVER (ORDER BY `anon_3`.`samples_of_group` DESC, `anon_3`.`k0` IS NULL ASC, `anon_3`.`k0` COLLATE UTF8_BINARY ASC) AS `place`
FROM (SELECT `cells`.`k0` AS `k0`, `cells`.`n` AS `n`, `cells`.`v0_n` AS `v0_n`, `cells`.`v0_max` AS `v0_max`, `cells`.`bucket` AS `bucket`, sum(`cells`.`v0_n`) OVER (PARTITION BY `cells`.`k0`) AS `samples_of_group`
FROM (SELECT `samples`.`k0` AS `k0`, `samples`.`bucket` AS `bucket`, count(*) AS `n`, count(`samples`.`v0`) AS `v0_n`, max(`samples`.`v0`) AS `v0_max`
FROM (SELECT `calls`.`topic` AS `k0`, ((unix_seconds(`calls`.`at`) - %(edges1_start0)s) div %(edges1_length0)s) AS `bucket`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`k0`, `samples`.`bucket`) AS `cells`) AS `anon_3`) AS `anon_2`) AS `anon_1` GROUP BY `anon_1`.`bucket`, `anon_1`.`position`, `anon_1`.`grp`

-- pie, compared

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT `samples`.`grp` AS `grp`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`topic` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `samples` GROUP BY `samples`.`grp`) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

SELECT `samples`.`grp`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`topic` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `samples` GROUP BY `samples`.`grp`

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT `samples`.`grp` AS `grp`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`topic` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `samples` GROUP BY `samples`.`grp`) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

SELECT `samples`.`grp`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`topic` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `samples` GROUP BY `samples`.`grp`

-- bar of the groups that are left, compared

SELECT `samples`.`grp`, sum(CAST(`samples`.`v0` AS DECIMAL(38, 0))) AS `result`, count(`samples`.`v0`) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`grp`
 LIMIT %(param_1)s

SELECT `samples`.`grp`, sum(CAST(`samples`.`v0` AS DECIMAL(38, 0))) AS `result`, count(`samples`.`v0`) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`grp`
 LIMIT %(param_1)s

SELECT `samples`.`bucket`, `samples`.`grp`, sum(CAST(`samples`.`v0` AS DECIMAL(38, 0))) AS `result`, count(`samples`.`v0`) AS `n`
FROM (SELECT ((unix_seconds(`calls`.`at`) - %(edges0_start0)s) div %(edges0_length0)s) AS `bucket`, CAST(CASE WHEN (`calls`.`topic` = url_decode(%(param_1)s)) THEN %(param_2)s ELSE %(param_3)s END AS INT) AS `grp`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`bucket`, `samples`.`grp`

SELECT `samples`.`bucket`, `samples`.`grp`, sum(CAST(`samples`.`v0` AS DECIMAL(38, 0))) AS `result`, count(`samples`.`v0`) AS `n`
FROM (SELECT ((unix_seconds(`calls`.`at`) - %(edges0_start0)s) div %(edges0_length0)s) AS `bucket`, CAST(CASE WHEN (`calls`.`topic` = url_decode(%(param_1)s)) THEN %(param_2)s ELSE %(param_3)s END AS INT) AS `grp`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`bucket`, `samples`.`grp`

-- table with its rest, compared

SELECT `samples`.`d0`, count(*) AS `m0`, count(*) AS `sample_count`
FROM (SELECT `calls`.`topic` AS `d0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`d0`
 LIMIT %(param_1)s

SELECT `samples`.`d0`, count(*) AS `m0`, count(*) AS `sample_count`
FROM (SELECT `calls`.`topic` AS `d0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`d0`
 LIMIT %(param_1)s

SELECT count(*) AS `m0`, count(*) AS `sample_count`
FROM (SELECT `samples`.`d0` AS `d0`
FROM (SELECT `calls`.`topic` AS `d0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples`
WHERE NOT (`samples`.`d0` IS NOT NULL AND `samples`.`d0` = url_decode(%(param_1)s))) AS `rest`

SELECT count(*) AS `m0`, count(*) AS `sample_count`
FROM (SELECT `samples`.`d0` AS `d0`
FROM (SELECT `calls`.`topic` AS `d0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples`
WHERE NOT (`samples`.`d0` IS NOT NULL AND `samples`.`d0` = url_decode(%(param_1)s))) AS `rest`

-- pies, compared

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT `samples`.`grp` AS `grp`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`ok` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`ok` IS NOT NULL) AS `samples` GROUP BY `samples`.`grp`) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

SELECT `samples`.`grp`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`ok` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`ok` IS NOT NULL) AS `samples` GROUP BY `samples`.`grp`

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT `samples`.`grp` AS `grp`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`ok` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`ok` IS NOT NULL) AS `samples` GROUP BY `samples`.`grp`) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

SELECT `samples`.`grp`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`ok` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`ok` IS NOT NULL) AS `samples` GROUP BY `samples`.`grp`

SELECT `samples`.`grp`, `samples`.`label`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`ok` AS `label`, `calls`.`ok` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`ok` IS NOT NULL) AS `samples` GROUP BY `samples`.`grp`, `samples`.`label`
 LIMIT %(param_1)s

SELECT `samples`.`grp`, `samples`.`label`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`ok` AS `label`, `calls`.`ok` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`ok` IS NOT NULL) AS `samples` GROUP BY `samples`.`grp`, `samples`.`label`
 LIMIT %(param_1)s

-- table, compared

SELECT `samples`.`d0`, `samples`.`d1`, count(*) AS `m0`, count(*) AS `sample_count`
FROM (SELECT `calls`.`topic` AS `d0`, ((unix_seconds(`calls`.`at`) - %(edges1_start0)s) div %(edges1_length0)s) AS `d1`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`d0`, `samples`.`d1`
 LIMIT %(param_1)s

SELECT `samples`.`d0`, `samples`.`d1`, count(*) AS `m0`, count(*) AS `sample_count`
FROM (SELECT `calls`.`topic` AS `d0`, ((unix_seconds(`calls`.`at`) - %(edges1_start0)s) div %(edges1_length0)s) AS `d1`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`d0`, `samples`.`d1`
 LIMIT %(param_1)s

SELECT count(*) AS `m0`, count(*) AS `n`
FROM (SELECT `calls`.`id` AS `one`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples`

SELECT count(*) AS `m0`, count(*) AS `n`
FROM (SELECT `calls`.`id` AS `one`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples`

-- bar over windows

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT `samples`.`grp` AS `grp`, count(`samples`.`v0`) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`grp`) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

SELECT `samples`.`bucket`, `samples`.`grp`, sum(CAST(`samples`.`v0` AS DECIMAL(38, 0))) AS `result`, count(`samples`.`v0`) AS `result_number`, count(`samples`.`v0`) AS `n`
FROM (SELECT ((unix_seconds(`calls`.`at`) - %(edges0_start0)s) div %(edges0_length0)s) AS `bucket`, CAST(CASE WHEN (`calls`.`topic` = url_decode(%(param_1)s)) THEN %(param_2)s WHEN (`calls`.`topic` = url_decode(%(param_3)s)) THEN %(param_4)s ELSE %(param_5)s END AS INT) AS `grp`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`bucket`, `samples`.`grp`

-- bar over windows, of values

SELECT `samples`.`bucket`, percentile(CAST(`samples`.`v0` AS DOUBLE), CAST(%(param_1)s AS DOUBLE)) AS `result`, count(`samples`.`v0`) AS `n`
FROM (SELECT %(param_2)s AS `bucket`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`bucket`

SELECT `samples`.`bucket`, percentile(CAST(`samples`.`v0` AS DOUBLE), CAST(%(param_1)s AS DOUBLE)) AS `result`, count(`samples`.`v0`) AS `n`
FROM (SELECT %(param_2)s AS `bucket`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`bucket`

SELECT `samples`.`bucket`, percentile(CAST(`samples`.`v0` AS DOUBLE), CAST(%(param_1)s AS DOUBLE)) AS `result`, count(`samples`.`v0`) AS `n`
FROM (SELECT %(param_2)s AS `bucket`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`bucket`

-- bar of measures over windows, by group

SELECT `grouped`.`grp`, `grouped`.`m0_n`
FROM (SELECT `samples`.`grp` AS `grp`, count(`samples`.`v0`) AS `m0_n`
FROM (SELECT `marked`.`grp` AS `grp`, `marked`.`mark0` AS `v0`
FROM (SELECT `calls`.`topic` AS `grp`, CASE WHEN (`calls`.`ok` = %(w0_0)s) THEN %(param_1)s END AS `mark0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `marked`) AS `samples` GROUP BY `samples`.`grp`) AS `grouped` ORDER BY `grouped`.`m0_n` IS NULL ASC, `grouped`.`m0_n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` COLLATE UTF8_BINARY ASC
 LIMIT %(param_2)s

SELECT `samples`.`bucket`, `samples`.`grp`, count(`samples`.`v0`) AS `m0`, count(`samples`.`v0`) AS `m0_n`, sum(CAST(`samples`.`v1` AS DECIMAL(38, 0))) AS `m1`, count(`samples`.`v1`) AS `m1_number`, count(`samples`.`v1`) AS `m1_n`, count(*) AS `n`
FROM (SELECT `marked`.`bucket` AS `bucket`, `marked`.`grp` AS `grp`, `marked`.`v1` AS `v1`, `marked`.`mark0` AS `v0`
FROM (SELECT ((unix_seconds(`calls`.`at`) - %(edges0_start0)s) div %(edges0_length0)s) AS `bucket`, CAST(CASE WHEN (`calls`.`topic` = url_decode(%(param_1)s)) THEN %(param_2)s WHEN (`calls`.`topic` = url_decode(%(param_3)s)) THEN %(param_4)s ELSE %(param_5)s END AS INT) AS `grp`, `calls`.`seconds` AS `v1`, CASE WHEN (`calls`.`ok` = %(w0_0)s) THEN %(param_6)s END AS `mark0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `marked`) AS `samples` GROUP BY `samples`.`bucket`, `samples`.`grp`

SELECT count(`samples`.`v0`) AS `m0`
FROM (SELECT `marked`.`one` AS `one`, `marked`.`mark0` AS `v0`
FROM (SELECT `calls`.`id` AS `one`, CASE WHEN (`calls`.`ok` = %(w0_0)s) THEN %(param_1)s END AS `mark0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `marked`) AS `samples`

-- bar of measures over labels

SELECT `grouped`.`grp`, `grouped`.`m0_n`
FROM (SELECT `samples`.`grp` AS `grp`, count(`samples`.`v0`) AS `m0_n`
FROM (SELECT `marked`.`grp` AS `grp`, `marked`.`mark0` AS `v0`
FROM (SELECT `calls`.`topic` AS `grp`, CASE WHEN (`calls`.`ok` = %(w0_0)s) THEN %(param_1)s END AS `mark0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `marked`) AS `samples` GROUP BY `samples`.`grp`) AS `grouped` ORDER BY `grouped`.`m0_n` IS NULL ASC, `grouped`.`m0_n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` COLLATE UTF8_BINARY ASC
 LIMIT %(param_2)s

SELECT `samples`.`grp`, count(`samples`.`v0`) AS `m0`, count(`samples`.`v0`) AS `m0_n`, sum(CAST(`samples`.`v1` AS DECIMAL(38, 0))) AS `m1`, count(`samples`.`v1`) AS `m1_n`, count(*) AS `n`
FROM (SELECT `marked`.`grp` AS `grp`, `marked`.`v1` AS `v1`, `marked`.`mark0` AS `v0`
FROM (SELECT CAST(CASE WHEN (`calls`.`topic` = url_decode(%(param_1)s)) THEN %(param_2)s ELSE %(param_3)s END AS INT) AS `grp`, `calls`.`seconds` AS `v1`, CASE WHEN (`calls`.`ok` = %(w0_0)s) THEN %(param_4)s END AS `mark0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `marked`) AS `samples` GROUP BY `samples`.`grp`

SELECT count(`samples`.`v0`) AS `m0`
FROM (SELECT `marked`.`one` AS `one`, `marked`.`mark0` AS `v0`
FROM (SELECT `calls`.`id` AS `one`, CASE WHEN (`calls`.`ok` = %(w0_0)s) THEN %(param_1)s END AS `mark0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `marked`) AS `samples`

SELECT count(`samples`.`v0`) AS `m0_n`
FROM (SELECT `marked`.`one` AS `one`, `marked`.`mark0` AS `v0`
FROM (SELECT `calls`.`id` AS `one`, CASE WHEN (`calls`.`ok` = %(w0_0)s) THEN %(param_1)s END AS `mark0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `marked`) AS `samples`

-- bar over labels, by group

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT `samples`.`grp` AS `grp`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `samples` GROUP BY `samples`.`grp`) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

SELECT `samples`.`grp`, count(*) AS `result`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `samples` GROUP BY `samples`.`grp`

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT `samples`.`grp` AS `grp`, count(*) AS `n`
FROM (SELECT `calls`.`ok` AS `grp`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `samples` GROUP BY `samples`.`grp`) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` ASC
 LIMIT %(param_1)s

SELECT `samples`.`x`, `samples`.`grp`, count(*) AS `result`, count(*) AS `n`
FROM (SELECT CAST(CASE WHEN (`calls`.`topic` = url_decode(%(param_1)s)) THEN %(param_2)s WHEN (`calls`.`topic` = url_decode(%(param_3)s)) THEN %(param_4)s ELSE %(param_5)s END AS INT) AS `x`, `calls`.`ok` AS `grp`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `samples` GROUP BY `samples`.`x`, `samples`.`grp`
 LIMIT %(param_6)s

SELECT count(*) AS `n`
FROM (SELECT `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples`

-- bar over a part of time

SELECT `samples`.`x`, avg(CAST(`samples`.`v0` AS DOUBLE)) AS `result`, count(`samples`.`v0`) AS `n`
FROM (SELECT mod(((unix_seconds(`calls`.`at`) + 62162035200) div 3600), 24) AS `x`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`x`
 LIMIT %(param_1)s

-- bar of shares

SELECT `samples`.`bucket`, count(*) AS `total`, count(`samples`.`v0`) AS `evaluated`
FROM (SELECT ((unix_seconds(`calls`.`at`) - %(edges0_start0)s) div %(edges0_length0)s) AS `bucket`, `calls`.`topic` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`bucket`

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT `samples`.`grp` AS `grp`, count(`samples`.`v0`) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`topic` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `samples` GROUP BY `samples`.`grp`) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

SELECT `samples`.`bucket`, `samples`.`grp`, count(`samples`.`v0`) AS `n`, count(`samples`.`v0`) AS `records`
FROM (SELECT ((unix_seconds(`calls`.`at`) - %(edges0_start0)s) div %(edges0_length0)s) AS `bucket`, `calls`.`topic` AS `grp`, `calls`.`topic` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `samples` GROUP BY `samples`.`bucket`, `samples`.`grp`
 LIMIT %(param_1)s

-- pie

SELECT `counts`.`label`, `counts`.`n`, sum(`counts`.`n`) OVER () AS `total`
FROM (SELECT `samples`.`label` AS `label`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `label`, `calls`.`topic` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `samples` GROUP BY `samples`.`label`) AS `counts` ORDER BY `counts`.`n` DESC, `counts`.`label` IS NULL ASC, `counts`.`label` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

-- histogram

SELECT `samples`.`bin`, count(*) AS `n`
FROM (SELECT CASE WHEN `calls`.`seconds` IS NOT NULL THEN CASE WHEN `calls`.`seconds` < %(bin0_0)s THEN %(param_1)s WHEN `calls`.`seconds` < %(bin0_1)s THEN %(param_2)s WHEN `calls`.`seconds` < %(bin0_2)s THEN %(param_3)s ELSE %(param_4)s END END AS `bin`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`bin`

-- line, thinned

SELECT `calls`.`id` AS `id`, unix_micros(`calls`.`at`) AS `ts`, `calls`.`score` AS `value`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND (`calls`.`score` BETWEEN -1.7976931348623157e308D AND 1.7976931348623157e308D)
 LIMIT %(param_1)s

SELECT unix_micros(min(`calls`.`at`)) AS `anon_1`, unix_micros(max(`calls`.`at`)) AS `anon_2`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND (`calls`.`score` BETWEEN -1.7976931348623157e308D AND 1.7976931348623157e308D)

SELECT `ranked`.`id`, unix_micros(`ranked`.`ts`) AS `ts`, `ranked`.`value`, `ranked`.`total`
FROM (SELECT `numbered`.`id` AS `id`, `numbered`.`ts` AS `ts`, `numbered`.`value` AS `value`, `numbered`.`stretch` AS `stretch`, `numbered`.`total` AS `total`, `numbered`.`place` AS `place`, `numbered`.`lowest` AS `lowest`, `numbered`.`highest` AS `highest`, max(`numbered`.`place`) OVER (PARTITION BY `numbered`.`stretch`) AS `latest`, min(CASE WHEN (`numbered`.`value` = `numbered`.`lowest`) THEN `numbered`.`place` END) OVER (PARTITION BY `numbered`.`stretch`) AS `lowest_place`, min(CASE WHEN (`numbered`.`value` = `numbered`.`highest`) THEN `numbered`.`place` END) OVER (PARTITION BY `numbered`.`stretch`) AS `highest_place`
FROM (SELECT `found`.`id` AS `id`, `found`.`ts` AS `ts`, `found`.`value` AS `value`, `found`.`stretch` AS `stretch`, `found`.`total` AS `total`, row_number() OVER (PARTITION BY `found`.`stretch` ORDER BY `found`.`ts` ASC, `found`.`id` ASC, `found`.`value` ASC) AS `place`, min(`found`.`value`) OVER (PARTITION BY `found`.`stretch`) AS `lowest`, max(`found`.`value`) OVER (PARTITION BY `found`.`stretch`) AS `highest`
FROM (SELECT `placed`.`id` AS `id`, `placed`.`ts` AS `ts`, `placed`.`value` AS `value`, `placed`.`stretch` AS `stretch`, `totals`.`total` AS `total`
FROM (SELECT `points`.`id` AS `id`, `points`.`ts` AS `ts`, `points`.`value` AS `value`, ((unix_micros(`points`.`ts`) - %(stretch_start)s) div %(stretch_width)s) AS `stretch`
FROM (SELECT `calls`.`id` AS `id`, `calls`.`at` AS `ts`, `calls`.`score` AS `value`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND (`calls`.`score` BETWEEN -1.7976931348623157e308D AND 1.7976931348623157e308D)) AS `points`) AS `placed` JOIN (SELECT `stretches`.`stretch` AS `stretch`, `stretches`.`n` AS `n`, `stretches`.`earliest` AS `earliest`, `stretches`.`latest` AS `latest`, `stretches`.`lowest` AS `lowest`, `stretches`.`highest` AS `highest`, sum(`stretches`.`n`) OVER () AS `total`
FROM (SELECT `placed`.`stretch` AS `stretch`, count(*) AS `n`, min(`placed`.`ts`) AS `earliest`, max(`placed`.`ts`) AS `latest`, min(`placed`.`value`) AS `lowest`, max(`placed`.`value`) AS `highest`
FROM (SELECT `points`.`id` AS `id`, `points`.`ts` AS `ts`, `points`.`value` AS `value`, ((unix_micros(`points`.`ts`) - %(stretch_start)s) div %(stretch_width)s) AS `stretch`
FROM (SELECT `calls`.`id` AS `id`, `calls`.`at` AS `ts`, `calls`.`score` AS `value`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND (`calls`.`score` BETWEEN -1.7976931348623157e308D AND 1.7976931348623157e308D)) AS `points`) AS `placed` GROUP BY `placed`.`stretch`
 LIMIT %(param_1)s) AS `stretches`) AS `totals` ON `placed`.`stretch` = `totals`.`stretch`
WHERE `placed`.`value` = `totals`.`lowest` OR `placed`.`value` = `totals`.`highest` OR `placed`.`ts` = `totals`.`earliest` OR `placed`.`ts` = `totals`.`latest`) AS `found`) AS `numbered`) AS `ranked`
WHERE `ranked`.`place` = %(place_1)s OR `ranked`.`place` = `ranked`.`latest` OR `ranked`.`place` = `ranked`.`lowest_place` OR `ranked`.`place` = `ranked`.`highest_place`

-- stat

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT `samples`.`grp` AS `grp`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`grp`) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

SELECT `samples`.`grp`, count(*) AS `s0_0`, count(`samples`.`v0`) AS `s1_0`, avg(CAST(`samples`.`v1` AS INTEGER)) AS `s2_0`, avg(CAST(`samples`.`v2` AS DOUBLE)) AS `s3_0`, sum(CAST(`samples`.`v2` AS DECIMAL(38, 0))) AS `s4_0`, min(`samples`.`v2`) AS `s5_0`, unix_micros(max(`samples`.`v3`)) AS `s6_0`, percentile(CAST(`samples`.`v2` AS DOUBLE), CAST(%(param_1)s AS DOUBLE)) AS `s7_0`, percentile(CAST(`samples`.`v2` AS DOUBLE), CAST(%(param_2)s AS DOUBLE)) AS `s8_0`, count(DISTINCT `samples`.`v0`) AS `s9_0`, sum(`samples`.`v4`) AS `s10_0`, count(*) AS `s10_1`, sum(`samples`.`v4`) AS `s11_0`, count(`samples`.`v5`) AS `s11_1`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`topic` AS `v0`, `calls`.`ok` AS `v1`, `calls`.`seconds` AS `v2`, CASE WHEN `calls`.`seen` >= TIMESTAMP '0001-01-01 00:00:00+00:00' AND `calls`.`seen` <= TIMESTAMP '9999-12-31 23:59:59.999999+00:00' THEN `calls`.`seen` END AS `v3`, `calls`.`cost` AS `v4`, CASE WHEN `calls`.`score` BETWEEN -1.7976931348623157e308D AND 1.7976931348623157e308D THEN `calls`.`score` END AS `v5`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`grp`

-- stat of measures

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT `samples`.`grp` AS `grp`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`grp`) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

SELECT `main`.`grp`, `main`.`m0`, `main`.`m0_n`, `main`.`m1`, `main`.`n`, `all_0`.`m2_of`
FROM (SELECT `samples`.`grp` AS `grp`, count(`samples`.`v0`) AS `m0`, count(`samples`.`v0`) AS `m0_n`, percentile(CAST(`samples`.`v1` AS DOUBLE), CAST(%(param_1)s AS DOUBLE)) AS `m1`, count(*) AS `n`
FROM (SELECT `marked`.`grp` AS `grp`, `marked`.`v1` AS `v1`, `marked`.`mark0` AS `v0`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`seconds` AS `v1`, CASE WHEN (`calls`.`ok` = %(w0_0)s) THEN %(param_2)s END AS `mark0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `marked`) AS `samples` GROUP BY `samples`.`grp`) AS `main` LEFT OUTER JOIN (SELECT `samples`.`grp` AS `grp`, count(`samples`.`v0`) AS `m2_of`
FROM (SELECT `marked`.`grp` AS `grp`, `marked`.`v1` AS `v1`, `marked`.`mark0` AS `v0`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`seconds` AS `v1`, CASE WHEN (`calls`.`ok` = %(w0_0)s) THEN %(param_2)s END AS `mark0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `marked`) AS `samples` GROUP BY `samples`.`grp`) AS `all_0` ON `main`.`grp` IS NOT DISTINCT FROM `all_0`.`grp`

-- list

SELECT `calls`.`id` AS `id`, unix_micros(`calls`.`at`) AS `ts`, `calls`.`cost` AS `c0`, transform(array(try_element_at(try_variant_get(try_parse_json(`calls`.`meta`), '$', 'map<string,variant>'), url_decode(%(param_1)s))), wq_v -> CASE WHEN schema_of_variant(wq_v) IN ('STRING', 'BOOLEAN', 'BIGINT') THEN CAST(wq_v AS STRING) WHEN schema_of_variant(wq_v) = 'DOUBLE' OR startswith(schema_of_variant(wq_v), 'DECIMAL') THEN CASE WHEN abs(CAST(wq_v AS DOUBLE)) <= 1.7976931348623157e308 THEN transform(array(CAST(wq_v AS DOUBLE)), wq_d -> CASE WHEN wq_d = 0 THEN '0' ELSE CASE WHEN wq_d < 0 THEN '-' ELSE '' END || CASE WHEN abs(wq_d) < 2.2250738585072014e-308 THEN transform(array(format_number(CAST(abs(wq_d) * pow(2D, 537) * pow(2D, 537) AS DECIMAL(16, 0)) * 4.940656458412465441766BD, '0.00000000000000E0')), wq_s -> '0.' || repeat('0', 323 - CAST(substr(wq_s, 18) AS INTEGER)) || trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)))[0] ELSE transform(array(CASE WHEN abs(wq_d) >= 1e15 AND abs(wq_d) < 9.2e18 AND wq_d = floor(wq_d) THEN format_number(abs(CAST(wq_d AS BIGINT)), '0.00000000000000E0') ELSE format_number(abs(wq_d), '0.00000000000000E0') END), wq_s -> CASE WHEN CAST(substr(wq_s, 18) AS INTEGER) < 0 THEN '0.' || repeat('0', -CAST(substr(wq_s, 18) AS INTEGER) - 1) || trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)) WHEN CAST(substr(wq_s, 18) AS INTEGER) >= length(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14))) - 1 THEN trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)) || repeat('0', CAST(substr(wq_s, 18) AS INTEGER) - length(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14))) + 1) ELSE substr(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)), 1, CAST(substr(wq_s, 18) AS INTEGER) + 1) || '.' || substr(trim(TRAILING '0' FROM substr(wq_s, 1, 1) || substr(wq_s, 3, 14)), CAST(substr(wq_s, 18) AS INTEGER) + 2) END)[0] END END)[0] END END)[0] AS `c1`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) ORDER BY `calls`.`at` DESC, `calls`.`id` DESC
 LIMIT %(param_2)s

-- list of related rows, in an order, the second page

SELECT `samples`.`id`, `samples`.`id0`, unix_micros(`samples`.`ts`) AS `ts`, `samples`.`d0`
FROM (SELECT `calls`.`id` AS `id`, `calls`.`id` AS `id0`, `calls`.`at` AS `ts`, `wq_notes_1`.`value` AS `d0`
FROM `calls` JOIN `notes` AS `wq_notes_1` ON `wq_notes_1`.`call_id` = `calls`.`id`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples`
WHERE `samples`.`d0` COLLATE UTF8_BINARY > url_decode(%(after_d0)s) OR `samples`.`d0` COLLATE UTF8_BINARY IS NULL OR `samples`.`d0` COLLATE UTF8_BINARY = url_decode(%(after_d0)s) AND (`samples`.`ts` < CAST(%(after_ts)s AS TIMESTAMP) OR `samples`.`ts` >= CAST(%(after_ts)s AS TIMESTAMP) AND `samples`.`ts` < CAST(%(after_ts_next)s AS TIMESTAMP) AND (`samples`.`id0` < %(after_id0)s OR `samples`.`id0` = %(after_id0)s)) ORDER BY `samples`.`d0` IS NULL ASC, `samples`.`d0` COLLATE UTF8_BINARY ASC, `samples`.`ts` DESC, `samples`.`id0` DESC, `samples`.`d0` IS NULL ASC, `samples`.`d0` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

-- table, the second page

SELECT `placed`.`d0`, `placed`.`m0`, `placed`.`sample_count`, `placed`.`all_groups`, `placed`.`all_left`, `placed`.`up_to`, `placed`.`place`
FROM (SELECT `grouped`.`d0` AS `d0`, `grouped`.`m0` AS `m0`, `grouped`.`sample_count` AS `sample_count`, count(*) OVER () AS `all_groups`, sum(`grouped`.`sample_count`) OVER () AS `all_left`, sum(`grouped`.`sample_count`) OVER (ORDER BY `grouped`.`sample_count` IS NULL ASC, `grouped`.`sample_count` DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` COLLATE UTF8_BINARY ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS `up_to`, row_number() OVER (ORDER BY `grouped`.`sample_count` IS NULL ASC, `grouped`.`sample_count` DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` COLLATE UTF8_BINARY ASC) AS `place`
FROM (SELECT `samples`.`d0` AS `d0`, count(*) AS `m0`, count(*) AS `sample_count`
FROM (SELECT `calls`.`topic` AS `d0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`d0`) AS `grouped`) AS `placed`
WHERE `placed`.`place` > %(place_1)s AND `placed`.`place` <= %(place_2)s ORDER BY `placed`.`place` ASC

-- bar of the groups that are left

SELECT `samples`.`grp`, avg(CAST(`samples`.`v0` AS DOUBLE)) AS `result`, count(`samples`.`v0`) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`grp`
 LIMIT %(param_1)s

SELECT `samples`.`bucket`, `samples`.`grp`, avg(CAST(`samples`.`v0` AS DOUBLE)) AS `result`, count(`samples`.`v0`) AS `n`
FROM (SELECT ((unix_seconds(`calls`.`at`) - %(edges0_start0)s) div %(edges0_length0)s) AS `bucket`, CAST(CASE WHEN (`calls`.`topic` = url_decode(%(param_1)s)) THEN %(param_2)s ELSE %(param_3)s END AS INT) AS `grp`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`bucket`, `samples`.`grp`

-- bar of measures, by the groups that are left

SELECT `samples`.`grp`, sum(CAST(`samples`.`v0` AS DECIMAL(38, 0))) AS `m0`, count(`samples`.`v0`) AS `m0_n`, count(*) AS `m1`, count(*) AS `m1_n`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`grp`
 LIMIT %(param_1)s

SELECT `samples`.`bucket`, `samples`.`grp`, sum(CAST(`samples`.`v0` AS DECIMAL(38, 0))) AS `m0`, count(`samples`.`v0`) AS `m0_n`, count(*) AS `m1`, count(*) AS `m1_n`, count(*) AS `n`
FROM (SELECT ((unix_seconds(`calls`.`at`) - %(edges0_start0)s) div %(edges0_length0)s) AS `bucket`, CAST(CASE WHEN (`calls`.`topic` = url_decode(%(param_1)s)) THEN %(param_2)s ELSE %(param_3)s END AS INT) AS `grp`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`bucket`, `samples`.`grp`

-- bar over the labels that are left

SELECT `samples`.`grp`, avg(CAST(`samples`.`v0` AS DOUBLE)) AS `result`, count(`samples`.`v0`) AS `n`
FROM (SELECT `calls`.`topic` AS `grp`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `samples` GROUP BY `samples`.`grp`
 LIMIT %(param_1)s

SELECT `samples`.`grp`, avg(CAST(`samples`.`v0` AS DOUBLE)) AS `result`, count(`samples`.`v0`) AS `n`
FROM (SELECT CAST(CASE WHEN (`calls`.`topic` = url_decode(%(param_1)s)) THEN %(param_2)s ELSE %(param_3)s END AS INT) AS `grp`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `samples` GROUP BY `samples`.`grp`

SELECT count(`samples`.`v0`) AS `n`
FROM (SELECT `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples`

SELECT count(`samples`.`v0`) AS `n`
FROM (SELECT `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP) AND `calls`.`topic` IS NOT NULL) AS `samples`

-- pivot with its rests

SELECT percentile(CAST(`samples`.`v0` AS DOUBLE), CAST(%(param_1)s AS DOUBLE)) AS `m0`, count(*) AS `n`
FROM (SELECT `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples`

SELECT `grouped`.`d0`, `grouped`.`d1`, `grouped`.`m0`, `grouped`.`n`
FROM (SELECT `samples`.`d0` AS `d0`, `samples`.`d1` AS `d1`, percentile(CAST(`samples`.`v0` AS DOUBLE), CAST(%(param_1)s AS DOUBLE)) AS `m0`, count(*) AS `n`
FROM (SELECT `calls`.`topic` AS `d0`, `calls`.`ok` AS `d1`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`d0`, `samples`.`d1`) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` COLLATE UTF8_BINARY ASC, `grouped`.`d1` IS NULL ASC, `grouped`.`d1` ASC
 LIMIT %(param_2)s

SELECT `grouped`.`d2`, `grouped`.`m0`, `grouped`.`n`
FROM (SELECT `samples`.`d2` AS `d2`, percentile(CAST(`samples`.`v0` AS DOUBLE), CAST(%(param_1)s AS DOUBLE)) AS `m0`, count(*) AS `n`
FROM (SELECT ((unix_seconds(`calls`.`at`) - %(edges0_start0)s) div %(edges0_length0)s) AS `d2`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`d2`) AS `grouped` ORDER BY `grouped`.`d2` IS NULL ASC, `grouped`.`d2` ASC
 LIMIT %(param_2)s

SELECT `ranks`.`rows_rank`, `ranks`.`d2`, percentile(CAST(`ranks`.`v0` AS DOUBLE), CAST(%(param_1)s AS DOUBLE)) AS `m0`, count(*) AS `n`
FROM (SELECT CAST(CASE WHEN (`samples`.`d0` IS NOT NULL AND `samples`.`d0` = url_decode(%(param_2)s) AND `samples`.`d1` IS NULL) THEN %(param_3)s ELSE %(param_4)s END AS INT) AS `rows_rank`, `samples`.`d2` AS `d2`, `samples`.`v0` AS `v0`
FROM (SELECT `calls`.`topic` AS `d0`, `calls`.`ok` AS `d1`, ((unix_seconds(`calls`.`at`) - %(edges2_start0)s) div %(edges2_length0)s) AS `d2`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples`) AS `ranks` GROUP BY `ranks`.`rows_rank`, `ranks`.`d2`

-- table with its rest, of shares and rates

SELECT `grouped`.`d0`, `grouped`.`d1`, `grouped`.`m0`, `grouped`.`sample_count`, `grouped`.`m1_of`
FROM (SELECT `main`.`d0` AS `d0`, `main`.`d1` AS `d1`, `main`.`m0` AS `m0`, `main`.`sample_count` AS `sample_count`, `all_0`.`m1_of` AS `m1_of`
FROM (SELECT `samples`.`d0` AS `d0`, `samples`.`d1` AS `d1`, count(*) AS `m0`, count(*) AS `sample_count`
FROM (SELECT `calls`.`topic` AS `d0`, `calls`.`ok` AS `d1`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`d0`, `samples`.`d1`) AS `main` LEFT OUTER JOIN (SELECT `samples`.`d0` AS `d0`, count(*) AS `m1_of`
FROM (SELECT `calls`.`topic` AS `d0`, `calls`.`ok` AS `d1`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`d0`) AS `all_0` ON `main`.`d0` IS NOT DISTINCT FROM `all_0`.`d0`) AS `grouped` ORDER BY `grouped`.`sample_count` IS NULL ASC, `grouped`.`sample_count` DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` COLLATE UTF8_BINARY ASC, `grouped`.`d1` IS NULL ASC, `grouped`.`d1` ASC
 LIMIT %(param_1)s

SELECT count(*) AS `m0`, count(*) AS `sample_count`
FROM (SELECT `samples`.`d0` AS `d0`, `samples`.`d1` AS `d1`
FROM (SELECT `calls`.`topic` AS `d0`, `calls`.`ok` AS `d1`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples`
WHERE NOT (`samples`.`d0` IS NOT NULL AND `samples`.`d0` = url_decode(%(param_1)s) AND `samples`.`d1` IS NULL)) AS `rest`

SELECT count(*) AS `m0`
FROM (SELECT `samples`.`d0` AS `d0`
FROM (SELECT `calls`.`topic` AS `d0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples`
WHERE NOT (`samples`.`d0` IS NOT NULL AND `samples`.`d0` = url_decode(%(param_1)s))) AS `rest`

-- table with its rest

SELECT `grouped`.`d0`, `grouped`.`m0`, `grouped`.`sample_count`
FROM (SELECT `samples`.`d0` AS `d0`, avg(CAST(`samples`.`v0` AS DOUBLE)) AS `m0`, count(*) AS `sample_count`
FROM (SELECT `calls`.`topic` AS `d0`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`d0`) AS `grouped` ORDER BY `grouped`.`sample_count` IS NULL ASC, `grouped`.`sample_count` DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

SELECT avg(CAST(`rest`.`v0` AS DOUBLE)) AS `m0`, count(*) AS `sample_count`
FROM (SELECT `samples`.`d0` AS `d0`, `samples`.`v0` AS `v0`
FROM (SELECT `calls`.`topic` AS `d0`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples`
WHERE NOT (`samples`.`d0` IS NOT NULL AND `samples`.`d0` = url_decode(%(param_1)s))) AS `rest`

-- table

SELECT `grouped`.`d0`, `grouped`.`d1`, `grouped`.`m0`, `grouped`.`sample_count`, count(*) OVER () AS `all_groups`, sum(`grouped`.`sample_count`) OVER () AS `all_left`
FROM (SELECT `samples`.`d0` AS `d0`, `samples`.`d1` AS `d1`, percentile(CAST(`samples`.`v0` AS DOUBLE), CAST(%(param_1)s AS DOUBLE)) AS `m0`, count(*) AS `sample_count`
FROM (SELECT `wq_agents_1`.`name` AS `d0`, ((unix_seconds(`calls`.`at`) - %(edges1_start0)s) div %(edges1_length0)s) AS `d1`, `calls`.`seconds` AS `v0`
FROM `calls` LEFT OUTER JOIN `agents` AS `wq_agents_1` ON `wq_agents_1`.`id` = `calls`.`agent_id`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`d0`, `samples`.`d1`) AS `grouped` ORDER BY `grouped`.`m0` IS NULL ASC, `grouped`.`m0` DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` COLLATE UTF8_BINARY ASC, `grouped`.`d1` IS NULL ASC, `grouped`.`d1` ASC
 LIMIT %(param_2)s

-- table of parts and bins

SELECT `grouped`.`d0`, `grouped`.`d1`, `grouped`.`m0`, `grouped`.`sample_count`, count(*) OVER () AS `all_groups`, sum(`grouped`.`sample_count`) OVER () AS `all_left`
FROM (SELECT `samples`.`d0` AS `d0`, `samples`.`d1` AS `d1`, count(*) AS `m0`, count(*) AS `sample_count`
FROM (SELECT (mod((((unix_seconds(`calls`.`at`) + 62162035200) div 86400) + 2), 7) + 1) AS `d0`, CASE WHEN (`calls`.`score` BETWEEN -1.7976931348623157e308D AND 1.7976931348623157e308D) THEN CASE WHEN (`calls`.`score` < CAST(%(bin1_0)s AS DOUBLE) AND `calls`.`score` >= -1.7976931348623157e308D) THEN %(param_1)s WHEN (`calls`.`score` < CAST(%(bin1_1)s AS DOUBLE) AND `calls`.`score` >= -1.7976931348623157e308D) THEN %(param_2)s WHEN (`calls`.`score` < CAST(%(bin1_2)s AS DOUBLE) AND `calls`.`score` >= -1.7976931348623157e308D) THEN %(param_3)s ELSE %(param_4)s END END AS `d1`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`d0`, `samples`.`d1`) AS `grouped` ORDER BY `grouped`.`sample_count` IS NULL ASC, `grouped`.`sample_count` DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` ASC, `grouped`.`d1` IS NULL ASC, `grouped`.`d1` ASC
 LIMIT %(param_5)s

-- table of measures, sorted by a ratio

SELECT `grouped`.`d0`, `grouped`.`m0`, `grouped`.`m1`, `grouped`.`sample_count`, count(*) OVER () AS `all_groups`, sum(`grouped`.`sample_count`) OVER () AS `all_left`
FROM (SELECT `samples`.`d0` AS `d0`, sum(`samples`.`v0`) AS `m0`, count(*) AS `m1`, count(*) AS `sample_count`
FROM (SELECT `calls`.`topic` AS `d0`, `calls`.`cost` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples` GROUP BY `samples`.`d0`) AS `grouped` ORDER BY (CASE WHEN CAST(`grouped`.`m1` AS DOUBLE) = 0 THEN NULL WHEN abs(CAST(`grouped`.`m1` AS DOUBLE)) < 1 THEN CASE WHEN abs(CAST(`grouped`.`m0` AS DOUBLE)) >= abs(CAST(`grouped`.`m1` AS DOUBLE)) * 1.7e308 THEN NULL ELSE CAST(`grouped`.`m0` AS DOUBLE) / CAST(`grouped`.`m1` AS DOUBLE) END WHEN abs(CAST(`grouped`.`m0` AS DOUBLE)) < abs(CAST(`grouped`.`m1` AS DOUBLE)) * 2.3e-308 THEN 0e0 ELSE CAST(`grouped`.`m0` AS DOUBLE) / CAST(`grouped`.`m1` AS DOUBLE) END) IS NULL ASC, (CASE WHEN CAST(`grouped`.`m1` AS DOUBLE) = 0 THEN NULL WHEN abs(CAST(`grouped`.`m1` AS DOUBLE)) < 1 THEN CASE WHEN abs(CAST(`grouped`.`m0` AS DOUBLE)) >= abs(CAST(`grouped`.`m1` AS DOUBLE)) * 1.7e308 THEN NULL ELSE CAST(`grouped`.`m0` AS DOUBLE) / CAST(`grouped`.`m1` AS DOUBLE) END WHEN abs(CAST(`grouped`.`m0` AS DOUBLE)) < abs(CAST(`grouped`.`m1` AS DOUBLE)) * 2.3e-308 THEN 0e0 ELSE CAST(`grouped`.`m0` AS DOUBLE) / CAST(`grouped`.`m1` AS DOUBLE) END) DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` COLLATE UTF8_BINARY ASC
 LIMIT %(param_1)s

SELECT sum(`samples`.`v0`) AS `m0`, count(*) AS `m1`, count(*) AS `n`
FROM (SELECT `calls`.`cost` AS `v0`
FROM `calls`
WHERE `calls`.`at` >= CAST(%(start)s AS TIMESTAMP) AND `calls`.`at` < CAST(%(end)s AS TIMESTAMP)) AS `samples`
