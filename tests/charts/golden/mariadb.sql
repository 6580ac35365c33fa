-- bar

SELECT samples.bucket, (CASE WHEN abs(sum(samples.v0)) <= 1.7976931348623157e308 THEN CAST(sum(samples.v0) AS DOUBLE) END / count(samples.v0)) AS result, count(samples.v0) AS n
FROM (SELECT (((to_seconds(calls.at) - 62167219200) - %(edges0_start0)s) DIV %(edges0_length0)s) AS bucket, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.bucket
 LIMIT 18446744073709551615

-- bar of a metric, by agent

SELECT metrics.kind AS kind, metrics.name AS name
FROM metrics
WHERE metrics.id = %(metric)s
 LIMIT %(param_1)s

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS n
FROM (SELECT CONVERT(wq_agents_1.name USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, CASE WHEN char_length(wq_notes_1.value) <= 400 AND wq_notes_1.value REGEXP '(?-imsx)^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$(?![^x]|x)' THEN CASE WHEN abs(CAST(wq_notes_1.value AS DOUBLE)) < 1.7976931348623157e308 OR wq_notes_1.value REGEXP '^-?1([.]?7976931348623157)0*([.]0*|[eE][+]?308)?$' THEN CAST(wq_notes_1.value AS DOUBLE) END END AS v0
FROM calls LEFT OUTER JOIN agents AS wq_agents_1 ON wq_agents_1.id = calls.agent_id INNER JOIN notes AS wq_notes_1 ON wq_notes_1.call_id = calls.id LEFT OUTER JOIN metrics AS wq_metrics_1 ON wq_metrics_1.id = wq_notes_1.metric_id
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND wq_metrics_1.id = %(metric)s) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CONVERT(grouped.grp USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_1)s

WITH wq_counted_v0 AS
(SELECT samples.bucket AS bucket, samples.grp AS grp, samples.v0 AS value, count(*) AS many
FROM (SELECT (((to_seconds(calls.at) - 62167219200) - %(edges0_start0)s) DIV %(edges0_length0)s) AS bucket, CONVERT(wq_agents_1.name USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, CASE WHEN char_length(wq_notes_1.value) <= 400 AND wq_notes_1.value REGEXP '(?-imsx)^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$(?![^x]|x)' THEN CASE WHEN abs(CAST(wq_notes_1.value AS DOUBLE)) < 1.7976931348623157e308 OR wq_notes_1.value REGEXP '^-?1([.]?7976931348623157)0*([.]0*|[eE][+]?308)?$' THEN CAST(wq_notes_1.value AS DOUBLE) END END AS v0, calls.id AS rid
FROM calls LEFT OUTER JOIN agents AS wq_agents_1 ON wq_agents_1.id = calls.agent_id INNER JOIN notes AS wq_notes_1 ON wq_notes_1.call_id = calls.id LEFT OUTER JOIN metrics AS wq_metrics_1 ON wq_metrics_1.id = wq_notes_1.metric_id
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND wq_metrics_1.id = %(metric)s) AS samples
WHERE samples.v0 IS NOT NULL GROUP BY samples.bucket, samples.grp, samples.v0)
 SELECT main.bucket, main.grp, main.n, main.records, of_v0.result
FROM (SELECT samples.bucket AS bucket, samples.grp AS grp, count(samples.v0) AS n, count(DISTINCT CASE WHEN (samples.v0 IS NOT NULL) THEN samples.rid END) AS records
FROM (SELECT (((to_seconds(calls.at) - 62167219200) - %(edges0_start0)s) DIV %(edges0_length0)s) AS bucket, CONVERT(wq_agents_1.name USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, CASE WHEN char_length(wq_notes_1.value) <= 400 AND wq_notes_1.value REGEXP '(?-imsx)^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$(?![^x]|x)' THEN CASE WHEN abs(CAST(wq_notes_1.value AS DOUBLE)) < 1.7976931348623157e308 OR wq_notes_1.value REGEXP '^-?1([.]?7976931348623157)0*([.]0*|[eE][+]?308)?$' THEN CAST(wq_notes_1.value AS DOUBLE) END END AS v0, calls.id AS rid
FROM calls LEFT OUTER JOIN agents AS wq_agents_1 ON wq_agents_1.id = calls.agent_id INNER JOIN notes AS wq_notes_1 ON wq_notes_1.call_id = calls.id LEFT OUTER JOIN metrics AS wq_metrics_1 ON wq_metrics_1.id = wq_notes_1.metric_id
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND wq_metrics_1.id = %(metric)s) AS samples GROUP BY samples.bucket, samples.grp) AS main LEFT OUTER JOIN (SELECT placed.bucket AS bucket, placed.grp AS grp, sum(CASE WHEN (placed.upto > floor((%(param_1)s * (placed.total - %(total_1)s))) AND placed.upto - placed.many <= floor((%(param_1)s * (placed.total - %(total_1)s)))) THEN placed.value * (%(param_2)s - (%(param_1)s * (placed.total - %(total_1)s) - floor((%(param_1)s * (placed.total - %(total_1)s))))) END) + coalesce(sum(CASE WHEN (placed.upto > floor((%(param_1)s * (placed.total - %(total_1)s))) + %(param_3)s AND placed.upto - placed.many <= floor((%(param_1)s * (placed.total - %(total_1)s))) + %(param_4)s AND %(param_1)s * (placed.total - %(total_1)s) - floor((%(param_1)s * (placed.total - %(total_1)s))) > %(param_5)s) THEN placed.value * (%(param_1)s * (placed.total - %(total_1)s) - floor((%(param_1)s * (placed.total - %(total_1)s)))) END), %(coalesce_1)s) AS result
FROM (SELECT wq_counted_v0.bucket AS bucket, wq_counted_v0.grp AS grp, wq_counted_v0.value AS value, wq_counted_v0.many AS many, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.bucket, wq_counted_v0.grp ORDER BY wq_counted_v0.value ASC) AS upto, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.bucket, wq_counted_v0.grp) AS total
FROM wq_counted_v0) AS placed GROUP BY placed.bucket, placed.grp) AS of_v0 ON main.bucket <=> of_v0.bucket AND main.grp <=> of_v0.grp
 LIMIT 18446744073709551615

-- bar, compared

SELECT anon_1.bucket AS bucket, anon_1.`position` AS `position`, anon_1.grp AS grp, max(anon_1.v0_max) AS result, CAST(coalesce(sum(anon_1.v0_n), %(coalesce_1)s) AS SIGNED INTEGER) AS n
FROM (SELECT anon_2.k0 AS k0, anon_2.n AS n, anon_2.v0_n AS v0_n, anon_2.v0_max AS v0_max, anon_2.bucket AS bucket, CASE WHEN (anon_2.place <= %(place_1)s) THEN anon_2.place - %(place_2)s ELSE %(param_1)s END AS `position`, CASE WHEN (anon_2.place <= %(place_1)s) THEN anon_2.k0 END AS grp
FROM (SELECT anon_3.k0 AS k0, anon_3.n AS n, anon_3.v0_n AS v0_n, anon_3.v0_max AS v0_max, anon_3.bucket AS bucket, dense_rank() OVER (ORDER BY anon_3.samples_of_group DESC, anon_3.k0 IS NULL ASC, CONVERT(anon_3.k0 USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC) AS place
FROM (SELECT cells.k0 AS k0, cells.n AS n, cells.v0_n AS v0_n, cells.v0_max AS v0_max, cells.bucket AS bucket, sum(cells.v0_n) OVER (PARTITION BY cells.k0) AS samples_of_group
FROM (SELECT samples.k0 AS k0, samples.bucket AS bucket, count(*) AS n, count(samples.v0) AS v0_n, max(samples.v0) AS v0_max
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS k0, (((to_seconds(calls.at) - 62167219200) - %(edges1_start0)s) DIV %(edges1_length0)s) AS bucket, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.k0, samples.bucket) AS cells) AS anon_3) AS anon_2) AS anon_1 GROUP BY anon_1.bucket, anon_1.`position`, anon_1.grp
 LIMIT 18446744073709551615

SELECT anon_1.bucket AS bucket, anon_1.`position` AS `position`, anon_1.grp AS grp, max(anon_1.v0_max) AS result, CAST(coalesce(sum(anon_1.v0_n), %(coalesce_1)s) AS SIGNED INTEGER) AS n
FROM (SELECT anon_2.k0 AS k0, anon_2.n AS n, anon_2.v0_n AS v0_n, anon_2.v0_max AS v0_max, anon_2.bucket AS bucket, CASE WHEN (anon_2.place <= %(place_1)s) THEN anon_2.place - %(place_2)s ELSE %(param_1)s END AS `position`, CASE WHEN (anon_2.place <= %(place_1)s) THEN anon_2.k0 END AS grp
FROM (SELECT anon_3.k0 AS k0, anon_3.n AS n, anon_3.v0_n AS v0_n, anon_3.v0_max AS v0_max, anon_3.bucket AS bucket, dense_rank() OVER (ORDER BY anon_3.samples_of_group DESC, anon_3.k0 IS NULL ASC, CONVERT(anon_3.k0 USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC) AS place
FROM (SELECT cells.k0 AS k0, cells.n AS n, cells.v0_n AS v0_n, cells.v0_max AS v0_max, cells.bucket AS bucket, sum(cells.v0_n) OVER (PARTITION BY cells.k0) AS samples_of_group
FROM (SELECT samples.k0 AS k0, samples.bucket AS bucket, count(*) AS n, count(samples.v0) AS v0_n, max(samples.v0) AS v0_max
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS k0, (((to_seconds(calls.at) - 62167219200) - %(edges1_start0)s) DIV %(edges1_length0)s) AS bucket, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.k0, samples.bucket) AS cells) AS anon_3) AS anon_2) AS anon_1 GROUP BY anon_1.bucket, anon_1.`position`, anon_1.grp
 LIMIT 18446744073709551615

-- pie, compared

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CONVERT(grouped.grp USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_1)s

SELECT samples.grp, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp
 LIMIT 18446744073709551615

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CONVERT(grouped.grp USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_1)s

SELECT samples.grp, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp
 LIMIT 18446744073709551615

-- bar of the groups that are left, compared

SELECT samples.grp, sum(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.grp
 LIMIT %(param_1)s

SELECT samples.grp, sum(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.grp
 LIMIT %(param_1)s

SELECT samples.bucket, samples.grp, sum(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT (((to_seconds(calls.at) - 62167219200) - %(edges0_start0)s) DIV %(edges0_length0)s) AS bucket, CAST(CASE WHEN (CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS SIGNED INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.bucket, samples.grp
 LIMIT 18446744073709551615

SELECT samples.bucket, samples.grp, sum(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT (((to_seconds(calls.at) - 62167219200) - %(edges0_start0)s) DIV %(edges0_length0)s) AS bucket, CAST(CASE WHEN (CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS SIGNED INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.bucket, samples.grp
 LIMIT 18446744073709551615

-- table with its rest, compared

SELECT samples.d0, count(*) AS m0, count(*) AS sample_count
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.d0
 LIMIT %(param_1)s

SELECT samples.d0, count(*) AS m0, count(*) AS sample_count
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.d0
 LIMIT %(param_1)s

SELECT count(*) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = %(param_1)s)) AS rest
 LIMIT 18446744073709551615

SELECT count(*) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = %(param_1)s)) AS rest
 LIMIT 18446744073709551615

-- pies, compared

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, (calls.ok <> 0) AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND (calls.ok <> 0) IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CONVERT(grouped.grp USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_1)s

SELECT samples.grp, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, (calls.ok <> 0) AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND (calls.ok <> 0) IS NOT NULL) AS samples GROUP BY samples.grp
 LIMIT 18446744073709551615

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, (calls.ok <> 0) AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND (calls.ok <> 0) IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CONVERT(grouped.grp USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_1)s

SELECT samples.grp, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, (calls.ok <> 0) AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND (calls.ok <> 0) IS NOT NULL) AS samples GROUP BY samples.grp
 LIMIT 18446744073709551615

SELECT samples.grp, samples.label, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, (calls.ok <> 0) AS label, (calls.ok <> 0) AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND (calls.ok <> 0) IS NOT NULL) AS samples GROUP BY samples.grp, samples.label
 LIMIT %(param_1)s

SELECT samples.grp, samples.label, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, (calls.ok <> 0) AS label, (calls.ok <> 0) AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND (calls.ok <> 0) IS NOT NULL) AS samples GROUP BY samples.grp, samples.label
 LIMIT %(param_1)s

-- table, compared

SELECT samples.d0, samples.d1, count(*) AS m0, count(*) AS sample_count
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0, (((to_seconds(calls.at) - 62167219200) - %(edges1_start0)s) DIV %(edges1_length0)s) AS d1
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.d0, samples.d1
 LIMIT %(param_1)s

SELECT samples.d0, samples.d1, count(*) AS m0, count(*) AS sample_count
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0, (((to_seconds(calls.at) - 62167219200) - %(edges1_start0)s) DIV %(edges1_length0)s) AS d1
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.d0, samples.d1
 LIMIT %(param_1)s

SELECT count(*) AS m0, count(*) AS n
FROM (SELECT calls.id AS one
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
 LIMIT 18446744073709551615

SELECT count(*) AS m0, count(*) AS n
FROM (SELECT calls.id AS one
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
 LIMIT 18446744073709551615

-- bar over windows

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CONVERT(grouped.grp USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_1)s

SELECT samples.bucket, samples.grp, sum(samples.v0) AS result, count(samples.v0) AS result_number, count(samples.v0) AS n
FROM (SELECT (((to_seconds(calls.at) - 62167219200) - %(edges0_start0)s) DIV %(edges0_length0)s) AS bucket, CAST(CASE WHEN (CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin = %(param_1)s) THEN %(param_2)s WHEN (CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin = %(param_3)s) THEN %(param_4)s ELSE %(param_5)s END AS SIGNED INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.bucket, samples.grp
 LIMIT 18446744073709551615

-- bar over windows, of values

WITH wq_counted_v0 AS
(SELECT samples.bucket AS bucket, samples.v0 AS value, count(*) AS many
FROM (SELECT %(param_1)s AS bucket, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
WHERE samples.v0 IS NOT NULL GROUP BY samples.bucket, samples.v0)
 SELECT main.bucket, main.n, of_v0.result
FROM (SELECT samples.bucket AS bucket, count(samples.v0) AS n
FROM (SELECT %(param_1)s AS bucket, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.bucket) AS main LEFT OUTER JOIN (SELECT placed.bucket AS bucket, sum(CASE WHEN (placed.upto > floor((%(param_2)s * (placed.total - %(total_1)s))) AND placed.upto - placed.many <= floor((%(param_2)s * (placed.total - %(total_1)s)))) THEN placed.value * (%(param_3)s - (%(param_2)s * (placed.total - %(total_1)s) - floor((%(param_2)s * (placed.total - %(total_1)s))))) END) + coalesce(sum(CASE WHEN (placed.upto > floor((%(param_2)s * (placed.total - %(total_1)s))) + %(param_4)s AND placed.upto - placed.many <= floor((%(param_2)s * (placed.total - %(total_1)s))) + %(param_5)s AND %(param_2)s * (placed.total - %(total_1)s) - floor((%(param_2)s * (placed.total - %(total_1)s))) > %(param_6)s) THEN placed.value * (%(param_2)s * (placed.total - %(total_1)s) - floor((%(param_2)s * (placed.total - %(total_1)s)))) END), %(coalesce_1)s) AS result
FROM (SELECT wq_counted_v0.bucket AS bucket, wq_counted_v0.value AS value, wq_counted_v0.many AS many, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.bucket ORDER BY wq_counted_v0.value ASC) AS upto, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.bucket) AS total
FROM wq_counted_v0) AS placed GROUP BY placed.bucket) AS of_v0 ON main.bucket <=> of_v0.bucket
 LIMIT 18446744073709551615

WITH wq_counted_v0 AS
(SELECT samples.bucket AS bucket, samples.v0 AS value, count(*) AS many
FROM (SELECT %(param_1)s AS bucket, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
WHERE samples.v0 IS NOT NULL GROUP BY samples.bucket, samples.v0)
 SELECT main.bucket, main.n, of_v0.result
FROM (SELECT samples.bucket AS bucket, count(samples.v0) AS n
FROM (SELECT %(param_1)s AS bucket, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.bucket) AS main LEFT OUTER JOIN (SELECT placed.bucket AS bucket, sum(CASE WHEN (placed.upto > floor((%(param_2)s * (placed.total - %(total_1)s))) AND placed.upto - placed.many <= floor((%(param_2)s * (placed.total - %(total_1)s)))) THEN placed.value * (%(param_3)s - (%(param_2)s * (placed.total - %(total_1)s) - floor((%(param_2)s * (placed.total - %(total_1)s))))) END) + coalesce(sum(CASE WHEN (placed.upto > floor((%(param_2)s * (placed.total - %(total_1)s))) + %(param_4)s AND placed.upto - placed.many <= floor((%(param_2)s * (placed.total - %(total_1)s))) + %(param_5)s AND %(param_2)s * (placed.total - %(total_1)s) - floor((%(param_2)s * (placed.total - %(total_1)s))) > %(param_6)s) THEN placed.value * (%(param_2)s * (placed.total - %(total_1)s) - floor((%(param_2)s * (placed.total - %(total_1)s)))) END), %(coalesce_1)s) AS result
FROM (SELECT wq_counted_v0.bucket AS bucket, wq_counted_v0.value AS value, wq_counted_v0.many AS many, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.bucket ORDER BY wq_counted_v0.value ASC) AS upto, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.bucket) AS total
FROM wq_counted_v0) AS placed GROUP BY placed.bucket) AS of_v0 ON main.bucket <=> of_v0.bucket
 LIMIT 18446744073709551615

WITH wq_counted_v0 AS
(SELECT samples.bucket AS bucket, samples.v0 AS value, count(*) AS many
FROM (SELECT %(param_1)s AS bucket, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
WHERE samples.v0 IS NOT NULL GROUP BY samples.bucket, samples.v0)
 SELECT main.bucket, main.n, of_v0.result
FROM (SELECT samples.bucket AS bucket, count(samples.v0) AS n
FROM (SELECT %(param_1)s AS bucket, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.bucket) AS main LEFT OUTER JOIN (SELECT placed.bucket AS bucket, sum(CASE WHEN (placed.upto > floor((%(param_2)s * (placed.total - %(total_1)s))) AND placed.upto - placed.many <= floor((%(param_2)s * (placed.total - %(total_1)s)))) THEN placed.value * (%(param_3)s - (%(param_2)s * (placed.total - %(total_1)s) - floor((%(param_2)s * (placed.total - %(total_1)s))))) END) + coalesce(sum(CASE WHEN (placed.upto > floor((%(param_2)s * (placed.total - %(total_1)s))) + %(param_4)s AND placed.upto - placed.many <= floor((%(param_2)s * (placed.total - %(total_1)s))) + %(param_5)s AND %(param_2)s * (placed.total - %(total_1)s) - floor((%(param_2)s * (placed.total - %(total_1)s))) > %(param_6)s) THEN placed.value * (%(param_2)s * (placed.total - %(total_1)s) - floor((%(param_2)s * (placed.total - %(total_1)s)))) END), %(coalesce_1)s) AS result
FROM (SELECT wq_counted_v0.bucket AS bucket, wq_counted_v0.value AS value, wq_counted_v0.many AS many, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.bucket ORDER BY wq_counted_v0.value ASC) AS upto, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.bucket) AS total
FROM wq_counted_v0) AS placed GROUP BY placed.bucket) AS of_v0 ON main.bucket <=> of_v0.bucket
 LIMIT 18446744073709551615

-- bar of measures over windows, by group

SELECT grouped.grp, grouped.m0_n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS m0_n
FROM (SELECT marked.grp AS grp, marked.mark0 AS v0
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, CASE WHEN ((calls.ok <> 0) = %(w0_0)s) THEN %(param_1)s END AS mark0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS marked) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.m0_n IS NULL ASC, grouped.m0_n DESC, grouped.grp IS NULL ASC, CONVERT(grouped.grp USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_2)s

SELECT samples.bucket, samples.grp, count(samples.v0) AS m0, count(samples.v0) AS m0_n, sum(samples.v1) AS m1, count(samples.v1) AS m1_number, count(samples.v1) AS m1_n, count(*) AS n
FROM (SELECT marked.bucket AS bucket, marked.grp AS grp, marked.v1 AS v1, marked.mark0 AS v0
FROM (SELECT (((to_seconds(calls.at) - 62167219200) - %(edges0_start0)s) DIV %(edges0_length0)s) AS bucket, CAST(CASE WHEN (CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin = %(param_1)s) THEN %(param_2)s WHEN (CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin = %(param_3)s) THEN %(param_4)s ELSE %(param_5)s END AS SIGNED INTEGER) AS grp, calls.seconds AS v1, CASE WHEN ((calls.ok <> 0) = %(w0_0)s) THEN %(param_6)s END AS mark0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS marked) AS samples GROUP BY samples.bucket, samples.grp
 LIMIT 18446744073709551615

SELECT count(samples.v0) AS m0
FROM (SELECT marked.one AS one, marked.mark0 AS v0
FROM (SELECT calls.id AS one, CASE WHEN ((calls.ok <> 0) = %(w0_0)s) THEN %(param_1)s END AS mark0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS marked) AS samples
 LIMIT 18446744073709551615

-- bar of measures over labels

SELECT grouped.grp, grouped.m0_n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS m0_n
FROM (SELECT marked.grp AS grp, marked.mark0 AS v0
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, CASE WHEN ((calls.ok <> 0) = %(w0_0)s) THEN %(param_1)s END AS mark0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.topic IS NOT NULL) AS marked) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.m0_n IS NULL ASC, grouped.m0_n DESC, grouped.grp IS NULL ASC, CONVERT(grouped.grp USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_2)s

SELECT samples.grp, count(samples.v0) AS m0, count(samples.v0) AS m0_n, sum(samples.v1) AS m1, count(samples.v1) AS m1_n, count(*) AS n
FROM (SELECT marked.grp AS grp, marked.v1 AS v1, marked.mark0 AS v0
FROM (SELECT CAST(CASE WHEN (CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS SIGNED INTEGER) AS grp, calls.seconds AS v1, CASE WHEN ((calls.ok <> 0) = %(w0_0)s) THEN %(param_4)s END AS mark0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.topic IS NOT NULL) AS marked) AS samples GROUP BY samples.grp
 LIMIT 18446744073709551615

SELECT count(samples.v0) AS m0
FROM (SELECT marked.one AS one, marked.mark0 AS v0
FROM (SELECT calls.id AS one, CASE WHEN ((calls.ok <> 0) = %(w0_0)s) THEN %(param_1)s END AS mark0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS marked) AS samples
 LIMIT 18446744073709551615

SELECT count(samples.v0) AS m0_n
FROM (SELECT marked.one AS one, marked.mark0 AS v0
FROM (SELECT calls.id AS one, CASE WHEN ((calls.ok <> 0) = %(w0_0)s) THEN %(param_1)s END AS mark0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS marked) AS samples
 LIMIT 18446744073709551615

-- bar over labels, by group

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CONVERT(grouped.grp USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_1)s

SELECT samples.grp, count(*) AS result, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp
 LIMIT 18446744073709551615

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT (calls.ok <> 0) AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp ASC
 LIMIT %(param_1)s

SELECT samples.x, samples.grp, count(*) AS result, count(*) AS n
FROM (SELECT CAST(CASE WHEN (CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin = %(param_1)s) THEN %(param_2)s WHEN (CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin = %(param_3)s) THEN %(param_4)s ELSE %(param_5)s END AS SIGNED INTEGER) AS x, (calls.ok <> 0) AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.topic IS NOT NULL) AS samples GROUP BY samples.x, samples.grp
 LIMIT %(param_6)s

SELECT count(*) AS n
FROM (SELECT calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
 LIMIT 18446744073709551615

-- bar over a part of time

SELECT samples.x, (CASE WHEN abs(sum(samples.v0)) <= 1.7976931348623157e308 THEN CAST(sum(samples.v0) AS DOUBLE) END / count(samples.v0)) AS result, count(samples.v0) AS n
FROM (SELECT mod((((to_seconds(calls.at) - 62167219200) + 62162035200) DIV 3600), 24) AS x, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.x
 LIMIT %(param_1)s

-- bar of shares

SELECT samples.bucket, count(*) AS total, count(samples.v0) AS evaluated
FROM (SELECT (((to_seconds(calls.at) - 62167219200) - %(edges0_start0)s) DIV %(edges0_length0)s) AS bucket, CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.bucket
 LIMIT 18446744073709551615

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CONVERT(grouped.grp USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_1)s

SELECT samples.bucket, samples.grp, count(samples.v0) AS n, count(samples.v0) AS records
FROM (SELECT (((to_seconds(calls.at) - 62167219200) - %(edges0_start0)s) DIV %(edges0_length0)s) AS bucket, CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.topic IS NOT NULL) AS samples GROUP BY samples.bucket, samples.grp
 LIMIT %(param_1)s

-- pie

SELECT counts.label, counts.n, sum(counts.n) OVER () AS total
FROM (SELECT samples.label AS label, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS label, CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.topic IS NOT NULL) AS samples GROUP BY samples.label) AS counts ORDER BY counts.n DESC, counts.label IS NULL ASC, CONVERT(counts.label USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_1)s

-- histogram

SELECT samples.bin, count(*) AS n
FROM (SELECT CASE WHEN calls.seconds IS NOT NULL THEN CASE WHEN calls.seconds < %(bin0_0)s THEN %(param_1)s WHEN calls.seconds < %(bin0_1)s THEN %(param_2)s WHEN calls.seconds < %(bin0_2)s THEN %(param_3)s ELSE %(param_4)s END END AS bin, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.bin
 LIMIT 18446744073709551615

-- line, thinned

SELECT calls.id AS id, calls.at AS ts, calls.score AS value
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.score IS NOT NULL
 LIMIT %(param_1)s

SELECT ((to_seconds(min(calls.at)) - 62167219200) * 1000000 + microsecond(min(calls.at))) AS anon_1, ((to_seconds(max(calls.at)) - 62167219200) * 1000000 + microsecond(max(calls.at))) AS anon_2
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.score IS NOT NULL
 LIMIT 18446744073709551615

SELECT ranked.id, ranked.ts AS ts, ranked.value, ranked.total
FROM (SELECT numbered.id AS id, numbered.ts AS ts, numbered.value AS value, numbered.stretch AS stretch, numbered.total AS total, numbered.place AS place, numbered.lowest AS lowest, numbered.highest AS highest, max(numbered.place) OVER (PARTITION BY numbered.stretch) AS latest, min(CASE WHEN (numbered.value = numbered.lowest) THEN numbered.place END) OVER (PARTITION BY numbered.stretch) AS lowest_place, min(CASE WHEN (numbered.value = numbered.highest) THEN numbered.place END) OVER (PARTITION BY numbered.stretch) AS highest_place
FROM (SELECT found.id AS id, found.ts AS ts, found.value AS value, found.stretch AS stretch, found.total AS total, row_number() OVER (PARTITION BY found.stretch ORDER BY found.ts ASC, found.id ASC, found.value ASC) AS place, min(found.value) OVER (PARTITION BY found.stretch) AS lowest, max(found.value) OVER (PARTITION BY found.stretch) AS highest
FROM (SELECT placed.id AS id, placed.ts AS ts, placed.value AS value, placed.stretch AS stretch, totals.total AS total
FROM (SELECT points.id AS id, points.ts AS ts, points.value AS value, ((((to_seconds(points.ts) - 62167219200) * 1000000 + microsecond(points.ts)) - %(stretch_start)s) DIV %(stretch_width)s) AS stretch
FROM (SELECT calls.id AS id, calls.at AS ts, calls.score AS value
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.score IS NOT NULL) AS points) AS placed INNER JOIN (SELECT stretches.stretch AS stretch, stretches.n AS n, stretches.earliest AS earliest, stretches.latest AS latest, stretches.lowest AS lowest, stretches.highest AS highest, sum(stretches.n) OVER () AS total
FROM (SELECT placed.stretch AS stretch, count(*) AS n, min(placed.ts) AS earliest, max(placed.ts) AS latest, min(placed.value) AS lowest, max(placed.value) AS highest
FROM (SELECT points.id AS id, points.ts AS ts, points.value AS value, ((((to_seconds(points.ts) - 62167219200) * 1000000 + microsecond(points.ts)) - %(stretch_start)s) DIV %(stretch_width)s) AS stretch
FROM (SELECT calls.id AS id, calls.at AS ts, calls.score AS value
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.score IS NOT NULL) AS points) AS placed GROUP BY placed.stretch
 LIMIT %(param_1)s) AS stretches) AS totals ON placed.stretch = totals.stretch
WHERE placed.value = totals.lowest OR placed.value = totals.highest OR placed.ts = totals.earliest OR placed.ts = totals.latest) AS found) AS numbered) AS ranked
WHERE ranked.place = %(place_1)s OR ranked.place = ranked.latest OR ranked.place = ranked.lowest_place OR ranked.place = ranked.highest_place
 LIMIT 18446744073709551615

-- stat

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CONVERT(grouped.grp USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_1)s

WITH wq_counted_v2 AS
(SELECT samples.grp AS grp, samples.v2 AS value, count(*) AS many
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS v0, (calls.ok <> 0) AS v1, calls.seconds AS v2, CASE WHEN calls.seen >= TIMESTAMP '0001-01-01 00:00:00' AND calls.seen <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.seen) BETWEEN 1 AND dayofmonth(last_day(calls.seen)) THEN calls.seen END AS v3, calls.cost AS v4, calls.score AS v5
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
WHERE samples.v2 IS NOT NULL GROUP BY samples.grp, samples.v2)
 SELECT main.grp, main.s0_0, main.s1_0, main.s2_0, main.s3_0, main.s4_0, main.s5_0, main.s6_0 AS s6_0, main.s9_0, main.s10_0, main.s10_1, main.s11_0, main.s11_1, main.n, of_v2.s7_0, of_v2.s8_0
FROM (SELECT samples.grp AS grp, count(*) AS s0_0, count(samples.v0) AS s1_0, (CAST(sum(samples.v1 <> 0) AS DOUBLE) / count(samples.v1)) AS s2_0, (CASE WHEN abs(sum(samples.v2)) <= 1.7976931348623157e308 THEN CAST(sum(samples.v2) AS DOUBLE) END / count(samples.v2)) AS s3_0, sum(samples.v2) AS s4_0, min(samples.v2) AS s5_0, max(samples.v3) AS s6_0, count(DISTINCT samples.v0) AS s9_0, CASE WHEN abs(sum(samples.v4)) <= 1.7976931348623157e308 THEN sum(samples.v4) END AS s10_0, count(*) AS s10_1, CASE WHEN abs(sum(samples.v4)) <= 1.7976931348623157e308 THEN sum(samples.v4) END AS s11_0, count(samples.v5) AS s11_1, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS v0, (calls.ok <> 0) AS v1, calls.seconds AS v2, CASE WHEN calls.seen >= TIMESTAMP '0001-01-01 00:00:00' AND calls.seen <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.seen) BETWEEN 1 AND dayofmonth(last_day(calls.seen)) THEN calls.seen END AS v3, calls.cost AS v4, calls.score AS v5
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.grp) AS main LEFT OUTER JOIN (SELECT placed.grp AS grp, sum(CASE WHEN (placed.upto > floor((%(param_1)s * (placed.total - %(total_1)s))) AND placed.upto - placed.many <= floor((%(param_1)s * (placed.total - %(total_1)s)))) THEN placed.value * (%(param_2)s - (%(param_1)s * (placed.total - %(total_1)s) - floor((%(param_1)s * (placed.total - %(total_1)s))))) END) + coalesce(sum(CASE WHEN (placed.upto > floor((%(param_1)s * (placed.total - %(total_1)s))) + %(param_3)s AND placed.upto - placed.many <= floor((%(param_1)s * (placed.total - %(total_1)s))) + %(param_4)s AND %(param_1)s * (placed.total - %(total_1)s) - floor((%(param_1)s * (placed.total - %(total_1)s))) > %(param_5)s) THEN placed.value * (%(param_1)s * (placed.total - %(total_1)s) - floor((%(param_1)s * (placed.total - %(total_1)s)))) END), %(coalesce_1)s) AS s7_0, sum(CASE WHEN (placed.upto > floor((%(param_6)s * (placed.total - %(total_2)s))) AND placed.upto - placed.many <= floor((%(param_6)s * (placed.total - %(total_2)s)))) THEN placed.value * (%(param_7)s - (%(param_6)s * (placed.total - %(total_2)s) - floor((%(param_6)s * (placed.total - %(total_2)s))))) END) + coalesce(sum(CASE WHEN (placed.upto > floor((%(param_6)s * (placed.total - %(total_2)s))) + %(param_8)s AND placed.upto - placed.many <= floor((%(param_6)s * (placed.total - %(total_2)s))) + %(param_9)s AND %(param_6)s * (placed.total - %(total_2)s) - floor((%(param_6)s * (placed.total - %(total_2)s))) > %(param_10)s) THEN placed.value * (%(param_6)s * (placed.total - %(total_2)s) - floor((%(param_6)s * (placed.total - %(total_2)s)))) END), %(coalesce_2)s) AS s8_0
FROM (SELECT wq_counted_v2.grp AS grp, wq_counted_v2.value AS value, wq_counted_v2.many AS many, sum(wq_counted_v2.many) OVER (PARTITION BY wq_counted_v2.grp ORDER BY wq_counted_v2.value ASC) AS upto, sum(wq_counted_v2.many) OVER (PARTITION BY wq_counted_v2.grp) AS total
FROM wq_counted_v2) AS placed GROUP BY placed.grp) AS of_v2 ON main.grp <=> of_v2.grp
 LIMIT 18446744073709551615

-- stat of measures

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CONVERT(grouped.grp USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_1)s

WITH wq_counted_v1 AS
(SELECT samples.grp AS grp, samples.v1 AS value, count(*) AS many
FROM (SELECT marked.grp AS grp, marked.v1 AS v1, marked.mark0 AS v0
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, calls.seconds AS v1, CASE WHEN ((calls.ok <> 0) = %(w0_0)s) THEN %(param_1)s END AS mark0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS marked) AS samples
WHERE samples.v1 IS NOT NULL GROUP BY samples.grp, samples.v1)
 SELECT main.grp, main.m0, main.m0_n, main.n, of_v1.m1, all_0.m2_of
FROM (SELECT samples.grp AS grp, count(samples.v0) AS m0, count(samples.v0) AS m0_n, count(*) AS n
FROM (SELECT marked.grp AS grp, marked.v1 AS v1, marked.mark0 AS v0
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, calls.seconds AS v1, CASE WHEN ((calls.ok <> 0) = %(w0_0)s) THEN %(param_1)s END AS mark0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS marked) AS samples GROUP BY samples.grp) AS main LEFT OUTER JOIN (SELECT placed.grp AS grp, sum(CASE WHEN (placed.upto > floor((%(param_2)s * (placed.total - %(total_1)s))) AND placed.upto - placed.many <= floor((%(param_2)s * (placed.total - %(total_1)s)))) THEN placed.value * (%(param_3)s - (%(param_2)s * (placed.total - %(total_1)s) - floor((%(param_2)s * (placed.total - %(total_1)s))))) END) + coalesce(sum(CASE WHEN (placed.upto > floor((%(param_2)s * (placed.total - %(total_1)s))) + %(param_4)s AND placed.upto - placed.many <= floor((%(param_2)s * (placed.total - %(total_1)s))) + %(param_5)s AND %(param_2)s * (placed.total - %(total_1)s) - floor((%(param_2)s * (placed.total - %(total_1)s))) > %(param_6)s) THEN placed.value * (%(param_2)s * (placed.total - %(total_1)s) - floor((%(param_2)s * (placed.total - %(total_1)s)))) END), %(coalesce_1)s) AS m1
FROM (SELECT wq_counted_v1.grp AS grp, wq_counted_v1.value AS value, wq_counted_v1.many AS many, sum(wq_counted_v1.many) OVER (PARTITION BY wq_counted_v1.grp ORDER BY wq_counted_v1.value ASC) AS upto, sum(wq_counted_v1.many) OVER (PARTITION BY wq_counted_v1.grp) AS total
FROM wq_counted_v1) AS placed GROUP BY placed.grp) AS of_v1 ON main.grp <=> of_v1.grp LEFT OUTER JOIN (SELECT samples.grp AS grp, count(samples.v0) AS m2_of
FROM (SELECT marked.grp AS grp, marked.v1 AS v1, marked.mark0 AS v0
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, calls.seconds AS v1, CASE WHEN ((calls.ok <> 0) = %(w0_0)s) THEN %(param_1)s END AS mark0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS marked) AS samples GROUP BY samples.grp) AS all_0 ON main.grp <=> all_0.grp
 LIMIT 18446744073709551615

-- list

SELECT calls.id AS id, calls.at AS ts, calls.cost AS c0, CONVERT(CASE WHEN json_value(calls.meta, %(param_1)s) COLLATE utf8mb4_bin NOT BETWEEN '-' AND ':' THEN json_value(calls.meta, %(param_1)s) ELSE CASE left(json_extract(calls.meta, %(param_1)s), 1) WHEN '"' THEN json_value(calls.meta, %(param_1)s) WHEN 't' THEN 'true' WHEN 'f' THEN 'false' ELSE CASE WHEN json_value(calls.meta, %(param_1)s) REGEXP '^-?[0-9]{1,19}$' AND CAST(json_value(calls.meta, %(param_1)s) AS DECIMAL(65)) BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(CAST(json_value(calls.meta, %(param_1)s) AS DECIMAL(65)) AS CHAR) WHEN CASE WHEN abs(CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE)) < 1.7976931348623157e308 OR json_value(calls.meta, %(param_1)s) REGEXP '^-?1([.]?7976931348623157)0*([.]0*|[eE][+]?308)?$' THEN CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE) END IS NOT NULL THEN CASE WHEN CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE) = 0 THEN '0' WHEN abs(CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE)) >= 1e-4 AND abs(CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE)) < 1e14 THEN sformat('{:.15g}', CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE)) ELSE concat(CASE WHEN CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE) < 0 THEN '-' ELSE '' END, CASE WHEN abs(CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE)) < 1 THEN trim(TRAILING '0' FROM concat('0.', repeat('0', -substr(sformat('{:.14e}', abs(CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE))), 18) - 1), replace(left(sformat('{:.14e}', abs(CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE))), 16), '.', ''))) ELSE rpad(replace(left(sformat('{:.14e}', abs(CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE))), 16), '.', ''), substr(sformat('{:.14e}', abs(CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE))), 18) + 1, '0') END) END END END END USING utf8mb4) COLLATE utf8mb4_nopad_bin AS c1
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) ORDER BY calls.at DESC, calls.id DESC
 LIMIT %(param_2)s

-- list of related rows, in an order, the second page

SELECT samples.id, samples.id0, samples.ts AS ts, samples.d0
FROM (SELECT calls.id AS id, calls.id AS id0, calls.at AS ts, CONVERT(wq_notes_1.value USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0
FROM calls INNER JOIN notes AS wq_notes_1 ON wq_notes_1.call_id = calls.id
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
WHERE CONVERT(samples.d0 USING utf8mb4) COLLATE utf8mb4_nopad_bin > %(after_d0)s OR CONVERT(samples.d0 USING utf8mb4) COLLATE utf8mb4_nopad_bin IS NULL OR CONVERT(samples.d0 USING utf8mb4) COLLATE utf8mb4_nopad_bin = %(after_d0)s AND (samples.ts < %(after_ts)s OR samples.ts >= %(after_ts)s AND samples.ts < %(after_ts_next)s AND (samples.id0 < %(after_id0)s OR samples.id0 = %(after_id0)s)) ORDER BY samples.d0 IS NULL ASC, CONVERT(samples.d0 USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC, samples.ts DESC, samples.id0 DESC, samples.d0 IS NULL ASC, CONVERT(samples.d0 USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_1)s

-- table, the second page

SELECT placed.d0, placed.m0, placed.sample_count, placed.all_groups, placed.all_left, placed.up_to, placed.place
FROM (SELECT grouped.d0 AS d0, grouped.m0 AS m0, grouped.sample_count AS sample_count, count(*) OVER () AS all_groups, sum(grouped.sample_count) OVER () AS all_left, sum(grouped.sample_count) OVER (ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, CONVERT(grouped.d0 USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS up_to, row_number() OVER (ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, CONVERT(grouped.d0 USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC) AS place
FROM (SELECT samples.d0 AS d0, count(*) AS m0, count(*) AS sample_count
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.d0) AS grouped) AS placed
WHERE placed.place > %(place_1)s AND placed.place <= %(place_2)s ORDER BY placed.place ASC
 LIMIT 18446744073709551615

-- bar of the groups that are left

SELECT samples.grp, (CASE WHEN abs(sum(samples.v0)) <= 1.7976931348623157e308 THEN CAST(sum(samples.v0) AS DOUBLE) END / count(samples.v0)) AS result, count(samples.v0) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.grp
 LIMIT %(param_1)s

SELECT samples.bucket, samples.grp, (CASE WHEN abs(sum(samples.v0)) <= 1.7976931348623157e308 THEN CAST(sum(samples.v0) AS DOUBLE) END / count(samples.v0)) AS result, count(samples.v0) AS n
FROM (SELECT (((to_seconds(calls.at) - 62167219200) - %(edges0_start0)s) DIV %(edges0_length0)s) AS bucket, CAST(CASE WHEN (CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS SIGNED INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.bucket, samples.grp
 LIMIT 18446744073709551615

-- bar of measures, by the groups that are left

SELECT samples.grp, sum(samples.v0) AS m0, count(samples.v0) AS m0_n, count(*) AS m1, count(*) AS m1_n, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.grp
 LIMIT %(param_1)s

SELECT samples.bucket, samples.grp, sum(samples.v0) AS m0, count(samples.v0) AS m0_n, count(*) AS m1, count(*) AS m1_n, count(*) AS n
FROM (SELECT (((to_seconds(calls.at) - 62167219200) - %(edges0_start0)s) DIV %(edges0_length0)s) AS bucket, CAST(CASE WHEN (CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS SIGNED INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.bucket, samples.grp
 LIMIT 18446744073709551615

-- bar over the labels that are left

SELECT samples.grp, (CASE WHEN abs(sum(samples.v0)) <= 1.7976931348623157e308 THEN CAST(sum(samples.v0) AS DOUBLE) END / count(samples.v0)) AS result, count(samples.v0) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp
 LIMIT %(param_1)s

SELECT samples.grp, (CASE WHEN abs(sum(samples.v0)) <= 1.7976931348623157e308 THEN CAST(sum(samples.v0) AS DOUBLE) END / count(samples.v0)) AS result, count(samples.v0) AS n
FROM (SELECT CAST(CASE WHEN (CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin = %(param_1)s) THEN %(param_2)s ELSE %(param_3)s END AS SIGNED INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp
 LIMIT 18446744073709551615

SELECT count(samples.v0) AS n
FROM (SELECT calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
 LIMIT 18446744073709551615

SELECT count(samples.v0) AS n
FROM (SELECT calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.topic IS NOT NULL) AS samples
 LIMIT 18446744073709551615

-- pivot with its rests

SELECT count(*) AS n, count(samples.v0) AS m0_n
FROM (SELECT calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
 LIMIT 18446744073709551615

SELECT calls.seconds AS value
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at)) AND calls.seconds IS NOT NULL ORDER BY calls.seconds DESC
 LIMIT %(skipped)s, %(param_1)s

WITH wq_counted_v0 AS
(SELECT samples.d0 AS d0, samples.d1 AS d1, samples.v0 AS value, count(*) AS many
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0, (calls.ok <> 0) AS d1, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
WHERE samples.v0 IS NOT NULL GROUP BY samples.d0, samples.d1, samples.v0)
 SELECT grouped.d0, grouped.d1, grouped.n, grouped.m0
FROM (SELECT main.d0 AS d0, main.d1 AS d1, main.n AS n, of_v0.m0 AS m0
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0, (calls.ok <> 0) AS d1, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.d0, samples.d1) AS main LEFT OUTER JOIN (SELECT placed.d0 AS d0, placed.d1 AS d1, sum(CASE WHEN (placed.upto > floor((%(param_1)s * (placed.total - %(total_1)s))) AND placed.upto - placed.many <= floor((%(param_1)s * (placed.total - %(total_1)s)))) THEN placed.value * (%(param_2)s - (%(param_1)s * (placed.total - %(total_1)s) - floor((%(param_1)s * (placed.total - %(total_1)s))))) END) + coalesce(sum(CASE WHEN (placed.upto > floor((%(param_1)s * (placed.total - %(total_1)s))) + %(param_3)s AND placed.upto - placed.many <= floor((%(param_1)s * (placed.total - %(total_1)s))) + %(param_4)s AND %(param_1)s * (placed.total - %(total_1)s) - floor((%(param_1)s * (placed.total - %(total_1)s))) > %(param_5)s) THEN placed.value * (%(param_1)s * (placed.total - %(total_1)s) - floor((%(param_1)s * (placed.total - %(total_1)s)))) END), %(coalesce_1)s) AS m0
FROM (SELECT wq_counted_v0.d0 AS d0, wq_counted_v0.d1 AS d1, wq_counted_v0.value AS value, wq_counted_v0.many AS many, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.d0, wq_counted_v0.d1 ORDER BY wq_counted_v0.value ASC) AS upto, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.d0, wq_counted_v0.d1) AS total
FROM wq_counted_v0) AS placed GROUP BY placed.d0, placed.d1) AS of_v0 ON main.d0 <=> of_v0.d0 AND main.d1 <=> of_v0.d1) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.d0 IS NULL ASC, CONVERT(grouped.d0 USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC, grouped.d1 IS NULL ASC, grouped.d1 ASC
 LIMIT %(param_6)s

WITH wq_counted_v0 AS
(SELECT samples.d2 AS d2, samples.v0 AS value, count(*) AS many
FROM (SELECT (((to_seconds(calls.at) - 62167219200) - %(edges0_start0)s) DIV %(edges0_length0)s) AS d2, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
WHERE samples.v0 IS NOT NULL GROUP BY samples.d2, samples.v0)
 SELECT grouped.d2, grouped.n, grouped.m0
FROM (SELECT main.d2 AS d2, main.n AS n, of_v0.m0 AS m0
FROM (SELECT samples.d2 AS d2, count(*) AS n
FROM (SELECT (((to_seconds(calls.at) - 62167219200) - %(edges0_start0)s) DIV %(edges0_length0)s) AS d2, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.d2) AS main LEFT OUTER JOIN (SELECT placed.d2 AS d2, sum(CASE WHEN (placed.upto > floor((%(param_1)s * (placed.total - %(total_1)s))) AND placed.upto - placed.many <= floor((%(param_1)s * (placed.total - %(total_1)s)))) THEN placed.value * (%(param_2)s - (%(param_1)s * (placed.total - %(total_1)s) - floor((%(param_1)s * (placed.total - %(total_1)s))))) END) + coalesce(sum(CASE WHEN (placed.upto > floor((%(param_1)s * (placed.total - %(total_1)s))) + %(param_3)s AND placed.upto - placed.many <= floor((%(param_1)s * (placed.total - %(total_1)s))) + %(param_4)s AND %(param_1)s * (placed.total - %(total_1)s) - floor((%(param_1)s * (placed.total - %(total_1)s))) > %(param_5)s) THEN placed.value * (%(param_1)s * (placed.total - %(total_1)s) - floor((%(param_1)s * (placed.total - %(total_1)s)))) END), %(coalesce_1)s) AS m0
FROM (SELECT wq_counted_v0.d2 AS d2, wq_counted_v0.value AS value, wq_counted_v0.many AS many, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.d2 ORDER BY wq_counted_v0.value ASC) AS upto, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.d2) AS total
FROM wq_counted_v0) AS placed GROUP BY placed.d2) AS of_v0 ON main.d2 <=> of_v0.d2) AS grouped ORDER BY grouped.d2 IS NULL ASC, grouped.d2 ASC
 LIMIT %(param_6)s

WITH wq_counted_v0 AS
(SELECT ranks.rows_rank AS rows_rank, ranks.d2 AS d2, ranks.v0 AS value, count(*) AS many
FROM (SELECT CAST(CASE WHEN (samples.d0 IS NOT NULL AND samples.d0 = %(param_1)s AND samples.d1 IS NULL) THEN %(param_2)s ELSE %(param_3)s END AS SIGNED INTEGER) AS rows_rank, samples.d2 AS d2, samples.v0 AS v0
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0, (calls.ok <> 0) AS d1, (((to_seconds(calls.at) - 62167219200) - %(edges2_start0)s) DIV %(edges2_length0)s) AS d2, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples) AS ranks
WHERE ranks.v0 IS NOT NULL GROUP BY ranks.rows_rank, ranks.d2, ranks.v0)
 SELECT main.rows_rank, main.d2, main.n, of_v0.m0
FROM (SELECT ranks.rows_rank AS rows_rank, ranks.d2 AS d2, count(*) AS n
FROM (SELECT CAST(CASE WHEN (samples.d0 IS NOT NULL AND samples.d0 = %(param_1)s AND samples.d1 IS NULL) THEN %(param_2)s ELSE %(param_3)s END AS SIGNED INTEGER) AS rows_rank, samples.d2 AS d2, samples.v0 AS v0
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0, (calls.ok <> 0) AS d1, (((to_seconds(calls.at) - 62167219200) - %(edges2_start0)s) DIV %(edges2_length0)s) AS d2, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples) AS ranks GROUP BY ranks.rows_rank, ranks.d2) AS main LEFT OUTER JOIN (SELECT placed.rows_rank AS rows_rank, placed.d2 AS d2, sum(CASE WHEN (placed.upto > floor((%(param_4)s * (placed.total - %(total_1)s))) AND placed.upto - placed.many <= floor((%(param_4)s * (placed.total - %(total_1)s)))) THEN placed.value * (%(param_5)s - (%(param_4)s * (placed.total - %(total_1)s) - floor((%(param_4)s * (placed.total - %(total_1)s))))) END) + coalesce(sum(CASE WHEN (placed.upto > floor((%(param_4)s * (placed.total - %(total_1)s))) + %(param_6)s AND placed.upto - placed.many <= floor((%(param_4)s * (placed.total - %(total_1)s))) + %(param_7)s AND %(param_4)s * (placed.total - %(total_1)s) - floor((%(param_4)s * (placed.total - %(total_1)s))) > %(param_8)s) THEN placed.value * (%(param_4)s * (placed.total - %(total_1)s) - floor((%(param_4)s * (placed.total - %(total_1)s)))) END), %(coalesce_1)s) AS m0
FROM (SELECT wq_counted_v0.rows_rank AS rows_rank, wq_counted_v0.d2 AS d2, wq_counted_v0.value AS value, wq_counted_v0.many AS many, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.rows_rank, wq_counted_v0.d2 ORDER BY wq_counted_v0.value ASC) AS upto, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.rows_rank, wq_counted_v0.d2) AS total
FROM wq_counted_v0) AS placed GROUP BY placed.rows_rank, placed.d2) AS of_v0 ON main.rows_rank <=> of_v0.rows_rank AND main.d2 <=> of_v0.d2
 LIMIT 18446744073709551615

-- table with its rest, of shares and rates

SELECT grouped.d0, grouped.d1, grouped.m0, grouped.sample_count, grouped.m1_of
FROM (SELECT main.d0 AS d0, main.d1 AS d1, main.m0 AS m0, main.sample_count AS sample_count, all_0.m1_of AS m1_of
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, count(*) AS m0, count(*) AS sample_count
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0, (calls.ok <> 0) AS d1
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.d0, samples.d1) AS main LEFT OUTER JOIN (SELECT samples.d0 AS d0, count(*) AS m1_of
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0, (calls.ok <> 0) AS d1
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.d0) AS all_0 ON main.d0 <=> all_0.d0) AS grouped ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, CONVERT(grouped.d0 USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC, grouped.d1 IS NULL ASC, grouped.d1 ASC
 LIMIT %(param_1)s

SELECT count(*) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0, (calls.ok <> 0) AS d1
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = %(param_1)s AND samples.d1 IS NULL)) AS rest
 LIMIT 18446744073709551615

SELECT count(*) AS m0
FROM (SELECT samples.d0 AS d0
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = %(param_1)s)) AS rest
 LIMIT 18446744073709551615

-- table with its rest

SELECT grouped.d0, grouped.m0, grouped.sample_count
FROM (SELECT samples.d0 AS d0, (CASE WHEN abs(sum(samples.v0)) <= 1.7976931348623157e308 THEN CAST(sum(samples.v0) AS DOUBLE) END / count(samples.v0)) AS m0, count(*) AS sample_count
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.d0) AS grouped ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, CONVERT(grouped.d0 USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_1)s

SELECT (CASE WHEN abs(sum(rest.v0)) <= 1.7976931348623157e308 THEN CAST(sum(rest.v0) AS DOUBLE) END / count(rest.v0)) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0, samples.v0 AS v0
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0, calls.seconds AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = %(param_1)s)) AS rest
 LIMIT 18446744073709551615

-- table

WITH wq_counted_v0 AS
(SELECT samples.d0 AS d0, samples.d1 AS d1, samples.v0 AS value, count(*) AS many
FROM (SELECT CONVERT(wq_agents_1.name USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0, (((to_seconds(calls.at) - 62167219200) - %(edges1_start0)s) DIV %(edges1_length0)s) AS d1, calls.seconds AS v0
FROM calls LEFT OUTER JOIN agents AS wq_agents_1 ON wq_agents_1.id = calls.agent_id
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
WHERE samples.v0 IS NOT NULL GROUP BY samples.d0, samples.d1, samples.v0)
 SELECT grouped.d0, grouped.d1, grouped.sample_count, grouped.m0, count(*) OVER () AS all_groups, sum(grouped.sample_count) OVER () AS all_left
FROM (SELECT main.d0 AS d0, main.d1 AS d1, main.sample_count AS sample_count, of_v0.m0 AS m0
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, count(*) AS sample_count
FROM (SELECT CONVERT(wq_agents_1.name USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0, (((to_seconds(calls.at) - 62167219200) - %(edges1_start0)s) DIV %(edges1_length0)s) AS d1, calls.seconds AS v0
FROM calls LEFT OUTER JOIN agents AS wq_agents_1 ON wq_agents_1.id = calls.agent_id
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.d0, samples.d1) AS main LEFT OUTER JOIN (SELECT placed.d0 AS d0, placed.d1 AS d1, sum(CASE WHEN (placed.upto > floor((%(param_1)s * (placed.total - %(total_1)s))) AND placed.upto - placed.many <= floor((%(param_1)s * (placed.total - %(total_1)s)))) THEN placed.value * (%(param_2)s - (%(param_1)s * (placed.total - %(total_1)s) - floor((%(param_1)s * (placed.total - %(total_1)s))))) END) + coalesce(sum(CASE WHEN (placed.upto > floor((%(param_1)s * (placed.total - %(total_1)s))) + %(param_3)s AND placed.upto - placed.many <= floor((%(param_1)s * (placed.total - %(total_1)s))) + %(param_4)s AND %(param_1)s * (placed.total - %(total_1)s) - floor((%(param_1)s * (placed.total - %(total_1)s))) > %(param_5)s) THEN placed.value * (%(param_1)s * (placed.total - %(total_1)s) - floor((%(param_1)s * (placed.total - %(total_1)s)))) END), %(coalesce_1)s) AS m0
FROM (SELECT wq_counted_v0.d0 AS d0, wq_counted_v0.d1 AS d1, wq_counted_v0.value AS value, wq_counted_v0.many AS many, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.d0, wq_counted_v0.d1 ORDER BY wq_counted_v0.value ASC) AS upto, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.d0, wq_counted_v0.d1) AS total
FROM wq_counted_v0) AS placed GROUP BY placed.d0, placed.d1) AS of_v0 ON main.d0 <=> of_v0.d0 AND main.d1 <=> of_v0.d1) AS grouped ORDER BY grouped.m0 IS NULL ASC, grouped.m0 DESC, grouped.d0 IS NULL ASC, CONVERT(grouped.d0 USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC, grouped.d1 IS NULL ASC, grouped.d1 ASC
 LIMIT %(param_6)s

-- table of parts and bins

SELECT grouped.d0, grouped.d1, grouped.m0, grouped.sample_count, count(*) OVER () AS all_groups, sum(grouped.sample_count) OVER () AS all_left
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, count(*) AS m0, count(*) AS sample_count
FROM (SELECT (mod(((((to_seconds(calls.at) - 62167219200) + 62162035200) DIV 86400) + 2), 7) + 1) AS d0, CASE WHEN calls.score IS NOT NULL THEN CASE WHEN calls.score < %(bin1_0)s THEN %(param_1)s WHEN calls.score < %(bin1_1)s THEN %(param_2)s WHEN calls.score < %(bin1_2)s THEN %(param_3)s ELSE %(param_4)s END END AS d1
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.d0, samples.d1) AS grouped ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, grouped.d0 ASC, grouped.d1 IS NULL ASC, grouped.d1 ASC
 LIMIT %(param_5)s

-- table of measures, sorted by a ratio

SELECT grouped.d0, grouped.m0, grouped.m1, grouped.sample_count, count(*) OVER () AS all_groups, sum(grouped.sample_count) OVER () AS all_left
FROM (SELECT samples.d0 AS d0, CASE WHEN abs(sum(samples.v0)) <= 1.7976931348623157e308 THEN sum(samples.v0) END AS m0, count(*) AS m1, count(*) AS sample_count
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0, calls.cost AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples GROUP BY samples.d0) AS grouped ORDER BY (CASE WHEN CAST(grouped.m1 AS DOUBLE) = 0 THEN NULL WHEN abs(CAST(grouped.m1 AS DOUBLE)) < 1 THEN CASE WHEN abs(CAST(grouped.m0 AS DOUBLE)) >= abs(CAST(grouped.m1 AS DOUBLE)) * 1.7e308 THEN NULL ELSE CAST(grouped.m0 AS DOUBLE) / CAST(grouped.m1 AS DOUBLE) END WHEN abs(CAST(grouped.m0 AS DOUBLE)) < abs(CAST(grouped.m1 AS DOUBLE)) * 2.3e-308 THEN 0e0 ELSE CAST(grouped.m0 AS DOUBLE) / CAST(grouped.m1 AS DOUBLE) END) IS NULL ASC, (CASE WHEN CAST(grouped.m1 AS DOUBLE) = 0 THEN NULL WHEN abs(CAST(grouped.m1 AS DOUBLE)) < 1 THEN CASE WHEN abs(CAST(grouped.m0 AS DOUBLE)) >= abs(CAST(grouped.m1 AS DOUBLE)) * 1.7e308 THEN NULL ELSE CAST(grouped.m0 AS DOUBLE) / CAST(grouped.m1 AS DOUBLE) END WHEN abs(CAST(grouped.m0 AS DOUBLE)) < abs(CAST(grouped.m1 AS DOUBLE)) * 2.3e-308 THEN 0e0 ELSE CAST(grouped.m0 AS DOUBLE) / CAST(grouped.m1 AS DOUBLE) END) DESC, grouped.d0 IS NULL ASC, CONVERT(grouped.d0 USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_1)s

SELECT CASE WHEN abs(sum(samples.v0)) <= 1.7976931348623157e308 THEN sum(samples.v0) END AS m0, count(*) AS m1, count(*) AS n
FROM (SELECT calls.cost AS v0
FROM calls
WHERE calls.at >= %(start)s AND calls.at < %(end)s AND calls.at >= TIMESTAMP '0001-01-01 00:00:00' AND calls.at <= TIMESTAMP '9999-12-31 23:59:59.999999' AND dayofmonth(calls.at) BETWEEN 1 AND dayofmonth(last_day(calls.at))) AS samples
 LIMIT 18446744073709551615
