-- bar

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT edges."key" AS bucket, (SELECT (((quote(avg(CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END)) || ',') || quote(count(CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END))) || ',') || quote(count(*)) AS anon_1
FROM calls
WHERE calls.at >= json_extract(edges.value, '$[0]') AND calls.at < json_extract(edges.value, '$[1]')) AS packed
FROM json_each(?) AS edges

-- bar of a metric, by agent

SELECT metrics.kind AS kind, CASE WHEN metrics.name < x'' THEN metrics.name END AS name
FROM metrics
WHERE metrics.id = ?
 LIMIT ? OFFSET ?

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS n
FROM (SELECT CASE WHEN wq_agents_1.name < x'' THEN wq_agents_1.name END COLLATE BINARY AS grp, CASE WHEN wq_notes_1.value < x'' THEN CASE WHEN length(wq_notes_1.value) <= 400 AND wq_notes_1.value NOT GLOB '*[^-+.eE0-9]*' AND wq_notes_1.value NOT GLOB '*[eE]*[0-9][0-9][0-9][0-9][0-9]*' AND json_valid(wq_notes_1.value) AND abs(CAST(wq_notes_1.value AS REAL)) <= 1.7976931348623157e308 THEN CAST(wq_notes_1.value AS REAL) END END AS v0
FROM calls LEFT OUTER JOIN agents AS wq_agents_1 ON wq_agents_1.id = calls.agent_id JOIN notes AS wq_notes_1 ON wq_notes_1.call_id = calls.id LEFT OUTER JOIN metrics AS wq_metrics_1 ON wq_metrics_1.id = wq_notes_1.metric_id
WHERE calls.at >= ? AND calls.at < ? AND wq_metrics_1.id = ?) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE BINARY ASC
 LIMIT ? OFFSET ?

WITH wq_counted_v0 AS
(SELECT samples.bucket AS bucket, samples.grp AS grp, samples.v0 AS value, count(*) AS many
FROM (SELECT CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END AS bucket, CASE WHEN wq_agents_1.name < x'' THEN wq_agents_1.name END COLLATE BINARY AS grp, CASE WHEN wq_notes_1.value < x'' THEN CASE WHEN length(wq_notes_1.value) <= 400 AND wq_notes_1.value NOT GLOB '*[^-+.eE0-9]*' AND wq_notes_1.value NOT GLOB '*[eE]*[0-9][0-9][0-9][0-9][0-9]*' AND json_valid(wq_notes_1.value) AND abs(CAST(wq_notes_1.value AS REAL)) <= 1.7976931348623157e308 THEN CAST(wq_notes_1.value AS REAL) END END AS v0, calls.id AS rid
FROM calls LEFT OUTER JOIN agents AS wq_agents_1 ON wq_agents_1.id = calls.agent_id JOIN notes AS wq_notes_1 ON wq_notes_1.call_id = calls.id LEFT OUTER JOIN metrics AS wq_metrics_1 ON wq_metrics_1.id = wq_notes_1.metric_id
WHERE calls.at >= ? AND calls.at < ? AND wq_metrics_1.id = ?) AS samples
WHERE samples.v0 IS NOT NULL GROUP BY samples.bucket, samples.grp, samples.v0)
 SELECT main.bucket, main.grp, main.n, main.records, of_v0.result
FROM (SELECT samples.bucket AS bucket, samples.grp AS grp, count(samples.v0) AS n, count(DISTINCT CASE WHEN (samples.v0 IS NOT NULL) THEN samples.rid END) AS records
FROM (SELECT CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END AS bucket, CASE WHEN wq_agents_1.name < x'' THEN wq_agents_1.name END COLLATE BINARY AS grp, CASE WHEN wq_notes_1.value < x'' THEN CASE WHEN length(wq_notes_1.value) <= 400 AND wq_notes_1.value NOT GLOB '*[^-+.eE0-9]*' AND wq_notes_1.value NOT GLOB '*[eE]*[0-9][0-9][0-9][0-9][0-9]*' AND json_valid(wq_notes_1.value) AND abs(CAST(wq_notes_1.value AS REAL)) <= 1.7976931348623157e308 THEN CAST(wq_notes_1.value AS REAL) END END AS v0, calls.id AS rid
FROM calls LEFT OUTER JOIN agents AS wq_agents_1 ON wq_agents_1.id = calls.agent_id JOIN notes AS wq_notes_1 ON wq_notes_1.call_id = calls.id LEFT OUTER JOIN metrics AS wq_metrics_1 ON wq_metrics_1.id = wq_notes_1.metric_id
WHERE calls.at >= ? AND calls.at < ? AND wq_metrics_1.id = ?) AS samples GROUP BY samples.bucket, samples.grp) AS main LEFT OUTER JOIN (SELECT placed.bucket AS bucket, placed.grp AS grp, sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER)) THEN placed.value * (? - (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER))) END) + coalesce(sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) + ? AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER) + ? AND ? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER) > ?) THEN placed.value * (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER)) END), ?) AS result
FROM (SELECT wq_counted_v0.bucket AS bucket, wq_counted_v0.grp AS grp, wq_counted_v0.value AS value, wq_counted_v0.many AS many, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.bucket, wq_counted_v0.grp ORDER BY wq_counted_v0.value ASC) AS upto, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.bucket, wq_counted_v0.grp) AS total
FROM wq_counted_v0) AS placed GROUP BY placed.bucket, placed.grp) AS of_v0 ON main.bucket IS of_v0.bucket AND main.grp IS of_v0.grp

-- bar, compared

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT anon_1.bucket AS bucket, anon_1.position AS position, anon_1.grp AS grp, max(anon_1.v0_max) AS result, CAST(coalesce(sum(anon_1.v0_n), ?) AS BIGINT) AS n
FROM (SELECT anon_2.k0 AS k0, anon_2.n AS n, anon_2.v0_n AS v0_n, anon_2.v0_max AS v0_max, anon_2.bucket AS bucket, CASE WHEN (anon_2.place <= ?) THEN anon_2.place - ? ELSE ? END AS position, CASE WHEN (anon_2.place <= ?) THEN anon_2.k0 END AS grp
FROM (SELECT anon_3.k0 AS k0, anon_3.n AS n, anon_3.v0_n AS v0_n, anon_3.v0_max AS v0_max, anon_3.bucket AS bucket, dense_rank() OVER (ORDER BY anon_3.samples_of_group DESC, anon_3.k0 IS NULL ASC, anon_3.k0 COLLATE BINARY ASC) AS place
FROM (SELECT cells.k0 AS k0, cells.n AS n, cells.v0_n AS v0_n, cells.v0_max AS v0_max, cells.bucket AS bucket, sum(cells.v0_n) OVER (PARTITION BY cells.k0) AS samples_of_group
FROM (SELECT samples.k0 AS k0, samples.bucket AS bucket, count(*) AS n, count(samples.v0) AS v0_n, max(samples.v0) AS v0_max
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS k0, CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END ELSE CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END END AS bucket, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.k0, samples.bucket) AS cells) AS anon_3) AS anon_2) AS anon_1 GROUP BY anon_1.bucket, anon_1.position, anon_1.grp

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT anon_1.bucket AS bucket, anon_1.position AS position, anon_1.grp AS grp, max(anon_1.v0_max) AS result, CAST(coalesce(sum(anon_1.v0_n), ?) AS BIGINT) AS n
FROM (SELECT anon_2.k0 AS k0, anon_2.n AS n, anon_2.v0_n AS v0_n, anon_2.v0_max AS v0_max, anon_2.bucket AS bucket, CASE WHEN (anon_2.place <= ?) THEN anon_2.place - ? ELSE ? END AS position, CASE WHEN (anon_2.place <= ?) THEN anon_2.k0 END AS grp
FROM (SELECT anon_3.k0 AS k0, anon_3.n AS n, anon_3.v0_n AS v0_n, anon_3.v0_max AS v0_max, anon_3.bucket AS bucket, dense_rank() OVER (ORDER BY anon_3.samples_of_group DESC, anon_3.k0 IS NULL ASC, anon_3.k0 COLLATE BINARY ASC) AS place
FROM (SELECT cells.k0 AS k0, cells.n AS n, cells.v0_n AS v0_n, cells.v0_max AS v0_max, cells.bucket AS bucket, sum(cells.v0_n) OVER (PARTITION BY cells.k0) AS samples_of_group
FROM (SELECT samples.k0 AS k0, samples.bucket AS bucket, count(*) AS n, count(samples.v0) AS v0_n, max(samples.v0) AS v0_max
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS k0, CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END ELSE CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END END AS bucket, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.k0, samples.bucket) AS cells) AS anon_3) AS anon_2) AS anon_1 GROUP BY anon_1.bucket, anon_1.position, anon_1.grp

-- pie, compared

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.topic < x'' THEN calls.topic END IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE BINARY ASC
 LIMIT ? OFFSET ?

SELECT samples.grp, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.topic < x'' THEN calls.topic END IS NOT NULL) AS samples GROUP BY samples.grp

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.topic < x'' THEN calls.topic END IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE BINARY ASC
 LIMIT ? OFFSET ?

SELECT samples.grp, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.topic < x'' THEN calls.topic END IS NOT NULL) AS samples GROUP BY samples.grp

-- bar of the groups that are left, compared

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT samples.grp, CASE WHEN abs(sum(samples.v0 >> 32) * 4294967296.0 + sum(samples.v0 - (samples.v0 & -4294967296))) < 9.2e18 THEN (sum(samples.v0 >> 32) << 32) + sum(samples.v0 - (samples.v0 & -4294967296)) ELSE sum(samples.v0 >> 32) * 4294967296.0 + sum(samples.v0 - (samples.v0 & -4294967296)) END AS result, count(samples.v0) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.grp
 LIMIT ? OFFSET ?

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT samples.grp, CASE WHEN abs(sum(samples.v0 >> 32) * 4294967296.0 + sum(samples.v0 - (samples.v0 & -4294967296))) < 9.2e18 THEN (sum(samples.v0 >> 32) << 32) + sum(samples.v0 - (samples.v0 & -4294967296)) ELSE sum(samples.v0 >> 32) * 4294967296.0 + sum(samples.v0 - (samples.v0 & -4294967296)) END AS result, count(samples.v0) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.grp
 LIMIT ? OFFSET ?

SELECT samples.bucket, samples.grp, CASE WHEN abs(sum(samples.v0 >> 32) * 4294967296.0 + sum(samples.v0 - (samples.v0 & -4294967296))) < 9.2e18 THEN (sum(samples.v0 >> 32) << 32) + sum(samples.v0 - (samples.v0 & -4294967296)) ELSE sum(samples.v0 >> 32) * 4294967296.0 + sum(samples.v0 - (samples.v0 & -4294967296)) END AS result, count(samples.v0) AS n
FROM (SELECT CAST(substr(calls.at, 9, 2) AS INTEGER) AS bucket, CAST(CASE CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY WHEN ? THEN ? ELSE ? END AS INTEGER) AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.bucket, samples.grp

SELECT samples.bucket, samples.grp, CASE WHEN abs(sum(samples.v0 >> 32) * 4294967296.0 + sum(samples.v0 - (samples.v0 & -4294967296))) < 9.2e18 THEN (sum(samples.v0 >> 32) << 32) + sum(samples.v0 - (samples.v0 & -4294967296)) ELSE sum(samples.v0 >> 32) * 4294967296.0 + sum(samples.v0 - (samples.v0 & -4294967296)) END AS result, count(samples.v0) AS n
FROM (SELECT CAST(substr(calls.at, 9, 2) AS INTEGER) AS bucket, CAST(CASE CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY WHEN ? THEN ? ELSE ? END AS INTEGER) AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.bucket, samples.grp

-- table with its rest, compared

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT samples.d0, count(*) AS m0, count(*) AS sample_count
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.d0
 LIMIT ? OFFSET ?

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT samples.d0, count(*) AS m0, count(*) AS sample_count
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.d0
 LIMIT ? OFFSET ?

SELECT count(*) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = ?)) AS rest

SELECT count(*) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = ?)) AS rest

-- pies, compared

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE BINARY ASC
 LIMIT ? OFFSET ?

SELECT samples.grp, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END IS NOT NULL) AS samples GROUP BY samples.grp

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE BINARY ASC
 LIMIT ? OFFSET ?

SELECT samples.grp, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END IS NOT NULL) AS samples GROUP BY samples.grp

SELECT samples.grp, samples.label, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS label, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END IS NOT NULL) AS samples GROUP BY samples.grp, samples.label
 LIMIT ? OFFSET ?

SELECT samples.grp, samples.label, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS label, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END IS NOT NULL) AS samples GROUP BY samples.grp, samples.label
 LIMIT ? OFFSET ?

-- table, compared

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT samples.d0, samples.d1, count(*) AS m0, count(*) AS sample_count
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0, CAST(substr(calls.at, 9, 2) AS INTEGER) AS d1
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.d0, samples.d1
 LIMIT ? OFFSET ?

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT samples.d0, samples.d1, count(*) AS m0, count(*) AS sample_count
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0, CAST(substr(calls.at, 9, 2) AS INTEGER) AS d1
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.d0, samples.d1
 LIMIT ? OFFSET ?

SELECT count(*) AS m0, count(*) AS n
FROM (SELECT calls.id AS one
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples

SELECT count(*) AS m0, count(*) AS n
FROM (SELECT calls.id AS one
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples

-- bar over windows

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE BINARY ASC
 LIMIT ? OFFSET ?

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT samples.bucket, samples.grp, CASE WHEN abs(sum(samples.v0 >> 32) * 4294967296.0 + sum(samples.v0 - (samples.v0 & -4294967296))) < 9.2e18 THEN (sum(samples.v0 >> 32) << 32) + sum(samples.v0 - (samples.v0 & -4294967296)) ELSE sum(samples.v0 >> 32) * 4294967296.0 + sum(samples.v0 - (samples.v0 & -4294967296)) END AS result, count(samples.v0) AS result_number, count(samples.v0) AS n
FROM (SELECT CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END ELSE CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END ELSE CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END ELSE CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END END AS bucket, CAST(CASE CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY WHEN ? THEN ? WHEN ? THEN ? ELSE ? END AS INTEGER) AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.bucket, samples.grp

-- bar over windows, of values

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

WITH wq_counted_v0 AS
(SELECT samples.bucket AS bucket, samples.v0 AS value, count(*) AS many
FROM (SELECT ? AS bucket, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples
WHERE samples.v0 IS NOT NULL GROUP BY samples.bucket, samples.v0)
 SELECT main.bucket, main.n, of_v0.result
FROM (SELECT samples.bucket AS bucket, count(samples.v0) AS n
FROM (SELECT ? AS bucket, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.bucket) AS main LEFT OUTER JOIN (SELECT placed.bucket AS bucket, sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER)) THEN placed.value * (? - (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER))) END) + coalesce(sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) + ? AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER) + ? AND ? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER) > ?) THEN placed.value * (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER)) END), ?) AS result
FROM (SELECT wq_counted_v0.bucket AS bucket, wq_counted_v0.value AS value, wq_counted_v0.many AS many, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.bucket ORDER BY wq_counted_v0.value ASC) AS upto, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.bucket) AS total
FROM wq_counted_v0) AS placed GROUP BY placed.bucket) AS of_v0 ON main.bucket IS of_v0.bucket

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

WITH wq_counted_v0 AS
(SELECT samples.bucket AS bucket, samples.v0 AS value, count(*) AS many
FROM (SELECT ? AS bucket, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples
WHERE samples.v0 IS NOT NULL GROUP BY samples.bucket, samples.v0)
 SELECT main.bucket, main.n, of_v0.result
FROM (SELECT samples.bucket AS bucket, count(samples.v0) AS n
FROM (SELECT ? AS bucket, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.bucket) AS main LEFT OUTER JOIN (SELECT placed.bucket AS bucket, sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER)) THEN placed.value * (? - (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER))) END) + coalesce(sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) + ? AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER) + ? AND ? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER) > ?) THEN placed.value * (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER)) END), ?) AS result
FROM (SELECT wq_counted_v0.bucket AS bucket, wq_counted_v0.value AS value, wq_counted_v0.many AS many, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.bucket ORDER BY wq_counted_v0.value ASC) AS upto, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.bucket) AS total
FROM wq_counted_v0) AS placed GROUP BY placed.bucket) AS of_v0 ON main.bucket IS of_v0.bucket

WITH wq_counted_v0 AS
(SELECT samples.bucket AS bucket, samples.v0 AS value, count(*) AS many
FROM (SELECT ? AS bucket, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples
WHERE samples.v0 IS NOT NULL GROUP BY samples.bucket, samples.v0)
 SELECT main.bucket, main.n, of_v0.result
FROM (SELECT samples.bucket AS bucket, count(samples.v0) AS n
FROM (SELECT ? AS bucket, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.bucket) AS main LEFT OUTER JOIN (SELECT placed.bucket AS bucket, sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER)) THEN placed.value * (? - (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER))) END) + coalesce(sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) + ? AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER) + ? AND ? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER) > ?) THEN placed.value * (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER)) END), ?) AS result
FROM (SELECT wq_counted_v0.bucket AS bucket, wq_counted_v0.value AS value, wq_counted_v0.many AS many, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.bucket ORDER BY wq_counted_v0.value ASC) AS upto, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.bucket) AS total
FROM wq_counted_v0) AS placed GROUP BY placed.bucket) AS of_v0 ON main.bucket IS of_v0.bucket

-- bar of measures over windows, by group

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

WITH wq_marked_1 AS
(SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN (CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END = ?) THEN ? END AS mark0
FROM calls
WHERE calls.at >= ? AND calls.at < ?)
 SELECT grouped.grp, grouped.m0_n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS m0_n
FROM (SELECT wq_marked_1.grp AS grp, wq_marked_1.mark0 AS v0
FROM wq_marked_1) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.m0_n IS NULL ASC, grouped.m0_n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE BINARY ASC
 LIMIT ? OFFSET ?

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

WITH wq_marked_1 AS
(SELECT CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END ELSE CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END ELSE CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END ELSE CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END END AS bucket, CAST(CASE CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY WHEN ? THEN ? WHEN ? THEN ? ELSE ? END AS INTEGER) AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v1, CASE WHEN (CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END = ?) THEN ? END AS mark0
FROM calls
WHERE calls.at >= ? AND calls.at < ?)
 SELECT samples.bucket, samples.grp, count(samples.v0) AS m0, count(samples.v0) AS m0_n, CASE WHEN abs(sum(samples.v1 >> 32) * 4294967296.0 + sum(samples.v1 - (samples.v1 & -4294967296))) < 9.2e18 THEN (sum(samples.v1 >> 32) << 32) + sum(samples.v1 - (samples.v1 & -4294967296)) ELSE sum(samples.v1 >> 32) * 4294967296.0 + sum(samples.v1 - (samples.v1 & -4294967296)) END AS m1, count(samples.v1) AS m1_number, count(samples.v1) AS m1_n, count(*) AS n
FROM (SELECT wq_marked_1.bucket AS bucket, wq_marked_1.grp AS grp, wq_marked_1.v1 AS v1, wq_marked_1.mark0 AS v0
FROM wq_marked_1) AS samples GROUP BY samples.bucket, samples.grp

WITH wq_marked_1 AS
(SELECT calls.id AS one, CASE WHEN (CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END = ?) THEN ? END AS mark0
FROM calls
WHERE calls.at >= ? AND calls.at < ?)
 SELECT count(samples.v0) AS m0
FROM (SELECT wq_marked_1.one AS one, wq_marked_1.mark0 AS v0
FROM wq_marked_1) AS samples

-- bar of measures over labels

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

WITH wq_marked_1 AS
(SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN (CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END = ?) THEN ? END AS mark0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.topic < x'' THEN calls.topic END IS NOT NULL)
 SELECT grouped.grp, grouped.m0_n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS m0_n
FROM (SELECT wq_marked_1.grp AS grp, wq_marked_1.mark0 AS v0
FROM wq_marked_1) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.m0_n IS NULL ASC, grouped.m0_n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE BINARY ASC
 LIMIT ? OFFSET ?

WITH wq_marked_1 AS
(SELECT CAST(CASE CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY WHEN ? THEN ? ELSE ? END AS INTEGER) AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v1, CASE WHEN (CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END = ?) THEN ? END AS mark0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.topic < x'' THEN calls.topic END IS NOT NULL)
 SELECT samples.grp, count(samples.v0) AS m0, count(samples.v0) AS m0_n, CASE WHEN abs(sum(samples.v1 >> 32) * 4294967296.0 + sum(samples.v1 - (samples.v1 & -4294967296))) < 9.2e18 THEN (sum(samples.v1 >> 32) << 32) + sum(samples.v1 - (samples.v1 & -4294967296)) ELSE sum(samples.v1 >> 32) * 4294967296.0 + sum(samples.v1 - (samples.v1 & -4294967296)) END AS m1, count(samples.v1) AS m1_n, count(*) AS n
FROM (SELECT wq_marked_1.grp AS grp, wq_marked_1.v1 AS v1, wq_marked_1.mark0 AS v0
FROM wq_marked_1) AS samples GROUP BY samples.grp

WITH wq_marked_1 AS
(SELECT calls.id AS one, CASE WHEN (CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END = ?) THEN ? END AS mark0
FROM calls
WHERE calls.at >= ? AND calls.at < ?)
 SELECT count(samples.v0) AS m0
FROM (SELECT wq_marked_1.one AS one, wq_marked_1.mark0 AS v0
FROM wq_marked_1) AS samples

WITH wq_marked_1 AS
(SELECT calls.id AS one, CASE WHEN (CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END = ?) THEN ? END AS mark0
FROM calls
WHERE calls.at >= ? AND calls.at < ?)
 SELECT count(samples.v0) AS m0_n
FROM (SELECT wq_marked_1.one AS one, wq_marked_1.mark0 AS v0
FROM wq_marked_1) AS samples

-- bar over labels, by group

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.topic < x'' THEN calls.topic END IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE BINARY ASC
 LIMIT ? OFFSET ?

SELECT samples.grp, count(*) AS result, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.topic < x'' THEN calls.topic END IS NOT NULL) AS samples GROUP BY samples.grp

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.topic < x'' THEN calls.topic END IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp ASC
 LIMIT ? OFFSET ?

SELECT samples.x, samples.grp, count(*) AS result, count(*) AS n
FROM (SELECT CAST(CASE CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY WHEN ? THEN ? WHEN ? THEN ? ELSE ? END AS INTEGER) AS x, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.topic < x'' THEN calls.topic END IS NOT NULL) AS samples GROUP BY samples.x, samples.grp
 LIMIT ? OFFSET ?

SELECT count(*) AS n
FROM (SELECT CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples

-- bar over a part of time

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT samples.x, avg(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT (WITH wq_seconds AS (SELECT CASE WHEN calls.at GLOB '*.999*' THEN unixepoch(substr(calls.at, 1, 19)) ELSE unixepoch(calls.at) END AS wq_second), wq_locals AS (SELECT wq_second AS wq_local FROM wq_seconds) SELECT (((wq_local + 62162035200) / 3600) % 24) FROM wq_locals) AS x, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.x
 LIMIT ? OFFSET ?

-- bar of shares

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT edges."key" AS bucket, (SELECT (((quote(count(*)) || ',') || quote(count(CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY))) || ',') || quote(count(*)) AS anon_1
FROM calls
WHERE calls.at >= json_extract(edges.value, '$[0]') AND calls.at < json_extract(edges.value, '$[1]')) AS packed
FROM json_each(?) AS edges

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.topic < x'' THEN calls.topic END IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE BINARY ASC
 LIMIT ? OFFSET ?

SELECT samples.bucket, samples.grp, count(samples.v0) AS n, count(samples.v0) AS records
FROM (SELECT CAST(substr(calls.at, 9, 2) AS INTEGER) AS bucket, CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.topic < x'' THEN calls.topic END IS NOT NULL) AS samples GROUP BY samples.bucket, samples.grp
 LIMIT ? OFFSET ?

-- pie

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT counts.label, counts.n, sum(counts.n) OVER () AS total
FROM (SELECT samples.label AS label, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS label, CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.topic < x'' THEN calls.topic END IS NOT NULL) AS samples GROUP BY samples.label) AS counts ORDER BY counts.n DESC, counts.label IS NULL ASC, counts.label COLLATE BINARY ASC
 LIMIT ? OFFSET ?

-- histogram

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT samples.bin, count(*) AS n
FROM (SELECT CASE WHEN (calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308) THEN CASE WHEN calls.seconds < ? THEN ? WHEN calls.seconds < ? THEN ? WHEN calls.seconds < ? THEN ? ELSE ? END END AS bin, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.bin

-- line, thinned

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT calls.id AS id, calls.at AS ts, calls.score AS value
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND (calls.score BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308)
 LIMIT ? OFFSET ?

WITH wq_points AS MATERIALIZED
(SELECT calls.id AS id, (CASE WHEN calls.at GLOB '*.999*' THEN unixepoch(substr(calls.at, 1, 19)) ELSE unixepoch(calls.at) END * 1000000 + CAST(CAST(substr(calls.at, 20, 7) AS REAL) * 1000000 + 0.5 AS INTEGER)) AS ts, calls.score AS value
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND (calls.score BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308)),
wq_extent AS
(SELECT min(wq_points.ts) AS start, (((max(wq_points.ts) - min(wq_points.ts)) + ?) / ?) AS width
FROM wq_points),
wq_stretches AS MATERIALIZED
(SELECT placed.stretch AS stretch, count(*) AS n, min(placed.ts) AS earliest, max(placed.ts) AS latest, min(placed.value) AS lowest, max(placed.value) AS highest
FROM (SELECT wq_points.id AS id, wq_points.ts AS ts, wq_points.value AS value, ((wq_points.ts - (SELECT wq_extent.start
FROM wq_extent)) / (SELECT wq_extent.width
FROM wq_extent)) AS stretch
FROM wq_points) AS placed GROUP BY placed.stretch
 LIMIT ? OFFSET ?)
 SELECT ranked.id, ranked.ts AS ts, ranked.value, ranked.total
FROM (SELECT numbered.id AS id, numbered.ts AS ts, numbered.value AS value, numbered.stretch AS stretch, numbered.total AS total, numbered.place AS place, numbered.lowest AS lowest, numbered.highest AS highest, max(numbered.place) OVER (PARTITION BY numbered.stretch) AS latest, min(CASE WHEN (numbered.value = numbered.lowest) THEN numbered.place END) OVER (PARTITION BY numbered.stretch) AS lowest_place, min(CASE WHEN (numbered.value = numbered.highest) THEN numbered.place END) OVER (PARTITION BY numbered.stretch) AS highest_place
FROM (SELECT found.id AS id, found.ts AS ts, found.value AS value, found.stretch AS stretch, found.total AS total, row_number() OVER (PARTITION BY found.stretch ORDER BY found.ts ASC, found.id ASC, found.value ASC) AS place, min(found.value) OVER (PARTITION BY found.stretch) AS lowest, max(found.value) OVER (PARTITION BY found.stretch) AS highest
FROM (SELECT placed.id AS id, placed.ts AS ts, placed.value AS value, placed.stretch AS stretch, (SELECT sum(wq_stretches.n) AS sum_1
FROM wq_stretches) AS total
FROM (SELECT wq_points.id AS id, wq_points.ts AS ts, wq_points.value AS value, ((wq_points.ts - (SELECT wq_extent.start
FROM wq_extent)) / (SELECT wq_extent.width
FROM wq_extent)) AS stretch
FROM wq_points) AS placed
WHERE (placed.value <= (SELECT max(wq_stretches.lowest) AS max_1
FROM wq_stretches) OR placed.value >= (SELECT min(wq_stretches.highest) AS min_1
FROM wq_stretches)) AND (placed.stretch, placed.value) IN (SELECT wq_stretches.stretch, wq_stretches.lowest
FROM wq_stretches UNION ALL SELECT wq_stretches.stretch, wq_stretches.highest
FROM wq_stretches) OR placed.ts IN (SELECT wq_stretches.earliest
FROM wq_stretches UNION ALL SELECT wq_stretches.latest
FROM wq_stretches)) AS found) AS numbered) AS ranked
WHERE ranked.place = ? OR ranked.place = ranked.latest OR ranked.place = ranked.lowest_place OR ranked.place = ranked.highest_place

-- stat

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE BINARY ASC
 LIMIT ? OFFSET ?

WITH wq_counted_v2 AS
(SELECT samples.grp AS grp, samples.v2 AS value, count(*) AS many
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS v0, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS v1, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v2, CASE WHEN calls.seen >= '0001-01-01 00:00:00' AND calls.seen <= '9999-12-31 23:59:59.999999' AND (calls.seen GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.seen, '+0 days') = substr(calls.seen, 1, 19) OR calls.seen GLOB '*.999*' AND datetime(substr(calls.seen, 1, 19), '+0 days') = substr(calls.seen, 1, 19))) THEN calls.seen WHEN calls.seen GLOB '????-??-??[ T]??:??:??' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || '.000000' WHEN calls.seen GLOB '????-??-??[ T]??:??:??Z' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || '.000000' WHEN calls.seen GLOB '????-??-??[ T]??:??:??+00:00' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || '.000000' WHEN calls.seen GLOB '????-??-??[ T]??:??:??.[0-9][0-9][0-9][0-9][0-9][0-9]' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || substr(calls.seen, 20, 7) || '' WHEN calls.seen GLOB '????-??-??[ T]??:??:??.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || substr(calls.seen, 20, 7) || '' WHEN calls.seen GLOB '????-??-??[ T]??:??:??.[0-9][0-9][0-9][0-9][0-9][0-9]+00:00' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || substr(calls.seen, 20, 7) || '' WHEN calls.seen GLOB '????-??-??[ T]??:??:??.[0-9][0-9][0-9]' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || substr(calls.seen, 20, 4) || '000' WHEN calls.seen GLOB '????-??-??[ T]??:??:??.[0-9][0-9][0-9]Z' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || substr(calls.seen, 20, 4) || '000' WHEN calls.seen GLOB '????-??-??[ T]??:??:??.[0-9][0-9][0-9]+00:00' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || substr(calls.seen, 20, 4) || '000' WHEN calls.seen >= '0001-' AND calls.seen < ':' THEN (WITH wq_0 AS (SELECT substr(calls.seen, 1, 10) AS d, substr(calls.seen, 11, 1) AS s, CASE WHEN calls.seen GLOB '*Z' THEN 'Z' WHEN substr(calls.seen, 12) GLOB '*[+-][0-2][0-9]:[0-5][0-9]' THEN substr(calls.seen, -6) ELSE '' END AS o, substr(calls.seen, 12) AS r), wq_1 AS (SELECT d, s, o, substr(r, 1, length(r) - length(o)) AS b FROM wq_0), wq_2 AS (SELECT d, s, o, b, CASE length(b) WHEN 0 THEN '00:00:00' WHEN 5 THEN b || ':00' ELSE substr(b, 1, 8) END AS t, CASE WHEN length(b) > 8 THEN substr(b, 9) ELSE '.' END AS f FROM wq_1), wq_3 AS (SELECT d, s, o, b, t, f, datetime(d || ' ' || t, iif(length(o) = 6, (44 - unicode(o)) * (-60 * substr(o, 2, 2) - substr(o, 5, 2)), 0) || ' minutes') AS u FROM wq_2), wq_4 AS (SELECT CASE WHEN date(d, '+0 days') = d AND time(t, '+0 days') = t AND (s = '' OR s IN (' ', 'T') AND length(b) >= 5 AND rtrim(f, '0123456789') = '.' AND (length(b) <= 8 OR length(f) > 1) AND substr(o, 2, 2) <= '23') THEN CASE o WHEN '' THEN d || ' ' || t ELSE u END || substr(f || '000000', 1, 7) END AS w FROM wq_3) SELECT CASE WHEN w >= '0001-01-01 00:00:00' AND w <= '9999-12-31 23:59:59.999999' THEN w END FROM wq_4) END AS v3, CASE WHEN calls.cost BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.cost BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.cost END AS v4, CASE WHEN calls.score BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.score END AS v5
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples
WHERE samples.v2 IS NOT NULL GROUP BY samples.grp, samples.v2)
 SELECT main.grp, main.s0_0, main.s1_0, main.s2_0, main.s3_0, main.s4_0, main.s5_0, main.s6_0 AS s6_0, main.s9_0, main.s10_0, main.s10_1, main.s11_0, main.s11_1, main.n, of_v2.s7_0, of_v2.s8_0
FROM (SELECT samples.grp AS grp, count(*) AS s0_0, count(samples.v0) AS s1_0, avg(samples.v1 <> 0) AS s2_0, avg(samples.v2) AS s3_0, CASE WHEN abs(sum(samples.v2 >> 32) * 4294967296.0 + sum(samples.v2 - (samples.v2 & -4294967296))) < 9.2e18 THEN (sum(samples.v2 >> 32) << 32) + sum(samples.v2 - (samples.v2 & -4294967296)) ELSE sum(samples.v2 >> 32) * 4294967296.0 + sum(samples.v2 - (samples.v2 & -4294967296)) END AS s4_0, min(samples.v2) AS s5_0, max(samples.v3) AS s6_0, count(DISTINCT samples.v0) AS s9_0, sum(samples.v4 + 0.0) AS s10_0, count(*) AS s10_1, sum(samples.v4 + 0.0) AS s11_0, count(samples.v5) AS s11_1, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS v0, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS v1, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v2, CASE WHEN calls.seen >= '0001-01-01 00:00:00' AND calls.seen <= '9999-12-31 23:59:59.999999' AND (calls.seen GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.seen, '+0 days') = substr(calls.seen, 1, 19) OR calls.seen GLOB '*.999*' AND datetime(substr(calls.seen, 1, 19), '+0 days') = substr(calls.seen, 1, 19))) THEN calls.seen WHEN calls.seen GLOB '????-??-??[ T]??:??:??' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || '.000000' WHEN calls.seen GLOB '????-??-??[ T]??:??:??Z' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || '.000000' WHEN calls.seen GLOB '????-??-??[ T]??:??:??+00:00' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || '.000000' WHEN calls.seen GLOB '????-??-??[ T]??:??:??.[0-9][0-9][0-9][0-9][0-9][0-9]' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || substr(calls.seen, 20, 7) || '' WHEN calls.seen GLOB '????-??-??[ T]??:??:??.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || substr(calls.seen, 20, 7) || '' WHEN calls.seen GLOB '????-??-??[ T]??:??:??.[0-9][0-9][0-9][0-9][0-9][0-9]+00:00' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || substr(calls.seen, 20, 7) || '' WHEN calls.seen GLOB '????-??-??[ T]??:??:??.[0-9][0-9][0-9]' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || substr(calls.seen, 20, 4) || '000' WHEN calls.seen GLOB '????-??-??[ T]??:??:??.[0-9][0-9][0-9]Z' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || substr(calls.seen, 20, 4) || '000' WHEN calls.seen GLOB '????-??-??[ T]??:??:??.[0-9][0-9][0-9]+00:00' AND calls.seen > '0001-01-03' AND calls.seen < '9999-12-30' AND datetime(substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8), '+0 days') = substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) THEN substr(calls.seen, 1, 10) || ' ' || substr(calls.seen, 12, 8) || substr(calls.seen, 20, 4) || '000' WHEN calls.seen >= '0001-' AND calls.seen < ':' THEN (WITH wq_0 AS (SELECT substr(calls.seen, 1, 10) AS d, substr(calls.seen, 11, 1) AS s, CASE WHEN calls.seen GLOB '*Z' THEN 'Z' WHEN substr(calls.seen, 12) GLOB '*[+-][0-2][0-9]:[0-5][0-9]' THEN substr(calls.seen, -6) ELSE '' END AS o, substr(calls.seen, 12) AS r), wq_1 AS (SELECT d, s, o, substr(r, 1, length(r) - length(o)) AS b FROM wq_0), wq_2 AS (SELECT d, s, o, b, CASE length(b) WHEN 0 THEN '00:00:00' WHEN 5 THEN b || ':00' ELSE substr(b, 1, 8) END AS t, CASE WHEN length(b) > 8 THEN substr(b, 9) ELSE '.' END AS f FROM wq_1), wq_3 AS (SELECT d, s, o, b, t, f, datetime(d || ' ' || t, iif(length(o) = 6, (44 - unicode(o)) * (-60 * substr(o, 2, 2) - substr(o, 5, 2)), 0) || ' minutes') AS u FROM wq_2), wq_4 AS (SELECT CASE WHEN date(d, '+0 days') = d AND time(t, '+0 days') = t AND (s = '' OR s IN (' ', 'T') AND length(b) >= 5 AND rtrim(f, '0123456789') = '.' AND (length(b) <= 8 OR length(f) > 1) AND substr(o, 2, 2) <= '23') THEN CASE o WHEN '' THEN d || ' ' || t ELSE u END || substr(f || '000000', 1, 7) END AS w FROM wq_3) SELECT CASE WHEN w >= '0001-01-01 00:00:00' AND w <= '9999-12-31 23:59:59.999999' THEN w END FROM wq_4) END AS v3, CASE WHEN calls.cost BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.cost BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.cost END AS v4, CASE WHEN calls.score BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.score END AS v5
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.grp) AS main LEFT OUTER JOIN (SELECT placed.grp AS grp, sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER)) THEN placed.value * (? - (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER))) END) + coalesce(sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) + ? AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER) + ? AND ? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER) > ?) THEN placed.value * (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER)) END), ?) AS s7_0, sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER)) THEN placed.value * (? - (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER))) END) + coalesce(sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) + ? AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER) + ? AND ? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER) > ?) THEN placed.value * (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER)) END), ?) AS s8_0
FROM (SELECT wq_counted_v2.grp AS grp, wq_counted_v2.value AS value, wq_counted_v2.many AS many, sum(wq_counted_v2.many) OVER (PARTITION BY wq_counted_v2.grp ORDER BY wq_counted_v2.value ASC) AS upto, sum(wq_counted_v2.many) OVER (PARTITION BY wq_counted_v2.grp) AS total
FROM wq_counted_v2) AS placed GROUP BY placed.grp) AS of_v2 ON main.grp IS of_v2.grp

-- stat of measures

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE BINARY ASC
 LIMIT ? OFFSET ?

WITH wq_marked_1 AS
(SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v1, CASE WHEN (CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END = ?) THEN ? END AS mark0
FROM calls
WHERE calls.at >= ? AND calls.at < ?),
wq_counted_v1 AS
(SELECT samples.grp AS grp, samples.v1 AS value, count(*) AS many
FROM (SELECT wq_marked_1.grp AS grp, wq_marked_1.v1 AS v1, wq_marked_1.mark0 AS v0
FROM wq_marked_1) AS samples
WHERE samples.v1 IS NOT NULL GROUP BY samples.grp, samples.v1)
 SELECT main.grp, main.m0, main.m0_n, main.n, of_v1.m1, all_0.m2_of
FROM (SELECT samples.grp AS grp, count(samples.v0) AS m0, count(samples.v0) AS m0_n, count(*) AS n
FROM (SELECT wq_marked_1.grp AS grp, wq_marked_1.v1 AS v1, wq_marked_1.mark0 AS v0
FROM wq_marked_1) AS samples GROUP BY samples.grp) AS main LEFT OUTER JOIN (SELECT placed.grp AS grp, sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER)) THEN placed.value * (? - (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER))) END) + coalesce(sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) + ? AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER) + ? AND ? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER) > ?) THEN placed.value * (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER)) END), ?) AS m1
FROM (SELECT wq_counted_v1.grp AS grp, wq_counted_v1.value AS value, wq_counted_v1.many AS many, sum(wq_counted_v1.many) OVER (PARTITION BY wq_counted_v1.grp ORDER BY wq_counted_v1.value ASC) AS upto, sum(wq_counted_v1.many) OVER (PARTITION BY wq_counted_v1.grp) AS total
FROM wq_counted_v1) AS placed GROUP BY placed.grp) AS of_v1 ON main.grp IS of_v1.grp LEFT OUTER JOIN (SELECT samples.grp AS grp, count(samples.v0) AS m2_of
FROM (SELECT wq_marked_1.grp AS grp, wq_marked_1.v1 AS v1, wq_marked_1.mark0 AS v0
FROM wq_marked_1) AS samples GROUP BY samples.grp) AS all_0 ON main.grp IS all_0.grp

-- list

SELECT calls.id AS id, calls.at AS ts, CASE WHEN calls.cost BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.cost BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.cost END AS c0, (SELECT CASE WHEN wq.type = 'text' THEN wq.atom WHEN wq.type IN ('true', 'false') THEN wq.type WHEN typeof(wq.atom) = 'integer' THEN CAST(wq.atom AS TEXT) WHEN typeof(wq.atom) <> 'real' OR abs(wq.atom) > 1.7976931348623157e308 THEN NULL WHEN wq.atom = 0 THEN '0' WHEN abs(wq.atom) >= 1e-4 AND abs(wq.atom) < 1e14 THEN printf('%.15g', wq.atom) WHEN abs(wq.atom) < 1 THEN substr('-', 1, wq.atom < 0) || '0.' || substr(hex(zeroblob(200)), 1, -substr(printf('%.14e', abs(wq.atom)), 18) - 1) || rtrim(substr(printf('%.14e', abs(wq.atom)), 1, 1) || substr(printf('%.14e', abs(wq.atom)), 3, 14), '0') ELSE substr('-', 1, wq.atom < 0) || substr(printf('%.14e', abs(wq.atom)), 1, 1) || substr(printf('%.14e', abs(wq.atom)), 3, 14) || substr(hex(zeroblob(200)), 1, substr(printf('%.14e', abs(wq.atom)), 18) - 14) END FROM json_each(CASE WHEN calls.meta < x'' AND json_valid(calls.meta) THEN calls.meta END) AS wq WHERE wq.key = ?) COLLATE BINARY AS c1
FROM calls
WHERE calls.at >= ? AND calls.at < ? ORDER BY calls.at DESC, calls.id DESC
 LIMIT ? OFFSET ?

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

-- list of related rows, in an order, the second page

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT samples.id, samples.id0, samples.ts AS ts, samples.d0
FROM (SELECT calls.id AS id, calls.id AS id0, calls.at AS ts, CASE WHEN wq_notes_1.value < x'' THEN wq_notes_1.value END COLLATE BINARY AS d0
FROM calls JOIN notes AS wq_notes_1 ON wq_notes_1.call_id = calls.id
WHERE calls.at >= ? AND calls.at < ?) AS samples
WHERE samples.d0 COLLATE BINARY > ? OR samples.d0 COLLATE BINARY IS NULL OR samples.d0 COLLATE BINARY = ? AND (samples.ts < ? OR samples.ts >= ? AND samples.ts < ? AND (samples.id0 < ? OR samples.id0 = ?)) ORDER BY samples.d0 IS NULL ASC, samples.d0 COLLATE BINARY ASC, samples.ts DESC, samples.id0 DESC, samples.d0 IS NULL ASC, samples.d0 COLLATE BINARY ASC
 LIMIT ? OFFSET ?

-- table, the second page

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT placed.d0, placed.m0, placed.sample_count, placed.all_groups, placed.all_left, placed.up_to, placed.place
FROM (SELECT grouped.d0 AS d0, grouped.m0 AS m0, grouped.sample_count AS sample_count, count(*) OVER () AS all_groups, sum(grouped.sample_count) OVER () AS all_left, sum(grouped.sample_count) OVER (ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, grouped.d0 COLLATE BINARY ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS up_to, row_number() OVER (ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, grouped.d0 COLLATE BINARY ASC) AS place
FROM (SELECT samples.d0 AS d0, count(*) AS m0, count(*) AS sample_count
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.d0) AS grouped) AS placed
WHERE placed.place > ? AND placed.place <= ? ORDER BY placed.place ASC

-- bar of the groups that are left

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT samples.grp, avg(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.grp
 LIMIT ? OFFSET ?

SELECT samples.bucket, samples.grp, avg(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT CAST(substr(calls.at, 9, 2) AS INTEGER) AS bucket, CAST(CASE CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY WHEN ? THEN ? ELSE ? END AS INTEGER) AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.bucket, samples.grp

-- bar of measures, by the groups that are left

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT samples.grp, CASE WHEN abs(sum(samples.v0 >> 32) * 4294967296.0 + sum(samples.v0 - (samples.v0 & -4294967296))) < 9.2e18 THEN (sum(samples.v0 >> 32) << 32) + sum(samples.v0 - (samples.v0 & -4294967296)) ELSE sum(samples.v0 >> 32) * 4294967296.0 + sum(samples.v0 - (samples.v0 & -4294967296)) END AS m0, count(samples.v0) AS m0_n, count(*) AS m1, count(*) AS m1_n, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.grp
 LIMIT ? OFFSET ?

SELECT samples.bucket, samples.grp, CASE WHEN abs(sum(samples.v0 >> 32) * 4294967296.0 + sum(samples.v0 - (samples.v0 & -4294967296))) < 9.2e18 THEN (sum(samples.v0 >> 32) << 32) + sum(samples.v0 - (samples.v0 & -4294967296)) ELSE sum(samples.v0 >> 32) * 4294967296.0 + sum(samples.v0 - (samples.v0 & -4294967296)) END AS m0, count(samples.v0) AS m0_n, count(*) AS m1, count(*) AS m1_n, count(*) AS n
FROM (SELECT CAST(substr(calls.at, 9, 2) AS INTEGER) AS bucket, CAST(CASE CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY WHEN ? THEN ? ELSE ? END AS INTEGER) AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.bucket, samples.grp

-- bar over the labels that are left

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT samples.grp, avg(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.topic < x'' THEN calls.topic END IS NOT NULL) AS samples GROUP BY samples.grp
 LIMIT ? OFFSET ?

SELECT samples.grp, avg(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT CAST(CASE CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY WHEN ? THEN ? ELSE ? END AS INTEGER) AS grp, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.topic < x'' THEN calls.topic END IS NOT NULL) AS samples GROUP BY samples.grp

SELECT count(samples.v0) AS n
FROM (SELECT CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples

SELECT count(samples.v0) AS n
FROM (SELECT CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND CASE WHEN calls.topic < x'' THEN calls.topic END IS NOT NULL) AS samples

-- pivot with its rests

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT count(*) AS n, count(samples.v0) AS m0_n
FROM (SELECT CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples

SELECT calls.seconds AS value
FROM calls
WHERE calls.at >= ? AND calls.at < ? AND (calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308) ORDER BY calls.seconds DESC
 LIMIT ? OFFSET ?

WITH wq_counted_v0 AS
(SELECT samples.d0 AS d0, samples.d1 AS d1, samples.v0 AS value, count(*) AS many
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS d1, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples
WHERE samples.v0 IS NOT NULL GROUP BY samples.d0, samples.d1, samples.v0)
 SELECT grouped.d0, grouped.d1, grouped.n, grouped.m0
FROM (SELECT main.d0 AS d0, main.d1 AS d1, main.n AS n, of_v0.m0 AS m0
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, count(*) AS n
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS d1, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.d0, samples.d1) AS main LEFT OUTER JOIN (SELECT placed.d0 AS d0, placed.d1 AS d1, sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER)) THEN placed.value * (? - (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER))) END) + coalesce(sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) + ? AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER) + ? AND ? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER) > ?) THEN placed.value * (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER)) END), ?) AS m0
FROM (SELECT wq_counted_v0.d0 AS d0, wq_counted_v0.d1 AS d1, wq_counted_v0.value AS value, wq_counted_v0.many AS many, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.d0, wq_counted_v0.d1 ORDER BY wq_counted_v0.value ASC) AS upto, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.d0, wq_counted_v0.d1) AS total
FROM wq_counted_v0) AS placed GROUP BY placed.d0, placed.d1) AS of_v0 ON main.d0 IS of_v0.d0 AND main.d1 IS of_v0.d1) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.d0 IS NULL ASC, grouped.d0 COLLATE BINARY ASC, grouped.d1 IS NULL ASC, grouped.d1 ASC
 LIMIT ? OFFSET ?

WITH wq_counted_v0 AS
(SELECT samples.d2 AS d2, samples.v0 AS value, count(*) AS many
FROM (SELECT CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END ELSE CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END END AS d2, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples
WHERE samples.v0 IS NOT NULL GROUP BY samples.d2, samples.v0)
 SELECT grouped.d2, grouped.n, grouped.m0
FROM (SELECT main.d2 AS d2, main.n AS n, of_v0.m0 AS m0
FROM (SELECT samples.d2 AS d2, count(*) AS n
FROM (SELECT CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END ELSE CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END END AS d2, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.d2) AS main LEFT OUTER JOIN (SELECT placed.d2 AS d2, sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER)) THEN placed.value * (? - (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER))) END) + coalesce(sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) + ? AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER) + ? AND ? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER) > ?) THEN placed.value * (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER)) END), ?) AS m0
FROM (SELECT wq_counted_v0.d2 AS d2, wq_counted_v0.value AS value, wq_counted_v0.many AS many, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.d2 ORDER BY wq_counted_v0.value ASC) AS upto, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.d2) AS total
FROM wq_counted_v0) AS placed GROUP BY placed.d2) AS of_v0 ON main.d2 IS of_v0.d2) AS grouped ORDER BY grouped.d2 IS NULL ASC, grouped.d2 ASC
 LIMIT ? OFFSET ?

WITH wq_counted_v0 AS
(SELECT ranks.rows_rank AS rows_rank, ranks.d2 AS d2, ranks.v0 AS value, count(*) AS many
FROM (SELECT CAST(CASE WHEN (samples.d0 IS NOT NULL AND samples.d0 = ? AND samples.d1 IS NULL) THEN ? ELSE ? END AS INTEGER) AS rows_rank, samples.d2 AS d2, samples.v0 AS v0
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS d1, CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END ELSE CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END END AS d2, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples) AS ranks
WHERE ranks.v0 IS NOT NULL GROUP BY ranks.rows_rank, ranks.d2, ranks.v0)
 SELECT main.rows_rank, main.d2, main.n, of_v0.m0
FROM (SELECT ranks.rows_rank AS rows_rank, ranks.d2 AS d2, count(*) AS n
FROM (SELECT CAST(CASE WHEN (samples.d0 IS NOT NULL AND samples.d0 = ? AND samples.d1 IS NULL) THEN ? ELSE ? END AS INTEGER) AS rows_rank, samples.d2 AS d2, samples.v0 AS v0
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS d1, CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END ELSE CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END END AS d2, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples) AS ranks GROUP BY ranks.rows_rank, ranks.d2) AS main LEFT OUTER JOIN (SELECT placed.rows_rank AS rows_rank, placed.d2 AS d2, sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER)) THEN placed.value * (? - (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER))) END) + coalesce(sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) + ? AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER) + ? AND ? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER) > ?) THEN placed.value * (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER)) END), ?) AS m0
FROM (SELECT wq_counted_v0.rows_rank AS rows_rank, wq_counted_v0.d2 AS d2, wq_counted_v0.value AS value, wq_counted_v0.many AS many, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.rows_rank, wq_counted_v0.d2 ORDER BY wq_counted_v0.value ASC) AS upto, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.rows_rank, wq_counted_v0.d2) AS total
FROM wq_counted_v0) AS placed GROUP BY placed.rows_rank, placed.d2) AS of_v0 ON main.rows_rank IS of_v0.rows_rank AND main.d2 IS of_v0.d2

-- table with its rest, of shares and rates

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT grouped.d0, grouped.d1, grouped.m0, grouped.sample_count, grouped.m1_of
FROM (SELECT main.d0 AS d0, main.d1 AS d1, main.m0 AS m0, main.sample_count AS sample_count, all_0.m1_of AS m1_of
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, count(*) AS m0, count(*) AS sample_count
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS d1
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.d0, samples.d1) AS main LEFT OUTER JOIN (SELECT samples.d0 AS d0, count(*) AS m1_of
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS d1
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.d0) AS all_0 ON main.d0 IS all_0.d0) AS grouped ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, grouped.d0 COLLATE BINARY ASC, grouped.d1 IS NULL ASC, grouped.d1 ASC
 LIMIT ? OFFSET ?

SELECT count(*) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0, CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END AS d1
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = ? AND samples.d1 IS NULL)) AS rest

SELECT count(*) AS m0
FROM (SELECT samples.d0 AS d0
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = ?)) AS rest

-- table with its rest

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT grouped.d0, grouped.m0, grouped.sample_count
FROM (SELECT samples.d0 AS d0, avg(samples.v0) AS m0, count(*) AS sample_count
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.d0) AS grouped ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, grouped.d0 COLLATE BINARY ASC
 LIMIT ? OFFSET ?

SELECT avg(rest.v0) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0, samples.v0 AS v0
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = ?)) AS rest

-- table

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

WITH wq_counted_v0 AS
(SELECT samples.d0 AS d0, samples.d1 AS d1, samples.v0 AS value, count(*) AS many
FROM (SELECT CASE WHEN wq_agents_1.name < x'' THEN wq_agents_1.name END COLLATE BINARY AS d0, CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END ELSE CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END END AS d1, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls LEFT OUTER JOIN agents AS wq_agents_1 ON wq_agents_1.id = calls.agent_id
WHERE calls.at >= ? AND calls.at < ?) AS samples
WHERE samples.v0 IS NOT NULL GROUP BY samples.d0, samples.d1, samples.v0)
 SELECT grouped.d0, grouped.d1, grouped.sample_count, grouped.m0, count(*) OVER () AS all_groups, sum(grouped.sample_count) OVER () AS all_left
FROM (SELECT main.d0 AS d0, main.d1 AS d1, main.sample_count AS sample_count, of_v0.m0 AS m0
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, count(*) AS sample_count
FROM (SELECT CASE WHEN wq_agents_1.name < x'' THEN wq_agents_1.name END COLLATE BINARY AS d0, CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END ELSE CASE WHEN (calls.at < ?) THEN CASE WHEN (calls.at < ?) THEN ? ELSE ? END ELSE CASE WHEN (calls.at < ?) THEN ? ELSE CASE WHEN (calls.at < ?) THEN ? ELSE ? END END END END AS d1, CASE WHEN calls.seconds BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.seconds BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.seconds END AS v0
FROM calls LEFT OUTER JOIN agents AS wq_agents_1 ON wq_agents_1.id = calls.agent_id
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.d0, samples.d1) AS main LEFT OUTER JOIN (SELECT placed.d0 AS d0, placed.d1 AS d1, sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER)) THEN placed.value * (? - (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER))) END) + coalesce(sum(CASE WHEN (placed.upto > CAST((? * (placed.total - ?)) AS INTEGER) + ? AND placed.upto - placed.many <= CAST((? * (placed.total - ?)) AS INTEGER) + ? AND ? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER) > ?) THEN placed.value * (? * (placed.total - ?) - CAST((? * (placed.total - ?)) AS INTEGER)) END), ?) AS m0
FROM (SELECT wq_counted_v0.d0 AS d0, wq_counted_v0.d1 AS d1, wq_counted_v0.value AS value, wq_counted_v0.many AS many, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.d0, wq_counted_v0.d1 ORDER BY wq_counted_v0.value ASC) AS upto, sum(wq_counted_v0.many) OVER (PARTITION BY wq_counted_v0.d0, wq_counted_v0.d1) AS total
FROM wq_counted_v0) AS placed GROUP BY placed.d0, placed.d1) AS of_v0 ON main.d0 IS of_v0.d0 AND main.d1 IS of_v0.d1) AS grouped ORDER BY grouped.m0 IS NULL ASC, grouped.m0 DESC, grouped.d0 IS NULL ASC, grouped.d0 COLLATE BINARY ASC, grouped.d1 IS NULL ASC, grouped.d1 ASC
 LIMIT ? OFFSET ?

-- table of parts and bins

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT grouped.d0, grouped.d1, grouped.m0, grouped.sample_count, count(*) OVER () AS all_groups, sum(grouped.sample_count) OVER () AS all_left
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, count(*) AS m0, count(*) AS sample_count
FROM (SELECT (WITH wq_seconds AS (SELECT CASE WHEN calls.at GLOB '*.999*' THEN unixepoch(substr(calls.at, 1, 19)) ELSE unixepoch(calls.at) END AS wq_second), wq_locals AS (SELECT wq_second AS wq_local FROM wq_seconds) SELECT (((((wq_local + 62162035200) / 86400) + 2) % 7) + 1) FROM wq_locals) AS d0, CASE WHEN (calls.score BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308) THEN CASE WHEN calls.score < ? THEN ? WHEN calls.score < ? THEN ? WHEN calls.score < ? THEN ? ELSE ? END END AS d1
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.d0, samples.d1) AS grouped ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, grouped.d0 ASC, grouped.d1 IS NULL ASC, grouped.d1 ASC
 LIMIT ? OFFSET ?

-- table of measures, sorted by a ratio

SELECT EXISTS (SELECT *
FROM calls
WHERE calls.at IS NOT NULL AND ((calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) AND calls.at > '0001-01-02' AND calls.at < '9999-12-31') IS NOT TRUE AND calls.at < ? AND calls.at >= ?) AS anon_1

SELECT grouped.d0, grouped.m0, grouped.m1, grouped.sample_count, count(*) OVER () AS all_groups, sum(grouped.sample_count) OVER () AS all_left
FROM (SELECT samples.d0 AS d0, sum(samples.v0 + 0.0) AS m0, count(*) AS m1, count(*) AS sample_count
FROM (SELECT CASE WHEN calls.topic < x'' THEN calls.topic END COLLATE BINARY AS d0, CASE WHEN calls.cost BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.cost BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.cost END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples GROUP BY samples.d0) AS grouped ORDER BY (CASE WHEN CAST(grouped.m1 AS DOUBLE PRECISION) = 0 THEN NULL WHEN abs(CAST(grouped.m1 AS DOUBLE PRECISION)) < 1 THEN CASE WHEN abs(CAST(grouped.m0 AS DOUBLE PRECISION)) >= abs(CAST(grouped.m1 AS DOUBLE PRECISION)) * 1.7e308 THEN NULL ELSE CAST(grouped.m0 AS DOUBLE PRECISION) / CAST(grouped.m1 AS DOUBLE PRECISION) END WHEN abs(CAST(grouped.m0 AS DOUBLE PRECISION)) < abs(CAST(grouped.m1 AS DOUBLE PRECISION)) * 2.3e-308 THEN 0e0 ELSE CAST(grouped.m0 AS DOUBLE PRECISION) / CAST(grouped.m1 AS DOUBLE PRECISION) END) IS NULL ASC, (CASE WHEN CAST(grouped.m1 AS DOUBLE PRECISION) = 0 THEN NULL WHEN abs(CAST(grouped.m1 AS DOUBLE PRECISION)) < 1 THEN CASE WHEN abs(CAST(grouped.m0 AS DOUBLE PRECISION)) >= abs(CAST(grouped.m1 AS DOUBLE PRECISION)) * 1.7e308 THEN NULL ELSE CAST(grouped.m0 AS DOUBLE PRECISION) / CAST(grouped.m1 AS DOUBLE PRECISION) END WHEN abs(CAST(grouped.m0 AS DOUBLE PRECISION)) < abs(CAST(grouped.m1 AS DOUBLE PRECISION)) * 2.3e-308 THEN 0e0 ELSE CAST(grouped.m0 AS DOUBLE PRECISION) / CAST(grouped.m1 AS DOUBLE PRECISION) END) DESC, grouped.d0 IS NULL ASC, grouped.d0 COLLATE BINARY ASC
 LIMIT ? OFFSET ?

SELECT sum(samples.v0 + 0.0) AS m0, count(*) AS m1, count(*) AS n
FROM (SELECT CASE WHEN calls.cost BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.cost BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.cost END AS v0
FROM calls
WHERE calls.at >= ? AND calls.at < ?) AS samples
