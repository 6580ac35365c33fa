-- bar

SELECT anon_1.place - 1 AS bucket, found.result, found.n
FROM json_array_elements(CAST(%(edges)s::VARCHAR AS JSON)) WITH ORDINALITY AS anon_1(value, place) JOIN LATERAL (SELECT avg(calls.seconds) AS result, count(calls.seconds) AS n, count(*) AS records_here
FROM calls
WHERE calls.at >= CAST(anon_1.value ->> 0 AS TIMESTAMP WITH TIME ZONE) AND calls.at < CAST(anon_1.value ->> 1 AS TIMESTAMP WITH TIME ZONE)) AS found ON true
WHERE found.records_here > %(records_here_1)s::INTEGER

-- bar of a metric, by agent

SELECT metrics.kind AS kind, metrics.name AS name
FROM metrics
WHERE metrics.id = %(metric)s::BIGINT
 LIMIT %(param_1)s::INTEGER

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS n
FROM (SELECT wq_agents_1.name AS grp, CASE WHEN length(wq_notes_1.value) > 400 OR wq_notes_1.value !~ '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$' THEN NULL WHEN abs(CAST(wq_notes_1.value AS NUMERIC)) > 1.7976931348623157e308 THEN NULL WHEN abs(CAST(wq_notes_1.value AS NUMERIC)) < 2.4703282292062328e-324 THEN 0 ELSE CAST(wq_notes_1.value AS DOUBLE PRECISION) END AS v0
FROM calls LEFT OUTER JOIN agents AS wq_agents_1 ON wq_agents_1.id = calls.agent_id JOIN notes AS wq_notes_1 ON wq_notes_1.call_id = calls.id LEFT OUTER JOIN metrics AS wq_metrics_1 ON wq_metrics_1.id = wq_notes_1.metric_id
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND wq_metrics_1.id = %(metric)s::BIGINT) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CAST(grouped.grp AS TEXT) COLLATE "C" ASC
 LIMIT %(param_1)s::INTEGER

SELECT samples.bucket, samples.grp, percentile_cont(%(param_1)s) WITHIN GROUP (ORDER BY CAST(samples.v0 AS DOUBLE PRECISION)) AS result, count(samples.v0) AS n, count(DISTINCT CASE WHEN (samples.v0 IS NOT NULL) THEN samples.rid END) AS records
FROM (SELECT width_bucket(calls.at, (SELECT CAST(%(edges0)s::VARCHAR AS TIMESTAMP WITH TIME ZONE[]) AS anon_1)) - %(param_2)s::INTEGER AS bucket, wq_agents_1.name AS grp, CASE WHEN length(wq_notes_1.value) > 400 OR wq_notes_1.value !~ '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$' THEN NULL WHEN abs(CAST(wq_notes_1.value AS NUMERIC)) > 1.7976931348623157e308 THEN NULL WHEN abs(CAST(wq_notes_1.value AS NUMERIC)) < 2.4703282292062328e-324 THEN 0 ELSE CAST(wq_notes_1.value AS DOUBLE PRECISION) END AS v0, calls.id AS rid
FROM calls LEFT OUTER JOIN agents AS wq_agents_1 ON wq_agents_1.id = calls.agent_id JOIN notes AS wq_notes_1 ON wq_notes_1.call_id = calls.id LEFT OUTER JOIN metrics AS wq_metrics_1 ON wq_metrics_1.id = wq_notes_1.metric_id
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND wq_metrics_1.id = %(metric)s::BIGINT
 LIMIT NULL) AS samples GROUP BY samples.bucket, samples.grp

-- bar, compared

SELECT anon_1.bucket AS bucket, anon_1.position AS position, anon_1.grp AS grp, max(anon_1.v0_max) AS result, CAST(coalesce(sum(anon_1.v0_n), %(coalesce_1)s::INTEGER) AS BIGINT) AS n
FROM (SELECT anon_2.k0 AS k0, anon_2.n AS n, anon_2.v0_n AS v0_n, anon_2.v0_max AS v0_max, anon_2.bucket AS bucket, CASE WHEN (anon_2.place <= %(place_1)s::INTEGER) THEN anon_2.place - %(place_2)s::INTEGER ELSE %(param_1)s::INTEGER END AS position, CASE WHEN (anon_2.place <= %(place_1)s::INTEGER) THEN anon_2.k0 END AS grp
FROM (SELECT anon_3.k0 AS k0, anon_3.n AS n, anon_3.v0_n AS v0_n, anon_3.v0_max AS v0_max, anon_3.bucket AS bucket, dense_rank() OVER (ORDER BY anon_3.samples_of_group DESC, anon_3.k0 IS NULL ASC, CAST(anon_3.k0 AS TEXT) COLLATE "C" ASC) AS place
FROM (SELECT cells.k0 AS k0, cells.n AS n, cells.v0_n AS v0_n, cells.v0_max AS v0_max, cells.bucket AS bucket, sum(cells.v0_n) OVER (PARTITION BY cells.k0) AS samples_of_group
FROM (SELECT samples.k0 AS k0, samples.bucket AS bucket, count(*) AS n, count(samples.v0) AS v0_n, max(samples.v0) AS v0_max
FROM (SELECT calls.topic AS k0, width_bucket(calls.at, (SELECT CAST(%(edges1)s::VARCHAR AS TIMESTAMP WITH TIME ZONE[]) AS anon_4)) - %(param_2)s::INTEGER AS bucket, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00'
 LIMIT NULL) AS samples GROUP BY samples.k0, samples.bucket) AS cells) AS anon_3) AS anon_2) AS anon_1 GROUP BY anon_1.bucket, anon_1.position, anon_1.grp

SELECT anon_1.bucket AS bucket, anon_1.position AS position, anon_1.grp AS grp, max(anon_1.v0_max) AS result, CAST(coalesce(sum(anon_1.v0_n), %(coalesce_1)s::INTEGER) AS BIGINT) AS n
FROM (SELECT anon_2.k0 AS k0, anon_2.n AS n, anon_2.v0_n AS v0_n, anon_2.v0_max AS v0_max, anon_2.bucket AS bucket, CASE WHEN (anon_2.place <= %(place_1)s::INTEGER) THEN anon_2.place - %(place_2)s::INTEGER ELSE %(param_1)s::INTEGER END AS position, CASE WHEN (anon_2.place <= %(place_1)s::INTEGER) THEN anon_2.k0 END AS grp
FROM (SELECT anon_3.k0 AS k0, anon_3.n AS n, anon_3.v0_n AS v0_n, anon_3.v0_max AS v0_max, anon_3.bucket AS bucket, dense_rank() OVER (ORDER BY anon_3.samples_of_group DESC, anon_3.k0 IS NULL ASC, CAST(anon_3.k0 AS TEXT) COLLATE "C" ASC) AS place
FROM (SELECT cells.k0 AS k0, cells.n AS n, cells.v0_n AS v0_n, cells.v0_max AS v0_max, cells.bucket AS bucket, sum(cells.v0_n) OVER (PARTITION BY cells.k0) AS samples_of_group
FROM (SELECT samples.k0 AS k0, samples.bucket AS bucket, count(*) AS n, count(samples.v0) AS v0_n, max(samples.v0) AS v0_max
FROM (SELECT calls.topic AS k0, width_bucket(calls.at, (SELECT CAST(%(edges1)s::VARCHAR AS TIMESTAMP WITH TIME ZONE[]) AS anon_4)) - %(param_2)s::INTEGER AS bucket, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-10-25 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-03 12:00:00+00:00'
 LIMIT NULL) AS samples GROUP BY samples.k0, samples.bucket) AS cells) AS anon_3) AS anon_2) AS anon_1 GROUP BY anon_1.bucket, anon_1.position, anon_1.grp

-- pie, compared

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT calls.topic AS grp, calls.topic AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CAST(grouped.grp AS TEXT) COLLATE "C" ASC
 LIMIT %(param_1)s::INTEGER

SELECT samples.grp, count(*) AS n
FROM (SELECT calls.topic AS grp, calls.topic AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT calls.topic AS grp, calls.topic AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-10-25 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-03 12:00:00+00:00' AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CAST(grouped.grp AS TEXT) COLLATE "C" ASC
 LIMIT %(param_1)s::INTEGER

SELECT samples.grp, count(*) AS n
FROM (SELECT calls.topic AS grp, calls.topic AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-10-25 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-03 12:00:00+00:00' AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp

-- bar of the groups that are left, compared

SELECT samples.grp, sum(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT calls.topic AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.grp
 LIMIT %(param_1)s::INTEGER

SELECT samples.grp, sum(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT calls.topic AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-10-25 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-03 12:00:00+00:00') AS samples GROUP BY samples.grp
 LIMIT %(param_1)s::INTEGER

SELECT samples.bucket, samples.grp, sum(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT width_bucket(calls.at, (SELECT CAST(%(edges0)s::VARCHAR AS TIMESTAMP WITH TIME ZONE[]) AS anon_1)) - %(param_1)s::INTEGER AS bucket, CAST(CASE WHEN (calls.topic = %(param_2)s::VARCHAR) THEN %(param_3)s::INTEGER ELSE %(param_4)s::INTEGER END AS INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00'
 LIMIT NULL) AS samples GROUP BY samples.bucket, samples.grp

SELECT samples.bucket, samples.grp, sum(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT width_bucket(calls.at, (SELECT CAST(%(edges0)s::VARCHAR AS TIMESTAMP WITH TIME ZONE[]) AS anon_1)) - %(param_1)s::INTEGER AS bucket, CAST(CASE WHEN (calls.topic = %(param_2)s::VARCHAR) THEN %(param_3)s::INTEGER ELSE %(param_4)s::INTEGER END AS INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-10-25 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-03 12:00:00+00:00'
 LIMIT NULL) AS samples GROUP BY samples.bucket, samples.grp

-- table with its rest, compared

SELECT samples.d0, count(*) AS m0, count(*) AS sample_count
FROM (SELECT calls.topic AS d0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.d0
 LIMIT %(param_1)s::INTEGER

SELECT samples.d0, count(*) AS m0, count(*) AS sample_count
FROM (SELECT calls.topic AS d0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-10-25 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-03 12:00:00+00:00') AS samples GROUP BY samples.d0
 LIMIT %(param_1)s::INTEGER

SELECT count(*) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0
FROM (SELECT calls.topic AS d0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = %(param_1)s::VARCHAR)) AS rest

SELECT count(*) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0
FROM (SELECT calls.topic AS d0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-10-25 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-03 12:00:00+00:00') AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = %(param_1)s::VARCHAR)) AS rest

-- pies, compared

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT calls.topic AS grp, calls.ok AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.ok IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CAST(grouped.grp AS TEXT) COLLATE "C" ASC
 LIMIT %(param_1)s::INTEGER

SELECT samples.grp, count(*) AS n
FROM (SELECT calls.topic AS grp, calls.ok AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.ok IS NOT NULL) AS samples GROUP BY samples.grp

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT calls.topic AS grp, calls.ok AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-10-25 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-03 12:00:00+00:00' AND calls.ok IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CAST(grouped.grp AS TEXT) COLLATE "C" ASC
 LIMIT %(param_1)s::INTEGER

SELECT samples.grp, count(*) AS n
FROM (SELECT calls.topic AS grp, calls.ok AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-10-25 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-03 12:00:00+00:00' AND calls.ok IS NOT NULL) AS samples GROUP BY samples.grp

SELECT samples.grp, samples.label, count(*) AS n
FROM (SELECT calls.topic AS grp, calls.ok AS label, calls.ok AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.ok IS NOT NULL) AS samples GROUP BY samples.grp, samples.label
 LIMIT %(param_1)s::INTEGER

SELECT samples.grp, samples.label, count(*) AS n
FROM (SELECT calls.topic AS grp, calls.ok AS label, calls.ok AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-10-25 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-03 12:00:00+00:00' AND calls.ok IS NOT NULL) AS samples GROUP BY samples.grp, samples.label
 LIMIT %(param_1)s::INTEGER

-- table, compared

SELECT samples.d0, samples.d1, count(*) AS m0, count(*) AS sample_count
FROM (SELECT calls.topic AS d0, width_bucket(calls.at, (SELECT CAST(%(edges1)s::VARCHAR AS TIMESTAMP WITH TIME ZONE[]) AS anon_1)) - %(param_1)s::INTEGER AS d1
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00'
 LIMIT NULL) AS samples GROUP BY samples.d0, samples.d1
 LIMIT %(param_2)s::INTEGER

SELECT samples.d0, samples.d1, count(*) AS m0, count(*) AS sample_count
FROM (SELECT calls.topic AS d0, width_bucket(calls.at, (SELECT CAST(%(edges1)s::VARCHAR AS TIMESTAMP WITH TIME ZONE[]) AS anon_1)) - %(param_1)s::INTEGER AS d1
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-10-25 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-03 12:00:00+00:00'
 LIMIT NULL) AS samples GROUP BY samples.d0, samples.d1
 LIMIT %(param_2)s::INTEGER

SELECT count(*) AS m0, count(*) AS n
FROM (SELECT calls.id AS one
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples

SELECT count(*) AS m0, count(*) AS n
FROM (SELECT calls.id AS one
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-10-25 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-03 12:00:00+00:00') AS samples

-- bar over windows

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS n
FROM (SELECT calls.topic AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CAST(grouped.grp AS TEXT) COLLATE "C" ASC
 LIMIT %(param_1)s::INTEGER

SELECT samples.bucket, samples.grp, sum(samples.v0) AS result, count(samples.v0) AS result_number, count(samples.v0) AS n
FROM (SELECT width_bucket(calls.at, (SELECT CAST(%(edges0)s::VARCHAR AS TIMESTAMP WITH TIME ZONE[]) AS anon_1)) - %(param_1)s::INTEGER AS bucket, CAST(CASE WHEN (calls.topic = %(param_2)s::VARCHAR) THEN %(param_3)s::INTEGER WHEN (calls.topic = %(param_4)s::VARCHAR) THEN %(param_5)s::INTEGER ELSE %(param_6)s::INTEGER END AS INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-10-26 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00'
 LIMIT NULL) AS samples GROUP BY samples.bucket, samples.grp

-- bar over windows, of values

SELECT anon_1.place - 1 AS bucket, found.result, found.n
FROM json_array_elements(CAST(%(edges)s::VARCHAR AS JSON)) WITH ORDINALITY AS anon_1(value, place) JOIN LATERAL (SELECT percentile_cont(%(param_1)s) WITHIN GROUP (ORDER BY CAST(calls.seconds AS DOUBLE PRECISION)) AS result, count(calls.seconds) AS n, count(*) AS records_here
FROM calls
WHERE calls.at >= CAST(anon_1.value ->> 0 AS TIMESTAMP WITH TIME ZONE) AND calls.at < CAST(anon_1.value ->> 1 AS TIMESTAMP WITH TIME ZONE)) AS found ON true
WHERE found.records_here > %(records_here_1)s::INTEGER

SELECT anon_1.place - 1 AS bucket, found.result, found.n
FROM json_array_elements(CAST(%(edges)s::VARCHAR AS JSON)) WITH ORDINALITY AS anon_1(value, place) JOIN LATERAL (SELECT percentile_cont(%(param_1)s) WITHIN GROUP (ORDER BY CAST(calls.seconds AS DOUBLE PRECISION)) AS result, count(calls.seconds) AS n, count(*) AS records_here
FROM calls
WHERE calls.at >= CAST(anon_1.value ->> 0 AS TIMESTAMP WITH TIME ZONE) AND calls.at < CAST(anon_1.value ->> 1 AS TIMESTAMP WITH TIME ZONE)) AS found ON true
WHERE found.records_here > %(records_here_1)s::INTEGER

SELECT anon_1.place - 1 AS bucket, found.result, found.n
FROM json_array_elements(CAST(%(edges)s::VARCHAR AS JSON)) WITH ORDINALITY AS anon_1(value, place) JOIN LATERAL (SELECT percentile_cont(%(param_1)s) WITHIN GROUP (ORDER BY CAST(calls.seconds AS DOUBLE PRECISION)) AS result, count(calls.seconds) AS n, count(*) AS records_here
FROM calls
WHERE calls.at >= CAST(anon_1.value ->> 0 AS TIMESTAMP WITH TIME ZONE) AND calls.at < CAST(anon_1.value ->> 1 AS TIMESTAMP WITH TIME ZONE)) AS found ON true
WHERE found.records_here > %(records_here_1)s::INTEGER

-- bar of measures over windows, by group

SELECT grouped.grp, grouped.m0_n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS m0_n
FROM (SELECT marked.grp AS grp, marked.mark0 AS v0
FROM (SELECT calls.topic AS grp, CASE WHEN (calls.ok = %(w0_0)s) THEN %(param_1)s::BIGINT END AS mark0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS marked) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.m0_n IS NULL ASC, grouped.m0_n DESC, grouped.grp IS NULL ASC, CAST(grouped.grp AS TEXT) COLLATE "C" ASC
 LIMIT %(param_2)s::INTEGER

SELECT samples.bucket, samples.grp, count(samples.v0) AS m0, count(samples.v0) AS m0_n, sum(samples.v1) AS m1, count(samples.v1) AS m1_number, count(samples.v1) AS m1_n, count(*) AS n
FROM (SELECT marked.bucket AS bucket, marked.grp AS grp, marked.v1 AS v1, marked.mark0 AS v0
FROM (SELECT width_bucket(calls.at, (SELECT CAST(%(edges0)s::VARCHAR AS TIMESTAMP WITH TIME ZONE[]) AS anon_1)) - %(param_1)s::INTEGER AS bucket, CAST(CASE WHEN (calls.topic = %(param_2)s::VARCHAR) THEN %(param_3)s::INTEGER WHEN (calls.topic = %(param_4)s::VARCHAR) THEN %(param_5)s::INTEGER ELSE %(param_6)s::INTEGER END AS INTEGER) AS grp, calls.seconds AS v1, CASE WHEN (calls.ok = %(w0_0)s) THEN %(param_7)s::BIGINT END AS mark0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-10-26 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS marked
 LIMIT NULL) AS samples GROUP BY samples.bucket, samples.grp

SELECT count(samples.v0) AS m0
FROM (SELECT marked.one AS one, marked.mark0 AS v0
FROM (SELECT calls.id AS one, CASE WHEN (calls.ok = %(w0_0)s) THEN %(param_1)s::BIGINT END AS mark0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-10-26 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS marked) AS samples

-- bar of measures over labels

SELECT grouped.grp, grouped.m0_n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS m0_n
FROM (SELECT marked.grp AS grp, marked.mark0 AS v0
FROM (SELECT calls.topic AS grp, CASE WHEN (calls.ok = %(w0_0)s) THEN %(param_1)s::BIGINT END AS mark0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.topic IS NOT NULL) AS marked) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.m0_n IS NULL ASC, grouped.m0_n DESC, grouped.grp IS NULL ASC, CAST(grouped.grp AS TEXT) COLLATE "C" ASC
 LIMIT %(param_2)s::INTEGER

SELECT samples.grp, count(samples.v0) AS m0, count(samples.v0) AS m0_n, sum(samples.v1) AS m1, count(samples.v1) AS m1_n, count(*) AS n
FROM (SELECT marked.grp AS grp, marked.v1 AS v1, marked.mark0 AS v0
FROM (SELECT CAST(CASE WHEN (calls.topic = %(param_1)s::VARCHAR) THEN %(param_2)s::INTEGER ELSE %(param_3)s::INTEGER END AS INTEGER) AS grp, calls.seconds AS v1, CASE WHEN (calls.ok = %(w0_0)s) THEN %(param_4)s::BIGINT END AS mark0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.topic IS NOT NULL) AS marked) AS samples GROUP BY samples.grp

SELECT count(samples.v0) AS m0
FROM (SELECT marked.one AS one, marked.mark0 AS v0
FROM (SELECT calls.id AS one, CASE WHEN (calls.ok = %(w0_0)s) THEN %(param_1)s::BIGINT END AS mark0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS marked) AS samples

SELECT count(samples.v0) AS m0_n
FROM (SELECT marked.one AS one, marked.mark0 AS v0
FROM (SELECT calls.id AS one, CASE WHEN (calls.ok = %(w0_0)s) THEN %(param_1)s::BIGINT END AS mark0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS marked) AS samples

-- bar over labels, by group

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT calls.topic AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CAST(grouped.grp AS TEXT) COLLATE "C" ASC
 LIMIT %(param_1)s::INTEGER

SELECT samples.grp, count(*) AS result, count(*) AS n
FROM (SELECT calls.topic AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT calls.ok AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp ASC
 LIMIT %(param_1)s::INTEGER

SELECT samples.x, samples.grp, count(*) AS result, count(*) AS n
FROM (SELECT CAST(CASE WHEN (calls.topic = %(param_1)s::VARCHAR) THEN %(param_2)s::INTEGER WHEN (calls.topic = %(param_3)s::VARCHAR) THEN %(param_4)s::INTEGER ELSE %(param_5)s::INTEGER END AS INTEGER) AS x, calls.ok AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.topic IS NOT NULL) AS samples GROUP BY samples.x, samples.grp
 LIMIT %(param_6)s::INTEGER

SELECT count(*) AS n
FROM (SELECT calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples

-- bar over a part of time

SELECT samples.x, avg(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT mod(((CAST(floor(extract(epoch FROM calls.at)) AS BIGINT) + 62162035200) / 3600), 24) AS x, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.x
 LIMIT %(param_1)s::INTEGER

-- bar of shares

SELECT anon_1.place - 1 AS bucket, found.total, found.evaluated
FROM json_array_elements(CAST(%(edges)s::VARCHAR AS JSON)) WITH ORDINALITY AS anon_1(value, place) JOIN LATERAL (SELECT count(*) AS total, count(calls.topic) AS evaluated, count(*) AS records_here
FROM calls
WHERE calls.at >= CAST(anon_1.value ->> 0 AS TIMESTAMP WITH TIME ZONE) AND calls.at < CAST(anon_1.value ->> 1 AS TIMESTAMP WITH TIME ZONE)) AS found ON true
WHERE found.records_here > %(records_here_1)s::INTEGER

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS n
FROM (SELECT calls.topic AS grp, calls.topic AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CAST(grouped.grp AS TEXT) COLLATE "C" ASC
 LIMIT %(param_1)s::INTEGER

SELECT samples.bucket, samples.grp, count(samples.v0) AS n, count(samples.v0) AS records
FROM (SELECT width_bucket(calls.at, (SELECT CAST(%(edges0)s::VARCHAR AS TIMESTAMP WITH TIME ZONE[]) AS anon_1)) - %(param_1)s::INTEGER AS bucket, calls.topic AS grp, calls.topic AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.topic IS NOT NULL
 LIMIT NULL) AS samples GROUP BY samples.bucket, samples.grp
 LIMIT %(param_2)s::INTEGER

-- pie

SELECT counts.label, counts.n, sum(counts.n) OVER () AS total
FROM (SELECT samples.label AS label, count(*) AS n
FROM (SELECT calls.topic AS label, calls.topic AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.topic IS NOT NULL) AS samples GROUP BY samples.label) AS counts ORDER BY counts.n DESC, counts.label IS NULL ASC, CAST(counts.label AS TEXT) COLLATE "C" ASC
 LIMIT %(param_1)s::INTEGER

-- histogram

SELECT samples.bin, count(*) AS n
FROM (SELECT CASE WHEN calls.seconds IS NOT NULL THEN CASE WHEN calls.seconds < %(bin0_0)s::BIGINT THEN %(param_1)s::BIGINT WHEN calls.seconds < %(bin0_1)s::BIGINT THEN %(param_2)s::BIGINT WHEN calls.seconds < %(bin0_2)s::BIGINT THEN %(param_3)s::BIGINT ELSE %(param_4)s::BIGINT END END AS bin, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.bin

-- line, thinned

SELECT calls.id AS id, timezone('UTC', calls.at) AS ts, calls.score AS value
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND (calls.score BETWEEN '-1.7976931348623157e308'::FLOAT8 AND '1.7976931348623157e308'::FLOAT8)
 LIMIT %(param_1)s::INTEGER

SELECT CAST(extract(epoch FROM min(calls.at)) * 1000000 AS BIGINT) AS anon_1, CAST(extract(epoch FROM max(calls.at)) * 1000000 AS BIGINT) AS anon_2
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND (calls.score BETWEEN '-1.7976931348623157e308'::FLOAT8 AND '1.7976931348623157e308'::FLOAT8)

WITH wq_stretches AS MATERIALIZED
(SELECT placed.stretch AS stretch, count(*) AS n, min(placed.ts) AS earliest, max(placed.ts) AS latest, min(placed.value) AS lowest, max(placed.value) AS highest
FROM (SELECT points.id AS id, points.ts AS ts, points.value AS value, date_bin(%(stretch_width)s::INTERVAL, points.ts, %(stretch_start)s::TIMESTAMP WITH TIME ZONE) AS stretch
FROM (SELECT calls.id AS id, calls.at AS ts, calls.score AS value
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND (calls.score BETWEEN '-1.7976931348623157e308'::FLOAT8 AND '1.7976931348623157e308'::FLOAT8)) AS points
 LIMIT NULL) AS placed GROUP BY placed.stretch
 LIMIT %(param_1)s::INTEGER)
 SELECT ranked.id, timezone('UTC', ranked.ts) AS ts, ranked.value, ranked.total
FROM (SELECT numbered.id AS id, numbered.ts AS ts, numbered.value AS value, numbered.stretch AS stretch, numbered.total AS total, numbered.place AS place, numbered.lowest AS lowest, numbered.highest AS highest, max(numbered.place) OVER (PARTITION BY numbered.stretch) AS latest, min(CASE WHEN (numbered.value = numbered.lowest) THEN numbered.place END) OVER (PARTITION BY numbered.stretch) AS lowest_place, min(CASE WHEN (numbered.value = numbered.highest) THEN numbered.place END) OVER (PARTITION BY numbered.stretch) AS highest_place
FROM (SELECT found.id AS id, found.ts AS ts, found.value AS value, found.stretch AS stretch, found.total AS total, row_number() OVER (PARTITION BY found.stretch ORDER BY found.ts ASC, found.id ASC, found.value ASC) AS place, min(found.value) OVER (PARTITION BY found.stretch) AS lowest, max(found.value) OVER (PARTITION BY found.stretch) AS highest
FROM (SELECT placed.id AS id, placed.ts AS ts, placed.value AS value, placed.stretch AS stretch, (SELECT sum(wq_stretches.n) AS sum_1
FROM wq_stretches) AS total
FROM (SELECT points.id AS id, points.ts AS ts, points.value AS value, date_bin(%(stretch_width)s::INTERVAL, points.ts, %(stretch_start)s::TIMESTAMP WITH TIME ZONE) AS stretch
FROM (SELECT calls.id AS id, calls.at AS ts, calls.score AS value
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND (calls.score BETWEEN '-1.7976931348623157e308'::FLOAT8 AND '1.7976931348623157e308'::FLOAT8)) AS points) AS placed
WHERE (placed.value <= (SELECT max(wq_stretches.lowest) AS max_1
FROM wq_stretches) OR placed.value >= (SELECT min(wq_stretches.highest) AS min_1
FROM wq_stretches)) AND (placed.stretch, placed.value) IN (SELECT wq_stretches.stretch, wq_stretches.lowest
FROM wq_stretches UNION ALL SELECT wq_stretches.stretch, wq_stretches.highest
FROM wq_stretches) OR placed.ts IN (SELECT wq_stretches.earliest
FROM wq_stretches UNION ALL SELECT wq_stretches.latest
FROM wq_stretches)) AS found) AS numbered) AS ranked
WHERE ranked.place = %(place_1)s::INTEGER OR ranked.place = ranked.latest OR ranked.place = ranked.lowest_place OR ranked.place = ranked.highest_place

-- stat

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT calls.topic AS grp
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CAST(grouped.grp AS TEXT) COLLATE "C" ASC
 LIMIT %(param_1)s::INTEGER

SELECT samples.grp, count(*) AS s0_0, count(samples.v0) AS s1_0, avg(CAST(samples.v1 AS INTEGER)) AS s2_0, avg(samples.v2) AS s3_0, sum(samples.v2) AS s4_0, min(samples.v2) AS s5_0, timezone('UTC', max(samples.v3)) AS s6_0, percentile_cont(%(param_1)s) WITHIN GROUP (ORDER BY CAST(samples.v2 AS DOUBLE PRECISION)) AS s7_0, percentile_cont(%(param_2)s) WITHIN GROUP (ORDER BY CAST(samples.v2 AS DOUBLE PRECISION)) AS s8_0, count(DISTINCT samples.v0) AS s9_0, sum(samples.v4) AS s10_0, count(*) AS s10_1, sum(samples.v4) AS s11_0, count(samples.v5) AS s11_1, count(*) AS n
FROM (SELECT calls.topic AS grp, calls.topic AS v0, calls.ok AS v1, calls.seconds AS v2, CASE WHEN calls.seen >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls.seen <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls.seen END AS v3, CASE WHEN calls.cost < 'Infinity'::NUMERIC THEN calls.cost END AS v4, CASE WHEN abs(calls.score) <= '1.7976931348623157e308'::FLOAT8 THEN calls.score END AS v5
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.grp

-- stat of measures

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT calls.topic AS grp
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, CAST(grouped.grp AS TEXT) COLLATE "C" ASC
 LIMIT %(param_1)s::INTEGER

SELECT main.grp, main.m0, main.m0_n, main.m1, main.n, all_0.m2_of
FROM (SELECT samples.grp AS grp, count(samples.v0) AS m0, count(samples.v0) AS m0_n, percentile_cont(%(param_1)s) WITHIN GROUP (ORDER BY CAST(samples.v1 AS DOUBLE PRECISION)) AS m1, count(*) AS n
FROM (SELECT marked.grp AS grp, marked.v1 AS v1, marked.mark0 AS v0
FROM (SELECT calls.topic AS grp, calls.seconds AS v1, CASE WHEN (calls.ok = %(w0_0)s) THEN %(param_2)s::BIGINT END AS mark0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS marked) AS samples GROUP BY samples.grp) AS main LEFT OUTER JOIN (SELECT samples.grp AS grp, count(samples.v0) AS m2_of
FROM (SELECT marked.grp AS grp, marked.v1 AS v1, marked.mark0 AS v0
FROM (SELECT calls.topic AS grp, calls.seconds AS v1, CASE WHEN (calls.ok = %(w0_0)s) THEN %(param_2)s::BIGINT END AS mark0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS marked) AS samples GROUP BY samples.grp) AS all_0 ON main.grp IS NOT DISTINCT FROM all_0.grp

-- list

SELECT calls.id AS id, timezone('UTC', calls.at) AS ts, CASE WHEN calls.cost < 'Infinity'::NUMERIC THEN calls.cost END AS c0, CASE WHEN strpos(CAST(calls.meta AS TEXT), E'\\u') > 0 AND regexp_replace(replace(CAST(calls.meta AS TEXT), E'\\\\', ''), E'\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}', '', 'g') ~ E'\\\\u(0000|[dD][89a-fA-F])' THEN NULL ELSE CASE WHEN left(ltrim(CAST(calls.meta -> %(param_1)s::VARCHAR AS TEXT), E' \t\n\r'), 1) IN ('{', '[', 'n') THEN NULL WHEN left(ltrim(CAST(calls.meta -> %(param_1)s::VARCHAR AS TEXT), E' \t\n\r'), 1) IN ('"', 't', 'f') THEN (calls.meta ->> %(param_1)s::VARCHAR) ELSE CASE WHEN length((calls.meta ->> %(param_1)s::VARCHAR)) > 400 OR (calls.meta ->> %(param_1)s::VARCHAR) ~ '[eE][-+]?[0-9]{5}' THEN NULL WHEN (calls.meta ->> %(param_1)s::VARCHAR) ~ '^-?[0-9]+$' AND CAST((calls.meta ->> %(param_1)s::VARCHAR) AS NUMERIC) BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(CAST((calls.meta ->> %(param_1)s::VARCHAR) AS NUMERIC) AS TEXT) WHEN abs(CAST((calls.meta ->> %(param_1)s::VARCHAR) AS NUMERIC)) > 1.7976931348623157e308 THEN NULL WHEN abs(CAST((calls.meta ->> %(param_1)s::VARCHAR) AS NUMERIC)) < 5e-324 THEN '0' ELSE CAST(trim_scale(CAST(CAST((calls.meta ->> %(param_1)s::VARCHAR) AS DOUBLE PRECISION) AS NUMERIC)) AS TEXT) END END END AS c1
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' ORDER BY calls.at DESC, calls.id DESC
 LIMIT %(param_2)s::INTEGER

-- list of related rows, in an order, the second page

SELECT samples.id, samples.id0, timezone('UTC', samples.ts) AS ts, samples.d0
FROM (SELECT calls.id AS id, calls.id AS id0, calls.at AS ts, wq_notes_1.value AS d0
FROM calls JOIN notes AS wq_notes_1 ON wq_notes_1.call_id = calls.id
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples
WHERE CAST(samples.d0 AS TEXT) COLLATE "C" > %(after_d0)s::VARCHAR OR CAST(samples.d0 AS TEXT) COLLATE "C" IS NULL OR CAST(samples.d0 AS TEXT) COLLATE "C" = %(after_d0)s::VARCHAR AND (samples.ts < TIMESTAMP WITH TIME ZONE '2025-11-03 10:00:00+00:00' OR samples.ts >= TIMESTAMP WITH TIME ZONE '2025-11-03 10:00:00+00:00' AND samples.ts < TIMESTAMP WITH TIME ZONE '2025-11-03 10:00:00.000001+00:00' AND (samples.id0 < %(after_id0)s::BIGINT OR samples.id0 = %(after_id0)s::BIGINT)) ORDER BY samples.d0 IS NULL ASC, CAST(samples.d0 AS TEXT) COLLATE "C" ASC, samples.ts DESC, samples.id0 DESC, samples.d0 IS NULL ASC, CAST(samples.d0 AS TEXT) COLLATE "C" ASC
 LIMIT %(param_1)s::INTEGER

-- table, the second page

SELECT placed.d0, placed.m0, placed.sample_count, placed.all_groups, placed.all_left, placed.up_to, placed.place
FROM (SELECT grouped.d0 AS d0, grouped.m0 AS m0, grouped.sample_count AS sample_count, count(*) OVER () AS all_groups, sum(grouped.sample_count) OVER () AS all_left, sum(grouped.sample_count) OVER (ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, CAST(grouped.d0 AS TEXT) COLLATE "C" ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS up_to, row_number() OVER (ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, CAST(grouped.d0 AS TEXT) COLLATE "C" ASC) AS place
FROM (SELECT samples.d0 AS d0, count(*) AS m0, count(*) AS sample_count
FROM (SELECT calls.topic AS d0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.d0) AS grouped) AS placed
WHERE placed.place > %(place_1)s::INTEGER AND placed.place <= %(place_2)s::INTEGER ORDER BY placed.place ASC

-- bar of the groups that are left

SELECT samples.grp, avg(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT calls.topic AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.grp
 LIMIT %(param_1)s::INTEGER

SELECT samples.bucket, samples.grp, avg(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT width_bucket(calls.at, (SELECT CAST(%(edges0)s::VARCHAR AS TIMESTAMP WITH TIME ZONE[]) AS anon_1)) - %(param_1)s::INTEGER AS bucket, CAST(CASE WHEN (calls.topic = %(param_2)s::VARCHAR) THEN %(param_3)s::INTEGER ELSE %(param_4)s::INTEGER END AS INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00'
 LIMIT NULL) AS samples GROUP BY samples.bucket, samples.grp

-- bar of measures, by the groups that are left

SELECT samples.grp, sum(samples.v0) AS m0, count(samples.v0) AS m0_n, count(*) AS m1, count(*) AS m1_n, count(*) AS n
FROM (SELECT calls.topic AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.grp
 LIMIT %(param_1)s::INTEGER

SELECT samples.bucket, samples.grp, sum(samples.v0) AS m0, count(samples.v0) AS m0_n, count(*) AS m1, count(*) AS m1_n, count(*) AS n
FROM (SELECT width_bucket(calls.at, (SELECT CAST(%(edges0)s::VARCHAR AS TIMESTAMP WITH TIME ZONE[]) AS anon_1)) - %(param_1)s::INTEGER AS bucket, CAST(CASE WHEN (calls.topic = %(param_2)s::VARCHAR) THEN %(param_3)s::INTEGER ELSE %(param_4)s::INTEGER END AS INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00'
 LIMIT NULL) AS samples GROUP BY samples.bucket, samples.grp

-- bar over the labels that are left

SELECT samples.grp, avg(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT calls.topic AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp
 LIMIT %(param_1)s::INTEGER

SELECT samples.grp, avg(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT CAST(CASE WHEN (calls.topic = %(param_1)s::VARCHAR) THEN %(param_2)s::INTEGER ELSE %(param_3)s::INTEGER END AS INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp

SELECT count(samples.v0) AS n
FROM (SELECT calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples

SELECT count(samples.v0) AS n
FROM (SELECT calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00' AND calls.topic IS NOT NULL) AS samples

-- pivot with its rests

SELECT percentile_cont(%(param_1)s) WITHIN GROUP (ORDER BY CAST(samples.v0 AS DOUBLE PRECISION)) AS m0, count(*) AS n
FROM (SELECT calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples

SELECT grouped.d0, grouped.d1, grouped.m0, grouped.n
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, percentile_cont(%(param_1)s) WITHIN GROUP (ORDER BY CAST(samples.v0 AS DOUBLE PRECISION)) AS m0, count(*) AS n
FROM (SELECT calls.topic AS d0, calls.ok AS d1, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.d0, samples.d1) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.d0 IS NULL ASC, CAST(grouped.d0 AS TEXT) COLLATE "C" ASC, grouped.d1 IS NULL ASC, grouped.d1 ASC
 LIMIT %(param_2)s::INTEGER

SELECT grouped.d2, grouped.m0, grouped.n
FROM (SELECT samples.d2 AS d2, percentile_cont(%(param_1)s) WITHIN GROUP (ORDER BY CAST(samples.v0 AS DOUBLE PRECISION)) AS m0, count(*) AS n
FROM (SELECT width_bucket(calls.at, (SELECT CAST(%(edges0)s::VARCHAR AS TIMESTAMP WITH TIME ZONE[]) AS anon_1)) - %(param_2)s::INTEGER AS d2, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00'
 LIMIT NULL) AS samples GROUP BY samples.d2) AS grouped ORDER BY grouped.d2 IS NULL ASC, grouped.d2 ASC
 LIMIT %(param_3)s::INTEGER

SELECT ranks.rows_rank, ranks.d2, percentile_cont(%(param_1)s) WITHIN GROUP (ORDER BY CAST(ranks.v0 AS DOUBLE PRECISION)) AS m0, count(*) AS n
FROM (SELECT CAST(CASE WHEN (samples.d0 IS NOT NULL AND samples.d0 = %(param_2)s::VARCHAR AND samples.d1 IS NULL) THEN %(param_3)s::INTEGER ELSE %(param_4)s::INTEGER END AS INTEGER) AS rows_rank, samples.d2 AS d2, samples.v0 AS v0
FROM (SELECT calls.topic AS d0, calls.ok AS d1, width_bucket(calls.at, (SELECT CAST(%(edges2)s::VARCHAR AS TIMESTAMP WITH TIME ZONE[]) AS anon_1)) - %(param_5)s::INTEGER AS d2, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00'
 LIMIT NULL) AS samples) AS ranks GROUP BY ranks.rows_rank, ranks.d2

-- table with its rest, of shares and rates

SELECT grouped.d0, grouped.d1, grouped.m0, grouped.sample_count, grouped.m1_of
FROM (SELECT main.d0 AS d0, main.d1 AS d1, main.m0 AS m0, main.sample_count AS sample_count, all_0.m1_of AS m1_of
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, count(*) AS m0, count(*) AS sample_count
FROM (SELECT calls.topic AS d0, calls.ok AS d1
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.d0, samples.d1) AS main LEFT OUTER JOIN (SELECT samples.d0 AS d0, count(*) AS m1_of
FROM (SELECT calls.topic AS d0, calls.ok AS d1
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.d0) AS all_0 ON main.d0 IS NOT DISTINCT FROM all_0.d0) AS grouped ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, CAST(grouped.d0 AS TEXT) COLLATE "C" ASC, grouped.d1 IS NULL ASC, grouped.d1 ASC
 LIMIT %(param_1)s::INTEGER

SELECT count(*) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1
FROM (SELECT calls.topic AS d0, calls.ok AS d1
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = %(param_1)s::VARCHAR AND samples.d1 IS NULL)) AS rest

SELECT count(*) AS m0
FROM (SELECT samples.d0 AS d0
FROM (SELECT calls.topic AS d0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = %(param_1)s::VARCHAR)) AS rest

-- table with its rest

SELECT grouped.d0, grouped.m0, grouped.sample_count
FROM (SELECT samples.d0 AS d0, avg(samples.v0) AS m0, count(*) AS sample_count
FROM (SELECT calls.topic AS d0, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.d0) AS grouped ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, CAST(grouped.d0 AS TEXT) COLLATE "C" ASC
 LIMIT %(param_1)s::INTEGER

SELECT avg(rest.v0) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0, samples.v0 AS v0
FROM (SELECT calls.topic AS d0, calls.seconds AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = %(param_1)s::VARCHAR)) AS rest

-- table

SELECT grouped.d0, grouped.d1, grouped.m0, grouped.sample_count, count(*) OVER () AS all_groups, sum(grouped.sample_count) OVER () AS all_left
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, percentile_cont(%(param_1)s) WITHIN GROUP (ORDER BY CAST(samples.v0 AS DOUBLE PRECISION)) AS m0, count(*) AS sample_count
FROM (SELECT wq_agents_1.name AS d0, width_bucket(calls.at, (SELECT CAST(%(edges1)s::VARCHAR AS TIMESTAMP WITH TIME ZONE[]) AS anon_1)) - %(param_2)s::INTEGER AS d1, calls.seconds AS v0
FROM calls LEFT OUTER JOIN agents AS wq_agents_1 ON wq_agents_1.id = calls.agent_id
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00'
 LIMIT NULL) AS samples GROUP BY samples.d0, samples.d1) AS grouped ORDER BY grouped.m0 IS NULL ASC, grouped.m0 DESC, grouped.d0 IS NULL ASC, CAST(grouped.d0 AS TEXT) COLLATE "C" ASC, grouped.d1 IS NULL ASC, grouped.d1 ASC
 LIMIT %(param_3)s::INTEGER

-- table of parts and bins

SELECT grouped.d0, grouped.d1, grouped.m0, grouped.sample_count, count(*) OVER () AS all_groups, sum(grouped.sample_count) OVER () AS all_left
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, count(*) AS m0, count(*) AS sample_count
FROM (SELECT (mod((((CAST(floor(extract(epoch FROM calls.at)) AS BIGINT) + 62162035200) / 86400) + 2), 7) + 1) AS d0, CASE WHEN (calls.score BETWEEN '-1.7976931348623157e308'::FLOAT8 AND '1.7976931348623157e308'::FLOAT8) THEN CASE WHEN (calls.score < %(bin1_0)s AND calls.score >= '-1.7976931348623157e308'::FLOAT8) THEN %(param_1)s::BIGINT WHEN (calls.score < %(bin1_1)s AND calls.score >= '-1.7976931348623157e308'::FLOAT8) THEN %(param_2)s::BIGINT WHEN (calls.score < %(bin1_2)s AND calls.score >= '-1.7976931348623157e308'::FLOAT8) THEN %(param_3)s::BIGINT ELSE %(param_4)s::BIGINT END END AS d1
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.d0, samples.d1) AS grouped ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, grouped.d0 ASC, grouped.d1 IS NULL ASC, grouped.d1 ASC
 LIMIT %(param_5)s::INTEGER

-- table of measures, sorted by a ratio

SELECT grouped.d0, grouped.m0, grouped.m1, grouped.sample_count, count(*) OVER () AS all_groups, sum(grouped.sample_count) OVER () AS all_left
FROM (SELECT samples.d0 AS d0, sum(samples.v0) AS m0, count(*) AS m1, count(*) AS sample_count
FROM (SELECT calls.topic AS d0, CASE WHEN calls.cost < 'Infinity'::NUMERIC THEN calls.cost END AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples GROUP BY samples.d0) AS grouped ORDER BY (CASE WHEN CAST(grouped.m1 AS DOUBLE PRECISION) = 0 THEN NULL WHEN abs(CAST(grouped.m1 AS DOUBLE PRECISION)) < 1 THEN CASE WHEN abs(CAST(grouped.m0 AS DOUBLE PRECISION)) >= abs(CAST(grouped.m1 AS DOUBLE PRECISION)) * 1.7e308 THEN NULL ELSE CAST(grouped.m0 AS DOUBLE PRECISION) / CAST(grouped.m1 AS DOUBLE PRECISION) END WHEN abs(CAST(grouped.m0 AS DOUBLE PRECISION)) < abs(CAST(grouped.m1 AS DOUBLE PRECISION)) * 2.3e-308 THEN 0e0 ELSE CAST(grouped.m0 AS DOUBLE PRECISION) / CAST(grouped.m1 AS DOUBLE PRECISION) END) IS NULL ASC, (CASE WHEN CAST(grouped.m1 AS DOUBLE PRECISION) = 0 THEN NULL WHEN abs(CAST(grouped.m1 AS DOUBLE PRECISION)) < 1 THEN CASE WHEN abs(CAST(grouped.m0 AS DOUBLE PRECISION)) >= abs(CAST(grouped.m1 AS DOUBLE PRECISION)) * 1.7e308 THEN NULL ELSE CAST(grouped.m0 AS DOUBLE PRECISION) / CAST(grouped.m1 AS DOUBLE PRECISION) END WHEN abs(CAST(grouped.m0 AS DOUBLE PRECISION)) < abs(CAST(grouped.m1 AS DOUBLE PRECISION)) * 2.3e-308 THEN 0e0 ELSE CAST(grouped.m0 AS DOUBLE PRECISION) / CAST(grouped.m1 AS DOUBLE PRECISION) END) DESC, grouped.d0 IS NULL ASC, CAST(grouped.d0 AS TEXT) COLLATE "C" ASC
 LIMIT %(param_1)s::INTEGER

SELECT sum(samples.v0) AS m0, count(*) AS m1, count(*) AS n
FROM (SELECT CASE WHEN calls.cost < 'Infinity'::NUMERIC THEN calls.cost END AS v0
FROM calls
WHERE calls.at >= TIMESTAMP WITH TIME ZONE '2025-11-01 00:00:00+00:00' AND calls.at < TIMESTAMP WITH TIME ZONE '2025-11-10 12:00:00+00:00') AS samples
