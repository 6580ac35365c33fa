-- bar

SELECT intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s) AS `bucket`, avg(`calls`.`seconds`) AS `result`, count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s)

-- bar of a metric, by agent

SELECT `metrics`.`kind` AS `kind`, if(isValidUTF8(toString(`metrics`.`name`)), toString(`metrics`.`name`), NULL) AS `name`
FROM `metrics`
WHERE `metrics`.`id` = %(metric)s
 LIMIT %(param_1)s

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT if(isValidUTF8(toString(`wq_agents_1`.`name`)), toString(`wq_agents_1`.`name`), NULL) AS `grp`, count(CASE WHEN length(`wq_notes_1`.`value`) <= 400 AND match(`wq_notes_1`.`value`, '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$') AND isFinite(toFloat64OrNull(`wq_notes_1`.`value`)) THEN (toFloat64OrNull(`wq_notes_1`.`value`) + 0) END) AS `n`
FROM `calls` LEFT OUTER JOIN (SELECT toNullable(`id`) AS `id`, toNullable(`name`) AS `name` FROM `agents`) AS `wq_agents_1` ON `wq_agents_1`.`id` = `calls`.`agent_id` INNER JOIN `notes` AS `wq_notes_1` ON `wq_notes_1`.`call_id` = `calls`.`id` LEFT OUTER JOIN (SELECT toNullable(`id`) AS `id`, toNullable(`name`) AS `name`, toNullable(`kind`) AS `kind` FROM `metrics`) AS `wq_metrics_1` ON `wq_metrics_1`.`id` = `wq_notes_1`.`metric_id`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND `wq_metrics_1`.`id` = %(metric)s GROUP BY if(isValidUTF8(toString(`wq_agents_1`.`name`)), toString(`wq_agents_1`.`name`), NULL)) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` ASC
 LIMIT %(param_1)s

SELECT intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s) AS `bucket`, if(isValidUTF8(toString(`wq_agents_1`.`name`)), toString(`wq_agents_1`.`name`), NULL) AS `grp`, quantileExactInclusiveOrNull(%(param_1)s)(toFloat64(CASE WHEN length(`wq_notes_1`.`value`) <= 400 AND match(`wq_notes_1`.`value`, '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$') AND isFinite(toFloat64OrNull(`wq_notes_1`.`value`)) THEN (toFloat64OrNull(`wq_notes_1`.`value`) + 0) END)) AS `result`, count(CASE WHEN length(`wq_notes_1`.`value`) <= 400 AND match(`wq_notes_1`.`value`, '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$') AND isFinite(toFloat64OrNull(`wq_notes_1`.`value`)) THEN (toFloat64OrNull(`wq_notes_1`.`value`) + 0) END) AS `n`, count(DISTINCT CASE WHEN (CASE WHEN length(`wq_notes_1`.`value`) <= 400 AND match(`wq_notes_1`.`value`, '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$') AND isFinite(toFloat64OrNull(`wq_notes_1`.`value`)) THEN (toFloat64OrNull(`wq_notes_1`.`value`) + 0) END IS NOT NULL) THEN `calls`.`id` END) AS `records`
FROM `calls` LEFT OUTER JOIN (SELECT toNullable(`id`) AS `id`, toNullable(`name`) AS `name` FROM `agents`) AS `wq_agents_1` ON `wq_agents_1`.`id` = `calls`.`agent_id` INNER JOIN `notes` AS `wq_notes_1` ON `wq_notes_1`.`call_id` = `calls`.`id` LEFT OUTER JOIN (SELECT toNullable(`id`) AS `id`, toNullable(`name`) AS `name`, toNullable(`kind`) AS `kind` FROM `metrics`) AS `wq_metrics_1` ON `wq_metrics_1`.`id` = `wq_notes_1`.`metric_id`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND `wq_metrics_1`.`id` = %(metric)s GROUP BY intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s), if(isValidUTF8(toString(`wq_agents_1`.`name`)), toString(`wq_agents_1`.`name`), NULL)

-- bar, compared

SELECT `anon_1`.`bucket` AS `bucket`, `anon_1`.`position` AS `position`, `anon_1`.`grp` AS `grp`, max(toNullable(`anon_1`.`v0_max`)) AS `result`, CAST(coalesce(sum(`anon_1`.`v0_n`), %(coalesce_1)s) AS BIGINT) AS `n`
FROM (SELECT `anon_2`.`k0` AS `k0`, `anon_2`.`n` AS `n`, `anon_2`.`v0_n` AS `v0_n`, `anon_2`.`v0_max` AS `v0_max`, `anon_2`.`bucket` AS `bucket`, CASE WHEN (`anon_2`.`place` <= %(place_1)s) THEN `anon_2`.`place` - %(place_2)s ELSE %(param_1)s END AS `position`, CASE WHEN (`anon_2`.`place` <= %(place_1)s) THEN `anon_2`.`k0` END AS `grp`
FROM (SELECT `anon_3`.`k0` AS `k0`, `anon_3`.`n` AS `n`, `anon_3`.`v0_n` AS `v0_n`, `anon_3`.`v0_max` AS `v0_max`, `anon_3`.`bucket` AS `bucket`, dense_rank() OVER (ORDER BY `anon_3`.`samples_of_group` DESC, `anon_3`.`k0` IS NULL ASC, `anon_3`.`k0` ASC) AS `place`
FROM (SELECT `cells`.`k0` AS `k0`, `cells`.`n` AS `n`, `cells`.`v0_n` AS `v0_n`, `cells`.`v0_max` AS `v0_max`, `cells`.`bucket` AS `bucket`, sum(`cells`.`v0_n`) OVER (PARTITION BY `cells`.`k0`) AS `samples_of_group`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `k0`, intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges1_start0)s), %(edges1_length0)s) AS `bucket`, count(*) AS `n`, count(`calls`.`seconds`) AS `v0_n`, max(toNullable(`calls`.`seconds`)) AS `v0_max`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL), intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges1_start0)s), %(edges1_length0)s)) AS `cells`) AS `anon_3`) AS `anon_2`) AS `anon_1` GROUP BY `anon_1`.`bucket`, `anon_1`.`position`, `anon_1`.`grp`

SELECT `anon_1`.`bucket` AS `bucket`, `anon_1`.`position` AS `position`, `anon_1`.`grp` AS `grp`, max(toNullable(`anon_1`.`v0_max`)) AS `result`, CAST(coalesce(sum(`anon_1`.`v0_n`), %(coalesce_1)s) AS BIGINT) AS `n`
FROM (SELECT `anon_2`.`k0` AS `k0`, `anon_2`.`n` AS `n`, `anon_2`.`v0_n` AS `v0_n`, `anon_2`.`v0_max` AS `v0_max`, `anon_2`.`bucket` AS `bucket`, CASE WHEN (`anon_2`.`place` <= %(place_1)s) THEN `anon_2`.`place` - %(place_2)s ELSE %(param_1)s END AS `position`, CASE WHEN (`anon_2`.`place` <= %(place_1)s) THEN `anon_2`.`k0` END AS `grp`
FROM (SELECT `anon_3`.`k0` AS `k0`, `anon_3`.`n` AS `n`, `anon_3`.`v0_n` AS `v0_n`, `anon_3`.`v0_max` AS `v0_max`, `anon_3`.`bucket` AS `bucket`, dense_rank() OVER (ORDER BY `anon_3`.`samples_of_group` DESC, `anon_3`.`k0` IS NULL ASC, `anon_3`.`k0` ASC) AS `place`
FROM (SELECT `cells`.`k0` AS `k0`, `cells`.`n` AS `n`, `cells`.`v0_n` AS `v0_n`, `cells`.`v0_max` AS `v0_max`, `cells`.`bucket` AS `bucket`, sum(`cells`.`v0_n`) OVER (PARTITION BY `cells`.`k0`) AS `samples_of_group`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `k0`, intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges1_start0)s), %(edges1_length0)s) AS `bucket`, count(*) AS `n`, count(`calls`.`seconds`) AS `v0_n`, max(toNullable(`calls`.`seconds`)) AS `v0_max`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL), intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges1_start0)s), %(edges1_length0)s)) AS `cells`) AS `anon_3`) AS `anon_2`) AS `anon_1` GROUP BY `anon_1`.`bucket`, `anon_1`.`position`, `anon_1`.`grp`

-- pie, compared

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) IS NOT NULL GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` ASC
 LIMIT %(param_1)s

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) IS NOT NULL GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) IS NOT NULL GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` ASC
 LIMIT %(param_1)s

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) IS NOT NULL GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)

-- bar of the groups that are left, compared

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, sum(toInt128(toNullable(`calls`.`seconds`))) AS `result`, count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)
 LIMIT %(param_1)s

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, sum(toInt128(toNullable(`calls`.`seconds`))) AS `result`, count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)
 LIMIT %(param_1)s

SELECT intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s) AS `bucket`, CAST(CASE WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS INTEGER) AS `grp`, sum(toInt128(toNullable(`calls`.`seconds`))) AS `result`, count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s), CAST(CASE WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS INTEGER)

SELECT intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s) AS `bucket`, CAST(CASE WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS INTEGER) AS `grp`, sum(toInt128(toNullable(`calls`.`seconds`))) AS `result`, count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s), CAST(CASE WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS INTEGER)

-- table with its rest, compared

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `d0`, count(*) AS `m0`, count(*) AS `sample_count`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)
 LIMIT %(param_1)s

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `d0`, count(*) AS `m0`, count(*) AS `sample_count`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)
 LIMIT %(param_1)s

SELECT count(*) AS `m0`, count(*) AS `sample_count`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `d0`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')) AS `samples`
WHERE NOT (`samples`.`d0` IS NOT NULL AND `samples`.`d0` = %(param_1)s)

SELECT count(*) AS `m0`, count(*) AS `sample_count`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `d0`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')) AS `samples`
WHERE NOT (`samples`.`d0` IS NOT NULL AND `samples`.`d0` = %(param_1)s)

-- pies, compared

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND (`calls`.`ok` <> 0) IS NOT NULL GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` ASC
 LIMIT %(param_1)s

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND (`calls`.`ok` <> 0) IS NOT NULL GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND (`calls`.`ok` <> 0) IS NOT NULL GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` ASC
 LIMIT %(param_1)s

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND (`calls`.`ok` <> 0) IS NOT NULL GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, (`calls`.`ok` <> 0) AS `label`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND (`calls`.`ok` <> 0) IS NOT NULL GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL), (`calls`.`ok` <> 0)
 LIMIT %(param_1)s

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, (`calls`.`ok` <> 0) AS `label`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND (`calls`.`ok` <> 0) IS NOT NULL GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL), (`calls`.`ok` <> 0)
 LIMIT %(param_1)s

-- table, compared

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `d0`, intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges1_start0)s), %(edges1_length0)s) AS `d1`, count(*) AS `m0`, count(*) AS `sample_count`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL), intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges1_start0)s), %(edges1_length0)s)
 LIMIT %(param_1)s

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `d0`, intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges1_start0)s), %(edges1_length0)s) AS `d1`, count(*) AS `m0`, count(*) AS `sample_count`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL), intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges1_start0)s), %(edges1_length0)s)
 LIMIT %(param_1)s

SELECT count(*) AS `m0`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')

SELECT count(*) AS `m0`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')

-- bar over windows

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` ASC
 LIMIT %(param_1)s

SELECT intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s) AS `bucket`, CAST(CASE WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_1)s) THEN %(param_2)s WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_3)s) THEN %(param_4)s ELSE %(param_5)s END AS INTEGER) AS `grp`, sum(toInt128(toNullable(`calls`.`seconds`))) AS `result`, count(`calls`.`seconds`) AS `result_number`, count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s), CAST(CASE WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_1)s) THEN %(param_2)s WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_3)s) THEN %(param_4)s ELSE %(param_5)s END AS INTEGER)

-- bar over windows, of values

SELECT %(param_1)s AS `bucket`, quantileExactInclusiveOrNull(%(param_2)s)(toFloat64(`calls`.`seconds`)) AS `result`, count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY materialize(%(param_1)s)

SELECT %(param_1)s AS `bucket`, quantileExactInclusiveOrNull(%(param_2)s)(toFloat64(`calls`.`seconds`)) AS `result`, count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY materialize(%(param_1)s)

SELECT %(param_1)s AS `bucket`, quantileExactInclusiveOrNull(%(param_2)s)(toFloat64(`calls`.`seconds`)) AS `result`, count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY materialize(%(param_1)s)

-- bar of measures over windows, by group

SELECT `grouped`.`grp`, `grouped`.`m0_n`
FROM (SELECT `marked`.`grp` AS `grp`, count(`marked`.`mark0`) AS `m0_n`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, CASE WHEN ((`calls`.`ok` <> 0) = %(w0_0)s) THEN %(param_1)s END AS `mark0`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')) AS `marked` GROUP BY `marked`.`grp`) AS `grouped` ORDER BY `grouped`.`m0_n` IS NULL ASC, `grouped`.`m0_n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` ASC
 LIMIT %(param_2)s

SELECT `marked`.`bucket` AS `bucket`, `marked`.`grp` AS `grp`, count(`marked`.`mark0`) AS `m0`, count(`marked`.`mark0`) AS `m0_n`, sum(toInt128(toNullable(`marked`.`v1`))) AS `m1`, count(`marked`.`v1`) AS `m1_number`, count(`marked`.`v1`) AS `m1_n`, count(*) AS `n`
FROM (SELECT intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s) AS `bucket`, CAST(CASE WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_1)s) THEN %(param_2)s WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_3)s) THEN %(param_4)s ELSE %(param_5)s END AS INTEGER) AS `grp`, `calls`.`seconds` AS `v1`, CASE WHEN ((`calls`.`ok` <> 0) = %(w0_0)s) THEN %(param_6)s END AS `mark0`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')) AS `marked` GROUP BY `marked`.`bucket`, `marked`.`grp`

SELECT count(`marked`.`mark0`) AS `m0`
FROM (SELECT `calls`.`id` AS `one`, CASE WHEN ((`calls`.`ok` <> 0) = %(w0_0)s) THEN %(param_1)s END AS `mark0`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')) AS `marked`

-- bar of measures over labels

SELECT `grouped`.`grp`, `grouped`.`m0_n`
FROM (SELECT `marked`.`grp` AS `grp`, count(`marked`.`mark0`) AS `m0_n`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, CASE WHEN ((`calls`.`ok` <> 0) = %(w0_0)s) THEN %(param_1)s END AS `mark0`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) IS NOT NULL) AS `marked` GROUP BY `marked`.`grp`) AS `grouped` ORDER BY `grouped`.`m0_n` IS NULL ASC, `grouped`.`m0_n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` ASC
 LIMIT %(param_2)s

SELECT `marked`.`grp` AS `grp`, count(`marked`.`mark0`) AS `m0`, count(`marked`.`mark0`) AS `m0_n`, sum(toInt128(toNullable(`marked`.`v1`))) AS `m1`, count(`marked`.`v1`) AS `m1_n`, count(*) AS `n`
FROM (SELECT CAST(CASE WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS INTEGER) AS `grp`, `calls`.`seconds` AS `v1`, CASE WHEN ((`calls`.`ok` <> 0) = %(w0_0)s) THEN %(param_4)s END AS `mark0`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) IS NOT NULL) AS `marked` GROUP BY `marked`.`grp`

SELECT count(`marked`.`mark0`) AS `m0`
FROM (SELECT `calls`.`id` AS `one`, CASE WHEN ((`calls`.`ok` <> 0) = %(w0_0)s) THEN %(param_1)s END AS `mark0`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')) AS `marked`

SELECT count(`marked`.`mark0`) AS `m0_n`
FROM (SELECT `calls`.`id` AS `one`, CASE WHEN ((`calls`.`ok` <> 0) = %(w0_0)s) THEN %(param_1)s END AS `mark0`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')) AS `marked`

-- bar over labels, by group

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) IS NOT NULL GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` ASC
 LIMIT %(param_1)s

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, count(*) AS `result`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) IS NOT NULL GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT (`calls`.`ok` <> 0) AS `grp`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) IS NOT NULL GROUP BY (`calls`.`ok` <> 0)) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` ASC
 LIMIT %(param_1)s

SELECT CAST(CASE WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_1)s) THEN %(param_2)s WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_3)s) THEN %(param_4)s ELSE %(param_5)s END AS INTEGER) AS `x`, (`calls`.`ok` <> 0) AS `grp`, count(*) AS `result`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) IS NOT NULL GROUP BY CAST(CASE WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_1)s) THEN %(param_2)s WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_3)s) THEN %(param_4)s ELSE %(param_5)s END AS INTEGER), (`calls`.`ok` <> 0)
 LIMIT %(param_6)s

SELECT count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')

-- bar over a part of time

SELECT mod(intDiv((intDiv(toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - positiveModulo(toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')), 1000000), 1000000) + 62162035200), 3600), 24) AS `x`, avg(`calls`.`seconds`) AS `result`, count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY mod(intDiv((intDiv(toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - positiveModulo(toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')), 1000000), 1000000) + 62162035200), 3600), 24)
 LIMIT %(param_1)s

-- bar of shares

SELECT intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s) AS `bucket`, count(*) AS `total`, count(if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `evaluated`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s)

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, count(if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) IS NOT NULL GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` ASC
 LIMIT %(param_1)s

SELECT intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s) AS `bucket`, if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, count(if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `n`, count(if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `records`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) IS NOT NULL GROUP BY intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s), if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)
 LIMIT %(param_1)s

-- pie

SELECT `counts`.`label`, `counts`.`n`, sum(`counts`.`n`) OVER () AS `total`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `label`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) IS NOT NULL GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `counts` ORDER BY `counts`.`n` DESC, `counts`.`label` IS NULL ASC, `counts`.`label` ASC
 LIMIT %(param_1)s

-- histogram

SELECT CASE WHEN `calls`.`seconds` IS NOT NULL THEN CASE WHEN `calls`.`seconds` < %(bin0_0)s THEN %(param_1)s WHEN `calls`.`seconds` < %(bin0_1)s THEN %(param_2)s WHEN `calls`.`seconds` < %(bin0_2)s THEN %(param_3)s ELSE %(param_4)s END END AS `bin`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY CASE WHEN `calls`.`seconds` IS NOT NULL THEN CASE WHEN `calls`.`seconds` < %(bin0_0)s THEN %(param_1)s WHEN `calls`.`seconds` < %(bin0_1)s THEN %(param_2)s WHEN `calls`.`seconds` < %(bin0_2)s THEN %(param_3)s ELSE %(param_4)s END END

-- line, thinned

SELECT `calls`.`id` AS `id`, toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) AS `ts`, (`calls`.`score` + 0) AS `value`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND (`calls`.`score` BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308)
 LIMIT %(param_1)s

SELECT toUnixTimestamp64Micro(toDateTime64(min(`calls`.`at`), 6, 'UTC')) AS `anon_1`, toUnixTimestamp64Micro(toDateTime64(max(`calls`.`at`), 6, 'UTC')) AS `anon_2`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND (`calls`.`score` BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308)

SELECT `ranked`.`id`, toUnixTimestamp64Micro(toDateTime64(`ranked`.`ts`, 6, 'UTC')) AS `ts`, `ranked`.`value`, `ranked`.`total`
FROM (SELECT `numbered`.`id` AS `id`, `numbered`.`ts` AS `ts`, `numbered`.`value` AS `value`, `numbered`.`stretch` AS `stretch`, `numbered`.`total` AS `total`, `numbered`.`place` AS `place`, `numbered`.`lowest` AS `lowest`, `numbered`.`highest` AS `highest`, max(`numbered`.`place`) OVER (PARTITION BY `numbered`.`stretch`) AS `latest`, min(CASE WHEN (`numbered`.`value` = `numbered`.`lowest`) THEN `numbered`.`place` END) OVER (PARTITION BY `numbered`.`stretch`) AS `lowest_place`, min(CASE WHEN (`numbered`.`value` = `numbered`.`highest`) THEN `numbered`.`place` END) OVER (PARTITION BY `numbered`.`stretch`) AS `highest_place`
FROM (SELECT `found`.`id` AS `id`, `found`.`ts` AS `ts`, `found`.`value` AS `value`, `found`.`stretch` AS `stretch`, `found`.`total` AS `total`, row_number() OVER (PARTITION BY `found`.`stretch` ORDER BY `found`.`ts` ASC, `found`.`id` ASC, `found`.`value` ASC) AS `place`, min(`found`.`value`) OVER (PARTITION BY `found`.`stretch`) AS `lowest`, max(`found`.`value`) OVER (PARTITION BY `found`.`stretch`) AS `highest`
FROM (SELECT `placed`.`id` AS `id`, `placed`.`ts` AS `ts`, `placed`.`value` AS `value`, `placed`.`stretch` AS `stretch`, `totals`.`total` AS `total`
FROM (SELECT `points`.`id` AS `id`, `points`.`ts` AS `ts`, `points`.`value` AS `value`, intDiv((toUnixTimestamp64Micro(toDateTime64(`points`.`ts`, 6, 'UTC')) - %(stretch_start)s), %(stretch_width)s) AS `stretch`
FROM (SELECT `calls`.`id` AS `id`, `calls`.`at` AS `ts`, (`calls`.`score` + 0) AS `value`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND (`calls`.`score` BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308)) AS `points`) AS `placed` GLOBAL INNER JOIN (SELECT `stretches`.`stretch` AS `stretch`, `stretches`.`n` AS `n`, `stretches`.`earliest` AS `earliest`, `stretches`.`latest` AS `latest`, `stretches`.`lowest` AS `lowest`, `stretches`.`highest` AS `highest`, sum(`stretches`.`n`) OVER () AS `total`
FROM (SELECT `placed`.`stretch` AS `stretch`, count(*) AS `n`, min(`placed`.`ts`) AS `earliest`, max(`placed`.`ts`) AS `latest`, min(`placed`.`value`) AS `lowest`, max(`placed`.`value`) AS `highest`
FROM (SELECT `points`.`id` AS `id`, `points`.`ts` AS `ts`, `points`.`value` AS `value`, intDiv((toUnixTimestamp64Micro(toDateTime64(`points`.`ts`, 6, 'UTC')) - %(stretch_start)s), %(stretch_width)s) AS `stretch`
FROM (SELECT `calls`.`id` AS `id`, `calls`.`at` AS `ts`, (`calls`.`score` + 0) AS `value`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND (`calls`.`score` BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308)) AS `points`) AS `placed` GROUP BY `placed`.`stretch`
 LIMIT %(param_1)s) AS `stretches`) AS `totals` ON `placed`.`stretch` = `totals`.`stretch`
WHERE `placed`.`value` = `totals`.`lowest` OR `placed`.`value` = `totals`.`highest` OR `placed`.`ts` = `totals`.`earliest` OR `placed`.`ts` = `totals`.`latest`) AS `found`) AS `numbered`) AS `ranked`
WHERE `ranked`.`place` = %(place_1)s OR `ranked`.`place` = `ranked`.`latest` OR `ranked`.`place` = `ranked`.`lowest_place` OR `ranked`.`place` = `ranked`.`highest_place`

-- stat

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` ASC
 LIMIT %(param_1)s

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, count(*) AS `s0_0`, count(if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `s1_0`, avg(toUInt8((`calls`.`ok` <> 0))) AS `s2_0`, avg(`calls`.`seconds`) AS `s3_0`, sum(toInt128(toNullable(`calls`.`seconds`))) AS `s4_0`, min(toNullable(`calls`.`seconds`)) AS `s5_0`, toUnixTimestamp64Micro(toDateTime64(max(toNullable(`calls`.`seen`)), 6, 'UTC')) AS `s6_0`, quantileExactInclusiveOrNull(%(param_1)s)(toFloat64(`calls`.`seconds`)) AS `s7_0`, quantileExactInclusiveOrNull(%(param_2)s)(toFloat64(`calls`.`seconds`)) AS `s8_0`, count(DISTINCT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `s9_0`, sum(`calls`.`cost`) AS `s10_0`, count(*) AS `s10_1`, sum(`calls`.`cost`) AS `s11_0`, count(CASE WHEN isFinite(`calls`.`score`) THEN (`calls`.`score` + 0) END) AS `s11_1`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)

-- stat of measures

SELECT `grouped`.`grp`, `grouped`.`n`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`grp` IS NULL ASC, `grouped`.`grp` ASC
 LIMIT %(param_1)s

SELECT `main`.`grp`, `main`.`m0`, `main`.`m0_n`, `main`.`m1`, `main`.`n`, `all_0`.`m2_of`
FROM (SELECT `marked`.`grp` AS `grp`, count(`marked`.`mark0`) AS `m0`, count(`marked`.`mark0`) AS `m0_n`, quantileExactInclusiveOrNull(%(param_1)s)(toFloat64(`marked`.`v1`)) AS `m1`, count(*) AS `n`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, `calls`.`seconds` AS `v1`, CASE WHEN ((`calls`.`ok` <> 0) = %(w0_0)s) THEN %(param_2)s END AS `mark0`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')) AS `marked` GROUP BY `marked`.`grp`) AS `main` LEFT OUTER JOIN (SELECT `marked`.`grp` AS `grp`, count(`marked`.`mark0`) AS `m2_of`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, `calls`.`seconds` AS `v1`, CASE WHEN ((`calls`.`ok` <> 0) = %(w0_0)s) THEN %(param_2)s END AS `mark0`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')) AS `marked` GROUP BY `marked`.`grp`) AS `all_0` ON `main`.`grp` IS NOT DISTINCT FROM `all_0`.`grp`

-- list

SELECT `calls`.`id` AS `id`, toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) AS `ts`, `calls`.`cost` AS `c0`, CASE WHEN JSONType(`calls`.`meta`) = 'Object' THEN CASE WHEN JSONType(`calls`.`meta`, %(param_1)s) = 'Int64' THEN toString(JSONExtractInt(`calls`.`meta`, %(param_1)s)) WHEN JSONType(`calls`.`meta`, %(param_1)s) = 'Bool' THEN JSONExtractRaw(`calls`.`meta`, %(param_1)s) WHEN JSONType(`calls`.`meta`, %(param_1)s) = 'String' AND NOT (match(JSONExtractString(`calls`.`meta`, %(param_1)s), '^-?[0-9]{19,}$') AND JSONType(replaceRegexpAll(`calls`.`meta`, '(:[ \\t\\n\\r]*-?[0-9]{19,})([ \\t\\n\\r,}])', '\\1e0\\2'), %(param_1)s) = 'Double') THEN JSONExtractString(`calls`.`meta`, %(param_1)s) WHEN JSONType(`calls`.`meta`, %(param_1)s) IN ('UInt64', 'Double', 'String') THEN arrayMap(wq_d -> CASE WHEN wq_d = 0 THEN '0' WHEN abs(wq_d) >= 1e-4 AND abs(wq_d) < 1e14 THEN printf(char(37) || '.15g', wq_d) ELSE arrayMap(wq_s -> if(wq_d < 0, '-', '') || CASE WHEN toInt32OrNull(substr(wq_s, 18)) < 0 THEN '0.' || repeat('0', -toInt32OrNull(substr(wq_s, 18)) - 1) || rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0') WHEN toInt32OrNull(substr(wq_s, 18)) >= length(rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0')) - 1 THEN rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0') || repeat('0', toInt32OrNull(substr(wq_s, 18)) - length(rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0')) + 1) ELSE substr(rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0'), 1, toInt32OrNull(substr(wq_s, 18)) + 1) || '.' || substr(rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0'), toInt32OrNull(substr(wq_s, 18)) + 2) END, [printf(char(37) || '.14e', abs(wq_d))])[1] END, [if(JSONType(`calls`.`meta`, %(param_1)s) = 'String', toFloat64OrNull(JSONExtractString(`calls`.`meta`, %(param_1)s)), JSONExtractFloat(`calls`.`meta`, %(param_1)s))])[1] END END AS `c1`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') ORDER BY toDateTime64(`calls`.`at`, 6) DESC, `calls`.`id` DESC
 LIMIT %(param_2)s

-- list of related rows, in an order, the second page

SELECT `samples`.`id`, `samples`.`id0`, toUnixTimestamp64Micro(toDateTime64(`samples`.`ts`, 6, 'UTC')) AS `ts`, `samples`.`d0`
FROM (SELECT `calls`.`id` AS `id`, `calls`.`id` AS `id0`, toDateTime64(`calls`.`at`, 6) AS `ts`, if(isValidUTF8(toString(`wq_notes_1`.`value`)), toString(`wq_notes_1`.`value`), NULL) AS `d0`
FROM `calls` INNER JOIN `notes` AS `wq_notes_1` ON `wq_notes_1`.`call_id` = `calls`.`id`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')) AS `samples`
WHERE `samples`.`d0` > %(after_d0)s OR `samples`.`d0` IS NULL OR `samples`.`d0` = %(after_d0)s AND (`samples`.`ts` < fromUnixTimestamp64Micro(toInt64(%(after_ts)s), 'UTC') OR `samples`.`ts` >= fromUnixTimestamp64Micro(toInt64(%(after_ts)s), 'UTC') AND `samples`.`ts` < fromUnixTimestamp64Micro(toInt64(%(after_ts_next)s), 'UTC') AND (`samples`.`id0` < %(after_id0)s OR `samples`.`id0` = %(after_id0)s)) ORDER BY `samples`.`d0` IS NULL ASC, `samples`.`d0` ASC, `samples`.`ts` DESC, `samples`.`id0` DESC, `samples`.`d0` IS NULL ASC, `samples`.`d0` ASC
 LIMIT %(param_1)s

-- table, the second page

SELECT `placed`.`d0`, `placed`.`m0`, `placed`.`sample_count`, `placed`.`all_groups`, `placed`.`all_left`, `placed`.`up_to`, `placed`.`place`
FROM (SELECT `grouped`.`d0` AS `d0`, `grouped`.`m0` AS `m0`, `grouped`.`sample_count` AS `sample_count`, count(*) OVER () AS `all_groups`, sum(`grouped`.`sample_count`) OVER () AS `all_left`, sum(`grouped`.`sample_count`) OVER (ORDER BY `grouped`.`sample_count` IS NULL ASC, `grouped`.`sample_count` DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS `up_to`, row_number() OVER (ORDER BY `grouped`.`sample_count` IS NULL ASC, `grouped`.`sample_count` DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` ASC) AS `place`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `d0`, count(*) AS `m0`, count(*) AS `sample_count`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `grouped`) AS `placed`
WHERE `placed`.`place` > %(place_1)s AND `placed`.`place` <= %(place_2)s ORDER BY `placed`.`place` ASC

-- bar of the groups that are left

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, avg(`calls`.`seconds`) AS `result`, count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)
 LIMIT %(param_1)s

SELECT intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s) AS `bucket`, CAST(CASE WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS INTEGER) AS `grp`, avg(`calls`.`seconds`) AS `result`, count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s), CAST(CASE WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS INTEGER)

-- bar of measures, by the groups that are left

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, sum(toInt128(toNullable(`calls`.`seconds`))) AS `m0`, count(`calls`.`seconds`) AS `m0_n`, count(*) AS `m1`, count(*) AS `m1_n`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)
 LIMIT %(param_1)s

SELECT intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s) AS `bucket`, CAST(CASE WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS INTEGER) AS `grp`, sum(toInt128(toNullable(`calls`.`seconds`))) AS `m0`, count(`calls`.`seconds`) AS `m0_n`, count(*) AS `m1`, count(*) AS `m1_n`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s), CAST(CASE WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS INTEGER)

-- bar over the labels that are left

SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `grp`, avg(`calls`.`seconds`) AS `result`, count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) IS NOT NULL GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)
 LIMIT %(param_1)s

SELECT CAST(CASE WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS INTEGER) AS `grp`, avg(`calls`.`seconds`) AS `result`, count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) IS NOT NULL GROUP BY CAST(CASE WHEN (if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS INTEGER)

SELECT count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')

SELECT count(`calls`.`seconds`) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') AND if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) IS NOT NULL

-- pivot with its rests

SELECT quantileExactInclusiveOrNull(%(param_1)s)(toFloat64(`calls`.`seconds`)) AS `m0`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')

SELECT `grouped`.`d0`, `grouped`.`d1`, `grouped`.`m0`, `grouped`.`n`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `d0`, (`calls`.`ok` <> 0) AS `d1`, quantileExactInclusiveOrNull(%(param_1)s)(toFloat64(`calls`.`seconds`)) AS `m0`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL), (`calls`.`ok` <> 0)) AS `grouped` ORDER BY `grouped`.`n` IS NULL ASC, `grouped`.`n` DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` ASC, `grouped`.`d1` IS NULL ASC, `grouped`.`d1` ASC
 LIMIT %(param_2)s

SELECT `grouped`.`d2`, `grouped`.`m0`, `grouped`.`n`
FROM (SELECT intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s) AS `d2`, quantileExactInclusiveOrNull(%(param_1)s)(toFloat64(`calls`.`seconds`)) AS `m0`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges0_start0)s), %(edges0_length0)s)) AS `grouped` ORDER BY `grouped`.`d2` IS NULL ASC, `grouped`.`d2` ASC
 LIMIT %(param_2)s

SELECT CAST(CASE WHEN (`samples`.`d0` IS NOT NULL AND `samples`.`d0` = %(param_1)s AND `samples`.`d1` IS NULL) THEN %(param_2)s ELSE %(param_3)s END AS INTEGER) AS `rows_rank`, `samples`.`d2` AS `d2`, quantileExactInclusiveOrNull(%(param_4)s)(toFloat64(`samples`.`v0`)) AS `m0`, count(*) AS `n`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `d0`, (`calls`.`ok` <> 0) AS `d1`, intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges2_start0)s), %(edges2_length0)s) AS `d2`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')) AS `samples` GROUP BY CAST(CASE WHEN (`samples`.`d0` IS NOT NULL AND `samples`.`d0` = %(param_1)s AND `samples`.`d1` IS NULL) THEN %(param_2)s ELSE %(param_3)s END AS INTEGER), `samples`.`d2`

-- table with its rest, of shares and rates

SELECT `grouped`.`d0`, `grouped`.`d1`, `grouped`.`m0`, `grouped`.`sample_count`, `grouped`.`m1_of`
FROM (SELECT `main`.`d0` AS `d0`, `main`.`d1` AS `d1`, `main`.`m0` AS `m0`, `main`.`sample_count` AS `sample_count`, `all_0`.`m1_of` AS `m1_of`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `d0`, (`calls`.`ok` <> 0) AS `d1`, count(*) AS `m0`, count(*) AS `sample_count`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL), (`calls`.`ok` <> 0)) AS `main` LEFT OUTER JOIN (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `d0`, count(*) AS `m1_of`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `all_0` ON `main`.`d0` IS NOT DISTINCT FROM `all_0`.`d0`) AS `grouped` ORDER BY `grouped`.`sample_count` IS NULL ASC, `grouped`.`sample_count` DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` ASC, `grouped`.`d1` IS NULL ASC, `grouped`.`d1` ASC
 LIMIT %(param_1)s

SELECT count(*) AS `m0`, count(*) AS `sample_count`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `d0`, (`calls`.`ok` <> 0) AS `d1`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')) AS `samples`
WHERE NOT (`samples`.`d0` IS NOT NULL AND `samples`.`d0` = %(param_1)s AND `samples`.`d1` IS NULL)

SELECT count(*) AS `m0`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `d0`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')) AS `samples`
WHERE NOT (`samples`.`d0` IS NOT NULL AND `samples`.`d0` = %(param_1)s)

-- table with its rest

SELECT `grouped`.`d0`, `grouped`.`m0`, `grouped`.`sample_count`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `d0`, avg(`calls`.`seconds`) AS `m0`, count(*) AS `sample_count`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `grouped` ORDER BY `grouped`.`sample_count` IS NULL ASC, `grouped`.`sample_count` DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` ASC
 LIMIT %(param_1)s

SELECT avg(`samples`.`v0`) AS `m0`, count(*) AS `sample_count`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `d0`, `calls`.`seconds` AS `v0`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')) AS `samples`
WHERE NOT (`samples`.`d0` IS NOT NULL AND `samples`.`d0` = %(param_1)s)

-- table

SELECT `grouped`.`d0`, `grouped`.`d1`, `grouped`.`m0`, `grouped`.`sample_count`, count(*) OVER () AS `all_groups`, sum(`grouped`.`sample_count`) OVER () AS `all_left`
FROM (SELECT if(isValidUTF8(toString(`wq_agents_1`.`name`)), toString(`wq_agents_1`.`name`), NULL) AS `d0`, intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges1_start0)s), %(edges1_length0)s) AS `d1`, quantileExactInclusiveOrNull(%(param_1)s)(toFloat64(`calls`.`seconds`)) AS `m0`, count(*) AS `sample_count`
FROM `calls` LEFT OUTER JOIN (SELECT toNullable(`id`) AS `id`, toNullable(`name`) AS `name` FROM `agents`) AS `wq_agents_1` ON `wq_agents_1`.`id` = `calls`.`agent_id`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`wq_agents_1`.`name`)), toString(`wq_agents_1`.`name`), NULL), intDiv((toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - %(edges1_start0)s), %(edges1_length0)s)) AS `grouped` ORDER BY `grouped`.`m0` IS NULL ASC, `grouped`.`m0` DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` ASC, `grouped`.`d1` IS NULL ASC, `grouped`.`d1` ASC
 LIMIT %(param_2)s

-- table of parts and bins

SELECT `grouped`.`d0`, `grouped`.`d1`, `grouped`.`m0`, `grouped`.`sample_count`, count(*) OVER () AS `all_groups`, sum(`grouped`.`sample_count`) OVER () AS `all_left`
FROM (SELECT (mod((intDiv((intDiv(toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - positiveModulo(toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')), 1000000), 1000000) + 62162035200), 86400) + 2), 7) + 1) AS `d0`, CASE WHEN (`calls`.`score` BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308) THEN CASE WHEN (`calls`.`score` < %(bin1_0)s AND `calls`.`score` >= -1.7976931348623157e308) THEN %(param_1)s WHEN (`calls`.`score` < %(bin1_1)s AND `calls`.`score` >= -1.7976931348623157e308) THEN %(param_2)s WHEN (`calls`.`score` < %(bin1_2)s AND `calls`.`score` >= -1.7976931348623157e308) THEN %(param_3)s ELSE %(param_4)s END END AS `d1`, count(*) AS `m0`, count(*) AS `sample_count`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY (mod((intDiv((intDiv(toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - positiveModulo(toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')), 1000000), 1000000) + 62162035200), 86400) + 2), 7) + 1), CASE WHEN (`calls`.`score` BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308) THEN CASE WHEN (`calls`.`score` < %(bin1_0)s AND `calls`.`score` >= -1.7976931348623157e308) THEN %(param_1)s WHEN (`calls`.`score` < %(bin1_1)s AND `calls`.`score` >= -1.7976931348623157e308) THEN %(param_2)s WHEN (`calls`.`score` < %(bin1_2)s AND `calls`.`score` >= -1.7976931348623157e308) THEN %(param_3)s ELSE %(param_4)s END END) AS `grouped` ORDER BY `grouped`.`sample_count` IS NULL ASC, `grouped`.`sample_count` DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` ASC, `grouped`.`d1` IS NULL ASC, `grouped`.`d1` ASC
 LIMIT %(param_5)s

-- table of measures, sorted by a ratio

SELECT `grouped`.`d0`, `grouped`.`m0`, `grouped`.`m1`, `grouped`.`sample_count`, count(*) OVER () AS `all_groups`, sum(`grouped`.`sample_count`) OVER () AS `all_left`
FROM (SELECT if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL) AS `d0`, sum(`calls`.`cost`) AS `m0`, count(*) AS `m1`, count(*) AS `sample_count`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC') GROUP BY if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL)) AS `grouped` ORDER BY (CASE WHEN toFloat64(`grouped`.`m1`) = 0 THEN NULL WHEN abs(toFloat64(`grouped`.`m1`)) < 1 THEN CASE WHEN abs(toFloat64(`grouped`.`m0`)) >= abs(toFloat64(`grouped`.`m1`)) * 1.7e308 THEN NULL ELSE toFloat64(`grouped`.`m0`) / toFloat64(`grouped`.`m1`) END WHEN abs(toFloat64(`grouped`.`m0`)) < abs(toFloat64(`grouped`.`m1`)) * 2.3e-308 THEN 0e0 ELSE toFloat64(`grouped`.`m0`) / toFloat64(`grouped`.`m1`) END) IS NULL ASC, (CASE WHEN toFloat64(`grouped`.`m1`) = 0 THEN NULL WHEN abs(toFloat64(`grouped`.`m1`)) < 1 THEN CASE WHEN abs(toFloat64(`grouped`.`m0`)) >= abs(toFloat64(`grouped`.`m1`)) * 1.7e308 THEN NULL ELSE toFloat64(`grouped`.`m0`) / toFloat64(`grouped`.`m1`) END WHEN abs(toFloat64(`grouped`.`m0`)) < abs(toFloat64(`grouped`.`m1`)) * 2.3e-308 THEN 0e0 ELSE toFloat64(`grouped`.`m0`) / toFloat64(`grouped`.`m1`) END) DESC, `grouped`.`d0` IS NULL ASC, `grouped`.`d0` ASC
 LIMIT %(param_1)s

SELECT sum(`calls`.`cost`) AS `m0`, count(*) AS `m1`, count(*) AS `n`
FROM `calls`
WHERE toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(%(start)s), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(%(end)s), 'UTC')
