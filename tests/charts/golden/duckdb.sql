-- bar

SELECT samples.bucket, avg(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $1) // $2) AS bucket, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $3 AND calls."at" < $4) AS samples GROUP BY samples.bucket

-- bar of a metric, by agent

SELECT metrics.kind AS kind, metrics.name AS name
FROM metrics
WHERE metrics.id = $1
 LIMIT $2

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS n
FROM (SELECT wq_agents_1.name COLLATE "binary" AS grp, CASE WHEN length(wq_notes_1.value) <= 400 AND regexp_matches(wq_notes_1.value, '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$') AND isfinite(TRY_CAST(wq_notes_1.value AS DOUBLE)) THEN TRY_CAST(wq_notes_1.value AS DOUBLE) END AS v0
FROM calls LEFT OUTER JOIN agents AS wq_agents_1 ON wq_agents_1.id = calls.agent_id JOIN notes AS wq_notes_1 ON wq_notes_1.call_id = calls.id LEFT OUTER JOIN metrics AS wq_metrics_1 ON wq_metrics_1.id = wq_notes_1.metric_id
WHERE calls."at" >= $1 AND calls."at" < $2 AND wq_metrics_1.id = $3) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE "binary" ASC
 LIMIT $4

SELECT samples.bucket, samples.grp, quantile_cont(CAST(samples.v0 AS DOUBLE), $1) AS result, count(samples.v0) AS n, count(DISTINCT CASE WHEN (samples.v0 IS NOT NULL) THEN samples.rid END) AS records
FROM (SELECT ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $2) // $3) AS bucket, wq_agents_1.name COLLATE "binary" AS grp, CASE WHEN length(wq_notes_1.value) <= 400 AND regexp_matches(wq_notes_1.value, '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$') AND isfinite(TRY_CAST(wq_notes_1.value AS DOUBLE)) THEN TRY_CAST(wq_notes_1.value AS DOUBLE) END AS v0, calls.id AS rid
FROM calls LEFT OUTER JOIN agents AS wq_agents_1 ON wq_agents_1.id = calls.agent_id JOIN notes AS wq_notes_1 ON wq_notes_1.call_id = calls.id LEFT OUTER JOIN metrics AS wq_metrics_1 ON wq_metrics_1.id = wq_notes_1.metric_id
WHERE calls."at" >= $4 AND calls."at" < $5 AND wq_metrics_1.id = $6) AS samples GROUP BY samples.bucket, samples.grp

-- bar, compared

SELECT anon_1.bucket AS bucket, anon_1.position AS position, anon_1.grp AS grp, max(anon_1.v0_max) AS result, CAST(coalesce(sum(anon_1.v0_n), $1) AS BIGINT) AS n
FROM (SELECT anon_2.k0 AS k0, anon_2.n AS n, anon_2.v0_n AS v0_n, anon_2.v0_max AS v0_max, anon_2.bucket AS bucket, CASE WHEN (anon_2.place <= $2) THEN anon_2.place - $3 ELSE $4 END AS position, CASE WHEN (anon_2.place <= $2) THEN anon_2.k0 END AS grp
FROM (SELECT anon_3.k0 AS k0, anon_3.n AS n, anon_3.v0_n AS v0_n, anon_3.v0_max AS v0_max, anon_3.bucket AS bucket, dense_rank() OVER (ORDER BY anon_3.samples_of_group DESC, anon_3.k0 IS NULL ASC, anon_3.k0 COLLATE "binary" ASC) AS place
FROM (SELECT cells.k0 AS k0, cells.n AS n, cells.v0_n AS v0_n, cells.v0_max AS v0_max, cells.bucket AS bucket, sum(cells.v0_n) OVER (PARTITION BY cells.k0) AS samples_of_group
FROM (SELECT samples.k0 AS k0, samples.bucket AS bucket, count(*) AS n, count(samples.v0) AS v0_n, max(samples.v0) AS v0_max
FROM (SELECT calls.topic COLLATE "binary" AS k0, ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $5) // $6) AS bucket, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $7 AND calls."at" < $8) AS samples GROUP BY samples.k0, samples.bucket) AS cells) AS anon_3) AS anon_2) AS anon_1 GROUP BY anon_1.bucket, anon_1.position, anon_1.grp

SELECT anon_1.bucket AS bucket, anon_1.position AS position, anon_1.grp AS grp, max(anon_1.v0_max) AS result, CAST(coalesce(sum(anon_1.v0_n), $1) AS BIGINT) AS n
FROM (SELECT anon_2.k0 AS k0, anon_2.n AS n, anon_2.v0_n AS v0_n, anon_2.v0_max AS v0_max, anon_2.bucket AS bucket, CASE WHEN (anon_2.place <= $2) THEN anon_2.place - $3 ELSE $4 END AS position, CASE WHEN (anon_2.place <= $2) THEN anon_2.k0 END AS grp
FROM (SELECT anon_3.k0 AS k0, anon_3.n AS n, anon_3.v0_n AS v0_n, anon_3.v0_max AS v0_max, anon_3.bucket AS bucket, dense_rank() OVER (ORDER BY anon_3.samples_of_group DESC, anon_3.k0 IS NULL ASC, anon_3.k0 COLLATE "binary" ASC) AS place
FROM (SELECT cells.k0 AS k0, cells.n AS n, cells.v0_n AS v0_n, cells.v0_max AS v0_max, cells.bucket AS bucket, sum(cells.v0_n) OVER (PARTITION BY cells.k0) AS samples_of_group
FROM (SELECT samples.k0 AS k0, samples.bucket AS bucket, count(*) AS n, count(samples.v0) AS v0_n, max(samples.v0) AS v0_max
FROM (SELECT calls.topic COLLATE "binary" AS k0, ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $5) // $6) AS bucket, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $7 AND calls."at" < $8) AS samples GROUP BY samples.k0, samples.bucket) AS cells) AS anon_3) AS anon_2) AS anon_1 GROUP BY anon_1.bucket, anon_1.position, anon_1.grp

-- pie, compared

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.topic COLLATE "binary" AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE "binary" ASC
 LIMIT $3

SELECT samples.grp, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.topic COLLATE "binary" AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.topic COLLATE "binary" AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE "binary" ASC
 LIMIT $3

SELECT samples.grp, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.topic COLLATE "binary" AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp

-- bar of the groups that are left, compared

SELECT samples.grp, sum(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples GROUP BY samples.grp
 LIMIT $3

SELECT samples.grp, sum(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples GROUP BY samples.grp
 LIMIT $3

SELECT samples.bucket, samples.grp, sum(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $1) // $2) AS bucket, CAST(CASE WHEN (calls.topic COLLATE "binary" = $3) THEN $4 ELSE $5 END AS INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $6 AND calls."at" < $7) AS samples GROUP BY samples.bucket, samples.grp

SELECT samples.bucket, samples.grp, sum(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $1) // $2) AS bucket, CAST(CASE WHEN (calls.topic COLLATE "binary" = $3) THEN $4 ELSE $5 END AS INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $6 AND calls."at" < $7) AS samples GROUP BY samples.bucket, samples.grp

-- table with its rest, compared

SELECT samples.d0, count(*) AS m0, count(*) AS sample_count
FROM (SELECT calls.topic COLLATE "binary" AS d0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples GROUP BY samples.d0
 LIMIT $3

SELECT samples.d0, count(*) AS m0, count(*) AS sample_count
FROM (SELECT calls.topic COLLATE "binary" AS d0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples GROUP BY samples.d0
 LIMIT $3

SELECT count(*) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0
FROM (SELECT calls.topic COLLATE "binary" AS d0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = $3)) AS rest

SELECT count(*) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0
FROM (SELECT calls.topic COLLATE "binary" AS d0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = $3)) AS rest

-- pies, compared

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.ok AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.ok IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE "binary" ASC
 LIMIT $3

SELECT samples.grp, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.ok AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.ok IS NOT NULL) AS samples GROUP BY samples.grp

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.ok AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.ok IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE "binary" ASC
 LIMIT $3

SELECT samples.grp, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.ok AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.ok IS NOT NULL) AS samples GROUP BY samples.grp

SELECT samples.grp, samples.label, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.ok AS label, calls.ok AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.ok IS NOT NULL) AS samples GROUP BY samples.grp, samples.label
 LIMIT $3

SELECT samples.grp, samples.label, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.ok AS label, calls.ok AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.ok IS NOT NULL) AS samples GROUP BY samples.grp, samples.label
 LIMIT $3

-- table, compared

SELECT samples.d0, samples.d1, count(*) AS m0, count(*) AS sample_count
FROM (SELECT calls.topic COLLATE "binary" AS d0, ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $1) // $2) AS d1
FROM calls
WHERE calls."at" >= $3 AND calls."at" < $4) AS samples GROUP BY samples.d0, samples.d1
 LIMIT $5

SELECT samples.d0, samples.d1, count(*) AS m0, count(*) AS sample_count
FROM (SELECT calls.topic COLLATE "binary" AS d0, ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $1) // $2) AS d1
FROM calls
WHERE calls."at" >= $3 AND calls."at" < $4) AS samples GROUP BY samples.d0, samples.d1
 LIMIT $5

SELECT count(*) AS m0, count(*) AS n
FROM (SELECT calls.id AS one
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples

SELECT count(*) AS m0, count(*) AS n
FROM (SELECT calls.id AS one
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples

-- bar over windows

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE "binary" ASC
 LIMIT $3

SELECT samples.bucket, samples.grp, sum(samples.v0) AS result, count(samples.v0) AS result_number, count(samples.v0) AS n
FROM (SELECT ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $1) // $2) AS bucket, CAST(CASE WHEN (calls.topic COLLATE "binary" = $3) THEN $4 WHEN (calls.topic COLLATE "binary" = $5) THEN $6 ELSE $7 END AS INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $8 AND calls."at" < $9) AS samples GROUP BY samples.bucket, samples.grp

-- bar over windows, of values

SELECT samples.bucket, quantile_cont(samples.v0, $1) AS result, count(samples.v0) AS n
FROM (SELECT $2 AS bucket, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $3 AND calls."at" < $4) AS samples GROUP BY samples.bucket

SELECT samples.bucket, quantile_cont(samples.v0, $1) AS result, count(samples.v0) AS n
FROM (SELECT $2 AS bucket, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $3 AND calls."at" < $4) AS samples GROUP BY samples.bucket

SELECT samples.bucket, quantile_cont(samples.v0, $1) AS result, count(samples.v0) AS n
FROM (SELECT $2 AS bucket, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $3 AND calls."at" < $4) AS samples GROUP BY samples.bucket

-- bar of measures over windows, by group

SELECT grouped.grp, grouped.m0_n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS m0_n
FROM (SELECT marked.grp AS grp, marked.mark0 AS v0
FROM (SELECT calls.topic COLLATE "binary" AS grp, CASE WHEN (calls.ok = $1) THEN $2 END AS mark0
FROM calls
WHERE calls."at" >= $3 AND calls."at" < $4) AS marked) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.m0_n IS NULL ASC, grouped.m0_n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE "binary" ASC
 LIMIT $5

SELECT samples.bucket, samples.grp, count(samples.v0) AS m0, count(samples.v0) AS m0_n, sum(samples.v1) AS m1, count(samples.v1) AS m1_number, count(samples.v1) AS m1_n, count(*) AS n
FROM (SELECT marked.bucket AS bucket, marked.grp AS grp, marked.v1 AS v1, marked.mark0 AS v0
FROM (SELECT ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $1) // $2) AS bucket, CAST(CASE WHEN (calls.topic COLLATE "binary" = $3) THEN $4 WHEN (calls.topic COLLATE "binary" = $5) THEN $6 ELSE $7 END AS INTEGER) AS grp, calls.seconds AS v1, CASE WHEN (calls.ok = $8) THEN $9 END AS mark0
FROM calls
WHERE calls."at" >= $10 AND calls."at" < $11) AS marked) AS samples GROUP BY samples.bucket, samples.grp

SELECT count(samples.v0) AS m0
FROM (SELECT marked.one AS one, marked.mark0 AS v0
FROM (SELECT calls.id AS one, CASE WHEN (calls.ok = $1) THEN $2 END AS mark0
FROM calls
WHERE calls."at" >= $3 AND calls."at" < $4) AS marked) AS samples

-- bar of measures over labels

SELECT grouped.grp, grouped.m0_n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS m0_n
FROM (SELECT marked.grp AS grp, marked.mark0 AS v0
FROM (SELECT calls.topic COLLATE "binary" AS grp, CASE WHEN (calls.ok = $1) THEN $2 END AS mark0
FROM calls
WHERE calls."at" >= $3 AND calls."at" < $4 AND calls.topic IS NOT NULL) AS marked) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.m0_n IS NULL ASC, grouped.m0_n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE "binary" ASC
 LIMIT $5

SELECT samples.grp, count(samples.v0) AS m0, count(samples.v0) AS m0_n, sum(samples.v1) AS m1, count(samples.v1) AS m1_n, count(*) AS n
FROM (SELECT marked.grp AS grp, marked.v1 AS v1, marked.mark0 AS v0
FROM (SELECT CAST(CASE WHEN (calls.topic COLLATE "binary" = $1) THEN $2 ELSE $3 END AS INTEGER) AS grp, calls.seconds AS v1, CASE WHEN (calls.ok = $4) THEN $5 END AS mark0
FROM calls
WHERE calls."at" >= $6 AND calls."at" < $7 AND calls.topic IS NOT NULL) AS marked) AS samples GROUP BY samples.grp

SELECT count(samples.v0) AS m0
FROM (SELECT marked.one AS one, marked.mark0 AS v0
FROM (SELECT calls.id AS one, CASE WHEN (calls.ok = $1) THEN $2 END AS mark0
FROM calls
WHERE calls."at" >= $3 AND calls."at" < $4) AS marked) AS samples

SELECT count(samples.v0) AS m0_n
FROM (SELECT marked.one AS one, marked.mark0 AS v0
FROM (SELECT calls.id AS one, CASE WHEN (calls.ok = $1) THEN $2 END AS mark0
FROM calls
WHERE calls."at" >= $3 AND calls."at" < $4) AS marked) AS samples

-- bar over labels, by group

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE "binary" ASC
 LIMIT $3

SELECT samples.grp, count(*) AS result, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT calls.ok AS grp, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp ASC
 LIMIT $3

SELECT samples.x, samples.grp, count(*) AS result, count(*) AS n
FROM (SELECT CAST(CASE WHEN (calls.topic COLLATE "binary" = $1) THEN $2 WHEN (calls.topic COLLATE "binary" = $3) THEN $4 ELSE $5 END AS INTEGER) AS x, calls.ok AS grp, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $6 AND calls."at" < $7 AND calls.topic IS NOT NULL) AS samples GROUP BY samples.x, samples.grp
 LIMIT $8

SELECT count(*) AS n
FROM (SELECT calls.seconds AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples

-- bar over a part of time

SELECT samples.x, avg(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT mod(((CAST(floor(epoch(calls."at")) AS BIGINT) + 62162035200) // 3600), 24) AS x, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples GROUP BY samples.x
 LIMIT $3

-- bar of shares

SELECT samples.bucket, count(*) AS total, count(samples.v0) AS evaluated
FROM (SELECT ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $1) // $2) AS bucket, calls.topic COLLATE "binary" AS v0
FROM calls
WHERE calls."at" >= $3 AND calls."at" < $4) AS samples GROUP BY samples.bucket

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(samples.v0) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.topic COLLATE "binary" AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE "binary" ASC
 LIMIT $3

SELECT samples.bucket, samples.grp, count(samples.v0) AS n, count(samples.v0) AS records
FROM (SELECT ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $1) // $2) AS bucket, calls.topic COLLATE "binary" AS grp, calls.topic COLLATE "binary" AS v0
FROM calls
WHERE calls."at" >= $3 AND calls."at" < $4 AND calls.topic IS NOT NULL) AS samples GROUP BY samples.bucket, samples.grp
 LIMIT $5

-- pie

SELECT counts.label, counts.n, sum(counts.n) OVER () AS total
FROM (SELECT samples.label AS label, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS label, calls.topic COLLATE "binary" AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.topic IS NOT NULL) AS samples GROUP BY samples.label) AS counts ORDER BY counts.n DESC, counts.label IS NULL ASC, counts.label COLLATE "binary" ASC
 LIMIT $3

-- histogram

SELECT samples.bin, count(*) AS n
FROM (SELECT CASE WHEN calls.seconds IS NOT NULL THEN CASE WHEN calls.seconds < $1 THEN $2 WHEN calls.seconds < $3 THEN $4 WHEN calls.seconds < $5 THEN $6 ELSE $7 END END AS bin, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $8 AND calls."at" < $9) AS samples GROUP BY samples.bin

-- line, thinned

SELECT calls.id AS id, timezone('UTC', calls."at") AS ts, calls.score AS value
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND (calls.score BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308)
 LIMIT $3

SELECT epoch_us(CAST(min(calls."at") AS TIMESTAMPTZ)) AS anon_1, epoch_us(CAST(max(calls."at") AS TIMESTAMPTZ)) AS anon_2
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND (calls.score BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308)

WITH wq_stretches AS MATERIALIZED
(SELECT placed.stretch AS stretch, count(*) AS n, min(placed.ts) AS earliest, max(placed.ts) AS latest, min(placed.value) AS lowest, max(placed.value) AS highest
FROM (SELECT points.id AS id, points.ts AS ts, points.value AS value, ((epoch_us(CAST(points.ts AS TIMESTAMPTZ)) - $1) // $2) AS stretch
FROM (SELECT calls.id AS id, calls."at" AS ts, calls.score AS value
FROM calls
WHERE calls."at" >= $3 AND calls."at" < $4 AND (calls.score BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308)) AS points) AS placed GROUP BY placed.stretch
 LIMIT $5)
 SELECT ranked.id, timezone('UTC', ranked.ts) AS ts, ranked.value, ranked.total
FROM (SELECT numbered.id AS id, numbered.ts AS ts, numbered.value AS value, numbered.stretch AS stretch, numbered.total AS total, numbered.place AS place, numbered.lowest AS lowest, numbered.highest AS highest, max(numbered.place) OVER (PARTITION BY numbered.stretch) AS latest, min(CASE WHEN (numbered.value = numbered.lowest) THEN numbered.place END) OVER (PARTITION BY numbered.stretch) AS lowest_place, min(CASE WHEN (numbered.value = numbered.highest) THEN numbered.place END) OVER (PARTITION BY numbered.stretch) AS highest_place
FROM (SELECT found.id AS id, found.ts AS ts, found.value AS value, found.stretch AS stretch, found.total AS total, row_number() OVER (PARTITION BY found.stretch ORDER BY found.ts ASC, found.id ASC, found.value ASC) AS place, min(found.value) OVER (PARTITION BY found.stretch) AS lowest, max(found.value) OVER (PARTITION BY found.stretch) AS highest
FROM (SELECT placed.id AS id, placed.ts AS ts, placed.value AS value, placed.stretch AS stretch, (SELECT sum(wq_stretches.n) AS sum_1
FROM wq_stretches) AS total
FROM (SELECT points.id AS id, points.ts AS ts, points.value AS value, ((epoch_us(CAST(points.ts AS TIMESTAMPTZ)) - $1) // $2) AS stretch
FROM (SELECT calls.id AS id, calls."at" AS ts, calls.score AS value
FROM calls
WHERE calls."at" >= $3 AND calls."at" < $4 AND (calls.score BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308)) AS points) AS placed
WHERE (placed.value <= (SELECT max(wq_stretches.lowest) AS max_1
FROM wq_stretches) OR placed.value >= (SELECT min(wq_stretches.highest) AS min_1
FROM wq_stretches)) AND (placed.stretch, placed.value) IN (SELECT wq_stretches.stretch, wq_stretches.lowest
FROM wq_stretches UNION ALL SELECT wq_stretches.stretch, wq_stretches.highest
FROM wq_stretches) OR placed.ts IN (SELECT wq_stretches.earliest
FROM wq_stretches UNION ALL SELECT wq_stretches.latest
FROM wq_stretches)) AS found) AS numbered) AS ranked
WHERE ranked.place = $6 OR ranked.place = ranked.latest OR ranked.place = ranked.lowest_place OR ranked.place = ranked.highest_place

-- stat

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE "binary" ASC
 LIMIT $3

SELECT samples.grp, count(*) AS s0_0, count(samples.v0) AS s1_0, avg(CAST(samples.v1 AS INTEGER)) AS s2_0, avg(samples.v2) AS s3_0, sum(samples.v2) AS s4_0, min(samples.v2) AS s5_0, timezone('UTC', max(samples.v3)) AS s6_0, quantile_cont(samples.v2, $1) AS s7_0, quantile_cont(samples.v2, $2) AS s8_0, count(DISTINCT samples.v0) AS s9_0, sum(samples.v4) AS s10_0, count(*) AS s10_1, sum(samples.v4) AS s11_0, count(samples.v5) AS s11_1, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.topic COLLATE "binary" AS v0, calls.ok AS v1, calls.seconds AS v2, CASE WHEN calls.seen >= TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+00:00' AND calls.seen <= TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999+00:00' THEN calls.seen END AS v3, calls.cost AS v4, CASE WHEN calls.score BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.score END AS v5
FROM calls
WHERE calls."at" >= $3 AND calls."at" < $4) AS samples GROUP BY samples.grp

-- stat of measures

SELECT grouped.grp, grouped.n
FROM (SELECT samples.grp AS grp, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples GROUP BY samples.grp) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.grp IS NULL ASC, grouped.grp COLLATE "binary" ASC
 LIMIT $3

SELECT main.grp, main.m0, main.m0_n, main.m1, main.n, all_0.m2_of
FROM (SELECT samples.grp AS grp, count(samples.v0) AS m0, count(samples.v0) AS m0_n, quantile_cont(samples.v1, $1) AS m1, count(*) AS n
FROM (SELECT marked.grp AS grp, marked.v1 AS v1, marked.mark0 AS v0
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.seconds AS v1, CASE WHEN (calls.ok = $2) THEN $3 END AS mark0
FROM calls
WHERE calls."at" >= $4 AND calls."at" < $5) AS marked) AS samples GROUP BY samples.grp) AS main LEFT OUTER JOIN (SELECT samples.grp AS grp, count(samples.v0) AS m2_of
FROM (SELECT marked.grp AS grp, marked.v1 AS v1, marked.mark0 AS v0
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.seconds AS v1, CASE WHEN (calls.ok = $2) THEN $3 END AS mark0
FROM calls
WHERE calls."at" >= $4 AND calls."at" < $5) AS marked) AS samples GROUP BY samples.grp) AS all_0 ON main.grp IS NOT DISTINCT FROM all_0.grp

-- list

SELECT calls.id AS id, timezone('UTC', calls."at") AS ts, calls.cost AS c0, CASE WHEN json_type(calls.meta) = 'OBJECT' THEN CASE WHEN json_type(calls.meta, $1) IN ('VARCHAR', 'BOOLEAN') THEN json_extract_string(calls.meta, $1) WHEN json_type(calls.meta, $1) IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE') THEN CASE WHEN json_type(calls.meta, $1) IN ('BIGINT', 'UBIGINT') AND TRY_CAST(json_extract_string(calls.meta, $1) AS BIGINT) IS NOT NULL THEN CAST(TRY_CAST(json_extract_string(calls.meta, $1) AS BIGINT) AS VARCHAR) WHEN isfinite(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE)) THEN CASE WHEN TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE) = 0 THEN '0' WHEN abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE)) >= 1e-4 AND abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE)) < 1e14 THEN printf('%.15g', TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE)) ELSE CASE WHEN TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE) < 0 THEN '-' ELSE '' END || CASE WHEN CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 18) AS INTEGER) < 0 THEN '0.' || repeat('0', -CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 18) AS INTEGER) - 1) || rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 3, 14), '0') WHEN CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 18) AS INTEGER) >= length(rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 3, 14), '0')) - 1 THEN rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 3, 14), '0') || repeat('0', CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 18) AS INTEGER) - length(rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 3, 14), '0')) + 1) ELSE substr(rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 3, 14), '0'), 1, CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 18) AS INTEGER) + 1) || '.' || substr(rtrim(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 1, 1) || substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 3, 14), '0'), CAST(substr(printf('%.14e', abs(TRY_CAST(json_extract_string(calls.meta, $1) AS DOUBLE))), 18) AS INTEGER) + 2) END END END END END COLLATE "binary" AS c1
FROM calls
WHERE calls."at" >= $2 AND calls."at" < $3 ORDER BY calls."at" DESC, calls.id DESC
 LIMIT $4

-- list of related rows, in an order, the second page

SELECT samples.id, samples.id0, timezone('UTC', samples.ts) AS ts, samples.d0
FROM (SELECT calls.id AS id, calls.id AS id0, calls."at" AS ts, wq_notes_1.value COLLATE "binary" AS d0
FROM calls JOIN notes AS wq_notes_1 ON wq_notes_1.call_id = calls.id
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples
WHERE samples.d0 COLLATE "binary" > $3 OR samples.d0 COLLATE "binary" IS NULL OR samples.d0 COLLATE "binary" = $3 AND (samples.ts < $4 OR samples.ts >= $4 AND samples.ts < $5 AND (samples.id0 < $6 OR samples.id0 = $6)) ORDER BY samples.d0 IS NULL ASC, samples.d0 COLLATE "binary" ASC, samples.ts DESC, samples.id0 DESC, samples.d0 IS NULL ASC, samples.d0 COLLATE "binary" ASC
 LIMIT $7

-- table, the second page

SELECT placed.d0, placed.m0, placed.sample_count, placed.all_groups, placed.all_left, placed.up_to, placed.place
FROM (SELECT grouped.d0 AS d0, grouped.m0 AS m0, grouped.sample_count AS sample_count, count(*) OVER () AS all_groups, sum(grouped.sample_count) OVER () AS all_left, sum(grouped.sample_count) OVER (ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, grouped.d0 COLLATE "binary" ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS up_to, row_number() OVER (ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, grouped.d0 COLLATE "binary" ASC) AS place
FROM (SELECT samples.d0 AS d0, count(*) AS m0, count(*) AS sample_count
FROM (SELECT calls.topic COLLATE "binary" AS d0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples GROUP BY samples.d0) AS grouped) AS placed
WHERE placed.place > $3 AND placed.place <= $4 ORDER BY placed.place ASC

-- bar of the groups that are left

SELECT samples.grp, avg(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples GROUP BY samples.grp
 LIMIT $3

SELECT samples.bucket, samples.grp, avg(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $1) // $2) AS bucket, CAST(CASE WHEN (calls.topic COLLATE "binary" = $3) THEN $4 ELSE $5 END AS INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $6 AND calls."at" < $7) AS samples GROUP BY samples.bucket, samples.grp

-- bar of measures, by the groups that are left

SELECT samples.grp, sum(samples.v0) AS m0, count(samples.v0) AS m0_n, count(*) AS m1, count(*) AS m1_n, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples GROUP BY samples.grp
 LIMIT $3

SELECT samples.bucket, samples.grp, sum(samples.v0) AS m0, count(samples.v0) AS m0_n, count(*) AS m1, count(*) AS m1_n, count(*) AS n
FROM (SELECT ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $1) // $2) AS bucket, CAST(CASE WHEN (calls.topic COLLATE "binary" = $3) THEN $4 ELSE $5 END AS INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $6 AND calls."at" < $7) AS samples GROUP BY samples.bucket, samples.grp

-- bar over the labels that are left

SELECT samples.grp, avg(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT calls.topic COLLATE "binary" AS grp, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp
 LIMIT $3

SELECT samples.grp, avg(samples.v0) AS result, count(samples.v0) AS n
FROM (SELECT CAST(CASE WHEN (calls.topic COLLATE "binary" = $1) THEN $2 ELSE $3 END AS INTEGER) AS grp, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $4 AND calls."at" < $5 AND calls.topic IS NOT NULL) AS samples GROUP BY samples.grp

SELECT count(samples.v0) AS n
FROM (SELECT calls.seconds AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples

SELECT count(samples.v0) AS n
FROM (SELECT calls.seconds AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2 AND calls.topic IS NOT NULL) AS samples

-- pivot with its rests

SELECT quantile_cont(samples.v0, $1) AS m0, count(*) AS n
FROM (SELECT calls.seconds AS v0
FROM calls
WHERE calls."at" >= $2 AND calls."at" < $3) AS samples

SELECT grouped.d0, grouped.d1, grouped.m0, grouped.n
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, quantile_cont(samples.v0, $1) AS m0, count(*) AS n
FROM (SELECT calls.topic COLLATE "binary" AS d0, calls.ok AS d1, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $2 AND calls."at" < $3) AS samples GROUP BY samples.d0, samples.d1) AS grouped ORDER BY grouped.n IS NULL ASC, grouped.n DESC, grouped.d0 IS NULL ASC, grouped.d0 COLLATE "binary" ASC, grouped.d1 IS NULL ASC, grouped.d1 ASC
 LIMIT $4

SELECT grouped.d2, grouped.m0, grouped.n
FROM (SELECT samples.d2 AS d2, quantile_cont(samples.v0, $1) AS m0, count(*) AS n
FROM (SELECT ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $2) // $3) AS d2, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $4 AND calls."at" < $5) AS samples GROUP BY samples.d2) AS grouped ORDER BY grouped.d2 IS NULL ASC, grouped.d2 ASC
 LIMIT $6

SELECT ranks.rows_rank, ranks.d2, quantile_cont(ranks.v0, $1) AS m0, count(*) AS n
FROM (SELECT CAST(CASE WHEN (samples.d0 IS NOT NULL AND samples.d0 = $2 AND samples.d1 IS NULL) THEN $3 ELSE $4 END AS INTEGER) AS rows_rank, samples.d2 AS d2, samples.v0 AS v0
FROM (SELECT calls.topic COLLATE "binary" AS d0, calls.ok AS d1, ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $5) // $6) AS d2, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $7 AND calls."at" < $8) AS samples) AS ranks GROUP BY ranks.rows_rank, ranks.d2

-- table with its rest, of shares and rates

SELECT grouped.d0, grouped.d1, grouped.m0, grouped.sample_count, grouped.m1_of
FROM (SELECT main.d0 AS d0, main.d1 AS d1, main.m0 AS m0, main.sample_count AS sample_count, all_0.m1_of AS m1_of
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, count(*) AS m0, count(*) AS sample_count
FROM (SELECT calls.topic COLLATE "binary" AS d0, calls.ok AS d1
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples GROUP BY samples.d0, samples.d1) AS main LEFT OUTER JOIN (SELECT samples.d0 AS d0, count(*) AS m1_of
FROM (SELECT calls.topic COLLATE "binary" AS d0, calls.ok AS d1
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples GROUP BY samples.d0) AS all_0 ON main.d0 IS NOT DISTINCT FROM all_0.d0) AS grouped ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, grouped.d0 COLLATE "binary" ASC, grouped.d1 IS NULL ASC, grouped.d1 ASC
 LIMIT $3

SELECT count(*) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1
FROM (SELECT calls.topic COLLATE "binary" AS d0, calls.ok AS d1
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = $3 AND samples.d1 IS NULL)) AS rest

SELECT count(*) AS m0
FROM (SELECT samples.d0 AS d0
FROM (SELECT calls.topic COLLATE "binary" AS d0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = $3)) AS rest

-- table with its rest

SELECT grouped.d0, grouped.m0, grouped.sample_count
FROM (SELECT samples.d0 AS d0, avg(samples.v0) AS m0, count(*) AS sample_count
FROM (SELECT calls.topic COLLATE "binary" AS d0, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples GROUP BY samples.d0) AS grouped ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, grouped.d0 COLLATE "binary" ASC
 LIMIT $3

SELECT avg(rest.v0) AS m0, count(*) AS sample_count
FROM (SELECT samples.d0 AS d0, samples.v0 AS v0
FROM (SELECT calls.topic COLLATE "binary" AS d0, calls.seconds AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples
WHERE NOT (samples.d0 IS NOT NULL AND samples.d0 = $3)) AS rest

-- table

SELECT grouped.d0, grouped.d1, grouped.m0, grouped.sample_count, count(*) OVER () AS all_groups, sum(grouped.sample_count) OVER () AS all_left
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, quantile_cont(samples.v0, $1) AS m0, count(*) AS sample_count
FROM (SELECT wq_agents_1.name COLLATE "binary" AS d0, ((epoch_us(CAST(calls."at" AS TIMESTAMPTZ)) - $2) // $3) AS d1, calls.seconds AS v0
FROM calls LEFT OUTER JOIN agents AS wq_agents_1 ON wq_agents_1.id = calls.agent_id
WHERE calls."at" >= $4 AND calls."at" < $5) AS samples GROUP BY samples.d0, samples.d1) AS grouped ORDER BY grouped.m0 IS NULL ASC, grouped.m0 DESC, grouped.d0 IS NULL ASC, grouped.d0 COLLATE "binary" ASC, grouped.d1 IS NULL ASC, grouped.d1 ASC
 LIMIT $6

-- table of parts and bins

SELECT grouped.d0, grouped.d1, grouped.m0, grouped.sample_count, count(*) OVER () AS all_groups, sum(grouped.sample_count) OVER () AS all_left
FROM (SELECT samples.d0 AS d0, samples.d1 AS d1, count(*) AS m0, count(*) AS sample_count
FROM (SELECT (mod((((CAST(floor(epoch(calls."at")) AS BIGINT) + 62162035200) // 86400) + 2), 7) + 1) AS d0, CASE WHEN (calls.score BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308) THEN CASE WHEN (calls.score < $1 AND calls.score >= -1.7976931348623157e308) THEN $2 WHEN (calls.score < $3 AND calls.score >= -1.7976931348623157e308) THEN $4 WHEN (calls.score < $5 AND calls.score >= -1.7976931348623157e308) THEN $6 ELSE $7 END END AS d1
FROM calls
WHERE calls."at" >= $8 AND calls."at" < $9) AS samples GROUP BY samples.d0, samples.d1) AS grouped ORDER BY grouped.sample_count IS NULL ASC, grouped.sample_count DESC, grouped.d0 IS NULL ASC, grouped.d0 ASC, grouped.d1 IS NULL ASC, grouped.d1 ASC
 LIMIT $10

-- table of measures, sorted by a ratio

SELECT grouped.d0, grouped.m0, grouped.m1, grouped.sample_count, count(*) OVER () AS all_groups, sum(grouped.sample_count) OVER () AS all_left
FROM (SELECT samples.d0 AS d0, sum(samples.v0) AS m0, count(*) AS m1, count(*) AS sample_count
FROM (SELECT calls.topic COLLATE "binary" AS d0, calls.cost AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples GROUP BY samples.d0) AS grouped ORDER BY (CASE WHEN CAST(grouped.m1 AS DOUBLE PRECISION) = 0 THEN NULL WHEN abs(CAST(grouped.m1 AS DOUBLE PRECISION)) < 1 THEN CASE WHEN abs(CAST(grouped.m0 AS DOUBLE PRECISION)) >= abs(CAST(grouped.m1 AS DOUBLE PRECISION)) * 1.7e308 THEN NULL ELSE CAST(grouped.m0 AS DOUBLE PRECISION) / CAST(grouped.m1 AS DOUBLE PRECISION) END WHEN abs(CAST(grouped.m0 AS DOUBLE PRECISION)) < abs(CAST(grouped.m1 AS DOUBLE PRECISION)) * 2.3e-308 THEN 0e0 ELSE CAST(grouped.m0 AS DOUBLE PRECISION) / CAST(grouped.m1 AS DOUBLE PRECISION) END) IS NULL ASC, (CASE WHEN CAST(grouped.m1 AS DOUBLE PRECISION) = 0 THEN NULL WHEN abs(CAST(grouped.m1 AS DOUBLE PRECISION)) < 1 THEN CASE WHEN abs(CAST(grouped.m0 AS DOUBLE PRECISION)) >= abs(CAST(grouped.m1 AS DOUBLE PRECISION)) * 1.7e308 THEN NULL ELSE CAST(grouped.m0 AS DOUBLE PRECISION) / CAST(grouped.m1 AS DOUBLE PRECISION) END WHEN abs(CAST(grouped.m0 AS DOUBLE PRECISION)) < abs(CAST(grouped.m1 AS DOUBLE PRECISION)) * 2.3e-308 THEN 0e0 ELSE CAST(grouped.m0 AS DOUBLE PRECISION) / CAST(grouped.m1 AS DOUBLE PRECISION) END) DESC, grouped.d0 IS NULL ASC, grouped.d0 COLLATE "binary" ASC
 LIMIT $3

SELECT sum(samples.v0) AS m0, count(*) AS m1, count(*) AS n
FROM (SELECT calls.cost AS v0
FROM calls
WHERE calls."at" >= $1 AND calls."at" < $2) AS samples
