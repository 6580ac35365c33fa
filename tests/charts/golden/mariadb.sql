-- bar

SELECT samples.bucket, (CASE WHEN abs(sum(samples.value)) <= 1.7976931348623157e308 THEN CAST(sum(samples.value) AS DOUBLE) END / count(samples.value)) AS result, count(samples.value) AS n
FROM (SELECT calls.seconds AS value, (((to_seconds(calls.at) - 62167219200) - %(edges0_start0)s) DIV %(edges0_length0)s) AS bucket
FROM calls
WHERE calls.at >= %(v0)s AND calls.at < %(end)s) AS samples GROUP BY samples.bucket

-- bar of a metric, by agent

SELECT metrics.kind AS kind, metrics.name AS name
FROM metrics
WHERE metrics.id = %(param_1)s
 LIMIT %(param_2)s

SELECT anon_1.grp
FROM (SELECT anon_2.grp AS grp, count(anon_2.value) AS n
FROM (SELECT CONVERT(agents_1.name USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, CASE WHEN char_length(notes_1.value) <= 400 AND notes_1.value REGEXP '(?-imsx)^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$(?![^x]|x)' THEN CASE WHEN abs(CAST(notes_1.value AS DOUBLE)) < 1.7976931348623157e308 OR notes_1.value REGEXP '^-?1([.]?7976931348623157)0*([.]0*|[eE][+]?308)?$' THEN CAST(notes_1.value AS DOUBLE) END END AS value
FROM calls INNER JOIN notes AS notes_1 ON notes_1.call_id = calls.id LEFT OUTER JOIN metrics AS metrics_1 ON metrics_1.id = notes_1.metric_id LEFT OUTER JOIN agents AS agents_1 ON agents_1.id = calls.agent_id
WHERE calls.at >= %(v0)s AND calls.at < %(end)s AND metrics_1.id = %(metric)s) AS anon_2 GROUP BY anon_2.grp) AS anon_1 ORDER BY anon_1.n DESC, anon_1.grp IS NULL, CONVERT(anon_1.grp USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_1)s

SELECT anon_1.bucket, anon_1.grp, sum(CASE WHEN (anon_1.value IS NULL) THEN NULL WHEN (anon_1.value_rank = floor((%(param_1)s * (anon_1.value_n - %(value_n_1)s)))) THEN anon_1.value * (%(param_2)s - (%(param_1)s * (anon_1.value_n - %(value_n_1)s) - floor((%(param_1)s * (anon_1.value_n - %(value_n_1)s))))) WHEN (anon_1.value_rank = floor((%(param_1)s * (anon_1.value_n - %(value_n_1)s))) + %(param_3)s AND %(param_1)s * (anon_1.value_n - %(value_n_1)s) - floor((%(param_1)s * (anon_1.value_n - %(value_n_1)s))) > %(param_4)s) THEN anon_1.value * (%(param_1)s * (anon_1.value_n - %(value_n_1)s) - floor((%(param_1)s * (anon_1.value_n - %(value_n_1)s)))) ELSE NULL END) AS result, count(anon_1.value) AS n, count(DISTINCT CASE WHEN (anon_1.value IS NOT NULL) THEN anon_1.rid END) AS records
FROM (SELECT samples.grp AS grp, samples.value AS value, samples.bucket AS bucket, samples.rid AS rid, row_number() OVER (PARTITION BY samples.bucket, samples.grp, samples.value IS NULL ORDER BY samples.value) - %(param_5)s AS value_rank, count(samples.value) OVER (PARTITION BY samples.bucket, samples.grp) AS value_n
FROM (SELECT CONVERT(agents_1.name USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, CASE WHEN char_length(notes_1.value) <= 400 AND notes_1.value REGEXP '(?-imsx)^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$(?![^x]|x)' THEN CASE WHEN abs(CAST(notes_1.value AS DOUBLE)) < 1.7976931348623157e308 OR notes_1.value REGEXP '^-?1([.]?7976931348623157)0*([.]0*|[eE][+]?308)?$' THEN CAST(notes_1.value AS DOUBLE) END END AS value, (((to_seconds(calls.at) - 62167219200) - %(edges0_start0)s) DIV %(edges0_length0)s) AS bucket, calls.id AS rid
FROM calls INNER JOIN notes AS notes_1 ON notes_1.call_id = calls.id LEFT OUTER JOIN metrics AS metrics_1 ON metrics_1.id = notes_1.metric_id LEFT OUTER JOIN agents AS agents_1 ON agents_1.id = calls.agent_id
WHERE calls.at >= %(v0)s AND calls.at < %(end)s AND metrics_1.id = %(metric)s) AS samples) AS anon_1 GROUP BY anon_1.bucket, anon_1.grp

-- pie

SELECT ranked.label, ranked.n, ranked.records, ranked.place, ranked.total
FROM (SELECT counts.label AS label, counts.n AS n, counts.records AS records, row_number() OVER (ORDER BY counts.n DESC, counts.label IS NULL, CONVERT(counts.label USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC) AS place, sum(counts.n) OVER () AS total
FROM (SELECT samples.label AS label, count(*) AS n, count(*) AS records
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS label
FROM calls
WHERE calls.at >= %(v0)s AND calls.at < %(end)s AND calls.topic IS NOT NULL) AS samples GROUP BY samples.label) AS counts) AS ranked
WHERE ranked.place <= %(place_1)s ORDER BY ranked.place

-- line, thinned

SELECT calls.id AS id, calls.at AS ts, calls.score AS value
FROM calls
WHERE calls.at >= %(v0)s AND calls.at < %(end)s AND calls.score IS NOT NULL AND 1
 LIMIT %(param_1)s

SELECT ((to_seconds(min(calls.at)) - 62167219200) * 1000000 + microsecond(min(calls.at))) AS anon_1, ((to_seconds(max(calls.at)) - 62167219200) * 1000000 + microsecond(max(calls.at))) AS anon_2
FROM calls
WHERE calls.at >= %(v0)s AND calls.at < %(end)s AND calls.score IS NOT NULL AND 1

SELECT ranked.id, ranked.ts AS ts, ranked.value, ranked.total
FROM (SELECT numbered.id AS id, numbered.ts AS ts, numbered.value AS value, numbered.stretch AS stretch, numbered.total AS total, numbered.place AS place, numbered.lowest AS lowest, numbered.highest AS highest, max(numbered.place) OVER (PARTITION BY numbered.stretch) AS latest, min(CASE WHEN (numbered.value = numbered.lowest) THEN numbered.place END) OVER (PARTITION BY numbered.stretch) AS lowest_place, min(CASE WHEN (numbered.value = numbered.highest) THEN numbered.place END) OVER (PARTITION BY numbered.stretch) AS highest_place
FROM (SELECT found.id AS id, found.ts AS ts, found.value AS value, found.stretch AS stretch, found.total AS total, row_number() OVER (PARTITION BY found.stretch ORDER BY found.ts, found.id, found.value) AS place, min(found.value) OVER (PARTITION BY found.stretch) AS lowest, max(found.value) OVER (PARTITION BY found.stretch) AS highest
FROM (SELECT placed.id AS id, placed.ts AS ts, placed.value AS value, placed.stretch AS stretch, totals.total AS total
FROM (SELECT points.id AS id, points.ts AS ts, points.value AS value, ((((to_seconds(points.ts) - 62167219200) * 1000000 + microsecond(points.ts)) - %(stretch_start)s) DIV %(stretch_width)s) AS stretch
FROM (SELECT calls.id AS id, calls.at AS ts, calls.score AS value
FROM calls
WHERE calls.at >= %(v0)s AND calls.at < %(end)s AND calls.score IS NOT NULL AND 1) AS points) AS placed INNER JOIN (SELECT stretches.stretch AS stretch, stretches.n AS n, stretches.earliest AS earliest, stretches.latest AS latest, stretches.lowest AS lowest, stretches.highest AS highest, sum(stretches.n) OVER () AS total
FROM (SELECT placed.stretch AS stretch, count(*) AS n, min(placed.ts) AS earliest, max(placed.ts) AS latest, min(placed.value) AS lowest, max(placed.value) AS highest
FROM (SELECT points.id AS id, points.ts AS ts, points.value AS value, ((((to_seconds(points.ts) - 62167219200) * 1000000 + microsecond(points.ts)) - %(stretch_start)s) DIV %(stretch_width)s) AS stretch
FROM (SELECT calls.id AS id, calls.at AS ts, calls.score AS value
FROM calls
WHERE calls.at >= %(v0)s AND calls.at < %(end)s AND calls.score IS NOT NULL AND 1) AS points) AS placed GROUP BY placed.stretch
 LIMIT %(param_1)s) AS stretches) AS totals ON placed.stretch = totals.stretch
WHERE placed.value = totals.lowest OR placed.value = totals.highest OR placed.ts = totals.earliest OR placed.ts = totals.latest) AS found) AS numbered) AS ranked
WHERE ranked.place = %(place_1)s OR ranked.place = ranked.latest OR ranked.place = ranked.lowest_place OR ranked.place = ranked.highest_place

-- stat

SELECT anon_1.grp
FROM (SELECT anon_2.grp AS grp, count(*) AS n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp
FROM calls
WHERE calls.at >= %(v0)s AND calls.at < %(end)s) AS anon_2 GROUP BY anon_2.grp) AS anon_1 ORDER BY anon_1.n DESC, anon_1.grp IS NULL, CONVERT(anon_1.grp USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC
 LIMIT %(param_1)s

SELECT anon_1.grp, count(*) AS n, count(*) AS s0_0, count(anon_1.v0) AS s1_0, (CAST(sum(anon_1.v1 <> 0) AS DOUBLE) / count(anon_1.v1)) AS s2_0, (CASE WHEN abs(sum(anon_1.v2)) <= 1.7976931348623157e308 THEN CAST(sum(anon_1.v2) AS DOUBLE) END / count(anon_1.v2)) AS s3_0, sum(anon_1.v2) AS s4_0, min(anon_1.v2) AS s5_0, max(anon_1.v3) AS s6_0, sum(CASE WHEN (anon_1.v2 IS NULL) THEN NULL WHEN (anon_1.v2_rank = floor((%(param_1)s * (anon_1.v2_n - %(v2_n_1)s)))) THEN anon_1.v2 * (%(param_2)s - (%(param_1)s * (anon_1.v2_n - %(v2_n_1)s) - floor((%(param_1)s * (anon_1.v2_n - %(v2_n_1)s))))) WHEN (anon_1.v2_rank = floor((%(param_1)s * (anon_1.v2_n - %(v2_n_1)s))) + %(param_3)s AND %(param_1)s * (anon_1.v2_n - %(v2_n_1)s) - floor((%(param_1)s * (anon_1.v2_n - %(v2_n_1)s))) > %(param_4)s) THEN anon_1.v2 * (%(param_1)s * (anon_1.v2_n - %(v2_n_1)s) - floor((%(param_1)s * (anon_1.v2_n - %(v2_n_1)s)))) ELSE NULL END) AS s7_0, sum(CASE WHEN (anon_1.v2 IS NULL) THEN NULL WHEN (anon_1.v2_rank = floor((%(param_5)s * (anon_1.v2_n - %(v2_n_2)s)))) THEN anon_1.v2 * (%(param_6)s - (%(param_5)s * (anon_1.v2_n - %(v2_n_2)s) - floor((%(param_5)s * (anon_1.v2_n - %(v2_n_2)s))))) WHEN (anon_1.v2_rank = floor((%(param_5)s * (anon_1.v2_n - %(v2_n_2)s))) + %(param_7)s AND %(param_5)s * (anon_1.v2_n - %(v2_n_2)s) - floor((%(param_5)s * (anon_1.v2_n - %(v2_n_2)s))) > %(param_8)s) THEN anon_1.v2 * (%(param_5)s * (anon_1.v2_n - %(v2_n_2)s) - floor((%(param_5)s * (anon_1.v2_n - %(v2_n_2)s)))) ELSE NULL END) AS s8_0, count(DISTINCT anon_1.v0) AS s9_0, CASE WHEN abs(sum(anon_1.v4)) <= 1.7976931348623157e308 THEN sum(anon_1.v4) END AS s10_0, count(*) AS s10_1, CASE WHEN abs(sum(anon_1.v4)) <= 1.7976931348623157e308 THEN sum(anon_1.v4) END AS s11_0, count(anon_1.v5) AS s11_1
FROM (SELECT samples.grp AS grp, samples.v0 AS v0, samples.v1 AS v1, samples.v2 AS v2, samples.v3 AS v3, samples.v4 AS v4, samples.v5 AS v5, samples.one AS one, row_number() OVER (PARTITION BY samples.grp, samples.v2 IS NULL ORDER BY samples.v2) - %(param_9)s AS v2_rank, count(samples.v2) OVER (PARTITION BY samples.grp) AS v2_n
FROM (SELECT CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS grp, CONVERT(calls.topic USING utf8mb4) COLLATE utf8mb4_nopad_bin AS v0, calls.ok AS v1, calls.seconds AS v2, calls.seen AS v3, calls.cost AS v4, calls.score AS v5, calls.id AS one
FROM calls
WHERE calls.at >= %(v0)s AND calls.at < %(end)s) AS samples) AS anon_1 GROUP BY anon_1.grp

-- list

SELECT calls.id AS id, calls.at AS ts, calls.cost AS value, CONVERT(CASE WHEN json_value(calls.meta, %(param_1)s) COLLATE utf8mb4_bin NOT BETWEEN '-' AND ':' THEN json_value(calls.meta, %(param_1)s) ELSE CASE left(json_extract(calls.meta, %(param_1)s), 1) WHEN '"' THEN json_value(calls.meta, %(param_1)s) WHEN 't' THEN 'true' WHEN 'f' THEN 'false' ELSE CASE WHEN json_value(calls.meta, %(param_1)s) REGEXP '^-?[0-9]{1,19}$' AND CAST(json_value(calls.meta, %(param_1)s) AS DECIMAL(65)) BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(CAST(json_value(calls.meta, %(param_1)s) AS DECIMAL(65)) AS CHAR) WHEN CASE WHEN abs(CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE)) < 1.7976931348623157e308 OR json_value(calls.meta, %(param_1)s) REGEXP '^-?1([.]?7976931348623157)0*([.]0*|[eE][+]?308)?$' THEN CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE) END IS NOT NULL THEN CASE WHEN CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE) = 0 THEN '0' WHEN abs(CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE)) >= 1e-4 AND abs(CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE)) < 1e14 THEN sformat('{:.15g}', CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE)) ELSE concat(CASE WHEN CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE) < 0 THEN '-' ELSE '' END, CASE WHEN abs(CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE)) < 1 THEN trim(TRAILING '0' FROM concat('0.', repeat('0', -substr(sformat('{:.14e}', abs(CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE))), 18) - 1), replace(left(sformat('{:.14e}', abs(CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE))), 16), '.', ''))) ELSE rpad(replace(left(sformat('{:.14e}', abs(CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE))), 16), '.', ''), substr(sformat('{:.14e}', abs(CAST(json_value(calls.meta, %(param_1)s) AS DOUBLE))), 18) + 1, '0') END) END END END END USING utf8mb4) COLLATE utf8mb4_nopad_bin AS c0
FROM calls
WHERE calls.at >= %(v0)s AND calls.at < %(end)s ORDER BY calls.at DESC, calls.id DESC
 LIMIT %(param_2)s

-- table

SELECT grouped.d0, grouped.d1, grouped.m0, grouped.sample_count
FROM (SELECT anon_1.d0 AS d0, anon_1.d1 AS d1, sum(CASE WHEN (anon_1.v0 IS NULL) THEN NULL WHEN (anon_1.v0_rank = floor((%(param_1)s * (anon_1.v0_n - %(v0_n_1)s)))) THEN anon_1.v0 * (%(param_2)s - (%(param_1)s * (anon_1.v0_n - %(v0_n_1)s) - floor((%(param_1)s * (anon_1.v0_n - %(v0_n_1)s))))) WHEN (anon_1.v0_rank = floor((%(param_1)s * (anon_1.v0_n - %(v0_n_1)s))) + %(param_3)s AND %(param_1)s * (anon_1.v0_n - %(v0_n_1)s) - floor((%(param_1)s * (anon_1.v0_n - %(v0_n_1)s))) > %(param_4)s) THEN anon_1.v0 * (%(param_1)s * (anon_1.v0_n - %(v0_n_1)s) - floor((%(param_1)s * (anon_1.v0_n - %(v0_n_1)s)))) ELSE NULL END) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, samples.v0 AS v0, samples.one AS one, row_number() OVER (PARTITION BY samples.d0, samples.d1, samples.v0 IS NULL ORDER BY samples.v0) - %(param_5)s AS v0_rank, count(samples.v0) OVER (PARTITION BY samples.d0, samples.d1) AS v0_n
FROM (SELECT CONVERT(agents_1.name USING utf8mb4) COLLATE utf8mb4_nopad_bin AS d0, (((to_seconds(calls.at) - 62167219200) - %(edges0_start0)s) DIV %(edges0_length0)s) AS d1, calls.seconds AS v0, calls.id AS one
FROM calls LEFT OUTER JOIN agents AS agents_1 ON agents_1.id = calls.agent_id
WHERE calls.at >= %(v0)s AND calls.at < %(end)s) AS samples) AS anon_1 GROUP BY anon_1.d0, anon_1.d1) AS grouped ORDER BY grouped.m0 IS NULL, grouped.m0 DESC, grouped.d0 IS NULL, CONVERT(grouped.d0 USING utf8mb4) COLLATE utf8mb4_nopad_bin ASC, grouped.d1 IS NULL, grouped.d1 ASC
 LIMIT %(param_6)s
