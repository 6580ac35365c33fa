-- nothing
1 = 1

-- integer eq
calls.duration = :param_1

-- integer neq
calls.duration IS NOT :param_1

-- integer beyond its range
(calls.duration < :param_1 AND calls.duration >= -1.7976931348623157e308)

-- float gt
(calls.score > :param_1 AND calls.score <= 1.7976931348623157e308)

-- float between
calls.score BETWEEN :param_1 AND :param_2

-- float isnull
(calls.score IS NULL OR calls.score < -1.7976931348623157e308 OR calls.score > 1.7976931348623157e308)

-- decimal gte
(calls.cost >= :param_1 AND calls.cost <= 1.7976931348623157e308)

-- in
calls.duration IN (__[POSTCOMPILE_param_1])

-- nin
calls.duration IS NULL OR (calls.duration NOT IN (__[POSTCOMPILE_param_1]))

-- in nothing
0 = 1

-- boolean eq
CASE WHEN calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END = :param_1

-- boolean of integers
CASE WHEN calls.flag BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.flag <> 0 END IS NOT :param_1

-- text eq
calls.topic COLLATE BINARY = :param_1

-- text in
calls.topic COLLATE BINARY IN (__[POSTCOMPILE_param_1])

-- text contains ascii
((instr(lower(calls.topic COLLATE BINARY), :param_1) > 0) AND calls.topic < x'' AND (calls.topic NOT GLOB '*[^' || char(1) || '-~]*' AND length(calls.topic) = length(CAST(calls.topic AS BLOB)) OR CAST(calls.topic AS BLOB) REGEXP CAST('\A(?:[\x00-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})*\Z' AS BLOB)))

-- text startswith beyond ascii
((calls.topic COLLATE BINARY GLOB :param_1) AND calls.topic < x'' AND (calls.topic NOT GLOB '*[^' || char(1) || '-~]*' AND length(calls.topic) = length(CAST(calls.topic AS BLOB)) OR CAST(calls.topic AS BLOB) REGEXP CAST('\A(?:[\x00-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})*\Z' AS BLOB)))

-- text regex
CASE WHEN calls.topic < x'' AND (calls.topic NOT GLOB '*[^' || char(1) || '-~]*' AND length(calls.topic) = length(CAST(calls.topic AS BLOB)) OR CAST(calls.topic AS BLOB) REGEXP CAST('\A(?:[\x00-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})*\Z' AS BLOB)) THEN calls.topic END COLLATE BINARY REGEXP :param_1

-- enum eq
calls.state = :param_1

-- enum endswith
((substr(CAST(lower(calls.state COLLATE BINARY) AS BLOB), -length(:param_1), length(:param_1)) = CAST(:param_1 AS BLOB)) AND calls.state < x'' AND (calls.state NOT GLOB '*[^' || char(1) || '-~]*' AND length(calls.state) = length(CAST(calls.state AS BLOB)) OR CAST(calls.state AS BLOB) REGEXP CAST('\A(?:[\x00-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})*\Z' AS BLOB)))

-- uuid eq
calls.ref = :param_1

-- uuid contains
instr(lower(lower(substr(calls.ref, 1, 8) || '-' || substr(calls.ref, 9, 4) || '-' || substr(calls.ref, 13, 4) || '-' || substr(calls.ref, 17, 4) || '-' || substr(calls.ref, 21, 12))), :param_1) > 0

-- number in text
CASE WHEN calls.reading < x'' THEN CASE WHEN length(calls.reading) <= 400 AND calls.reading NOT GLOB '*[^-+.eE0-9]*' AND calls.reading NOT GLOB '*[eE]*[0-9][0-9][0-9][0-9][0-9]*' AND json_valid(calls.reading) AND abs(CAST(calls.reading AS REAL)) <= 1.7976931348623157e308 THEN CAST(calls.reading AS REAL) END END >= :param_1

-- json key
(SELECT CASE WHEN wq.type = 'text' THEN wq.atom WHEN wq.type IN ('true', 'false') THEN wq.type WHEN typeof(wq.atom) = 'integer' THEN CAST(wq.atom AS TEXT) WHEN typeof(wq.atom) <> 'real' OR abs(wq.atom) > 1.7976931348623157e308 THEN NULL WHEN wq.atom = 0 THEN '0' WHEN abs(wq.atom) >= 1e-4 AND abs(wq.atom) < 1e14 THEN printf('%.15g', wq.atom) WHEN abs(wq.atom) < 1 THEN substr('-', 1, wq.atom < 0) || '0.' || substr(hex(zeroblob(200)), 1, -substr(printf('%.14e', abs(wq.atom)), 18) - 1) || rtrim(substr(printf('%.14e', abs(wq.atom)), 1, 1) || substr(printf('%.14e', abs(wq.atom)), 3, 14), '0') ELSE substr('-', 1, wq.atom < 0) || substr(printf('%.14e', abs(wq.atom)), 1, 1) || substr(printf('%.14e', abs(wq.atom)), 3, 14) || substr(hex(zeroblob(200)), 1, substr(printf('%.14e', abs(wq.atom)), 18) - 14) END FROM json_each(CASE WHEN calls.meta < x'' AND json_valid(calls.meta) THEN calls.meta END) AS wq WHERE wq.key = :param_1) COLLATE BINARY = :param_2

-- json key isnull
(SELECT CASE WHEN wq.type = 'text' THEN CASE WHEN wq.atom < x'' AND (wq.atom NOT GLOB '*[^' || char(1) || '-~]*' AND length(wq.atom) = length(CAST(wq.atom AS BLOB)) OR CAST(wq.atom AS BLOB) REGEXP CAST('\A(?:[\x00-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})*\Z' AS BLOB)) THEN wq.atom END WHEN wq.type IN ('true', 'false') THEN wq.type WHEN typeof(wq.atom) = 'integer' THEN CAST(wq.atom AS TEXT) WHEN typeof(wq.atom) <> 'real' OR abs(wq.atom) > 1.7976931348623157e308 THEN NULL WHEN wq.atom = 0 THEN '0' WHEN abs(wq.atom) >= 1e-4 AND abs(wq.atom) < 1e14 THEN printf('%.15g', wq.atom) WHEN abs(wq.atom) < 1 THEN substr('-', 1, wq.atom < 0) || '0.' || substr(hex(zeroblob(200)), 1, -substr(printf('%.14e', abs(wq.atom)), 18) - 1) || rtrim(substr(printf('%.14e', abs(wq.atom)), 1, 1) || substr(printf('%.14e', abs(wq.atom)), 3, 14), '0') ELSE substr('-', 1, wq.atom < 0) || substr(printf('%.14e', abs(wq.atom)), 1, 1) || substr(printf('%.14e', abs(wq.atom)), 3, 14) || substr(hex(zeroblob(200)), 1, substr(printf('%.14e', abs(wq.atom)), 18) - 14) END FROM json_each(CASE WHEN calls.meta < x'' AND json_valid(calls.meta) THEN calls.meta END) AS wq WHERE wq.key = :param_1) IS NULL

-- time gte aware
calls.at >= :param_1

-- time eq a day, aware
calls.at >= :param_1 AND calls.at < :param_2

-- time neq a day, naive
((calls.started >= :param_1 AND calls.started < :param_2)) IS NOT TRUE

-- time between, date
calls.day >= :param_1 AND calls.day < :param_2

-- to-one
calls.agent_id IN (SELECT agents_1.id 
FROM agents AS agents_1 
WHERE agents_1.team_id = :team_id_1 AND agents_1.team_id IN (SELECT teams_1.id 
FROM teams AS teams_1 
WHERE teams_1.name COLLATE BINARY = :param_1))

-- to-one neq
NOT (EXISTS (SELECT 1 
FROM agents AS agents_1 
WHERE agents_1.id = calls.agent_id AND agents_1.team_id = :team_id_1 AND agents_1.name COLLATE BINARY = :param_1))

-- to-many
EXISTS (SELECT 1 
FROM evaluations AS evaluations_1 
WHERE evaluations_1.call_id = calls.id AND evaluations_1.weight = :param_1)

-- to-many isnull
NOT (EXISTS (SELECT 1 
FROM evaluations AS evaluations_1 
WHERE evaluations_1.call_id = calls.id AND ((evaluations_1.weight BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308))))

-- same row
EXISTS (SELECT 1 
FROM evaluations AS evaluations_1 
WHERE evaluations_1.call_id = calls.id AND evaluations_1.metric_id IN (SELECT metrics_1.id 
FROM metrics AS metrics_1 
WHERE metrics_1.id = :param_1) AND CASE WHEN evaluations_1.value < x'' THEN CASE WHEN length(evaluations_1.value) <= 400 AND evaluations_1.value NOT GLOB '*[^-+.eE0-9]*' AND evaluations_1.value NOT GLOB '*[eE]*[0-9][0-9][0-9][0-9][0-9]*' AND json_valid(evaluations_1.value) AND abs(CAST(evaluations_1.value AS REAL)) <= 1.7976931348623157e308 THEN CAST(evaluations_1.value AS REAL) END END >= :param_2)

-- dynamic boolean in text
EXISTS (SELECT 1 
FROM evaluations AS evaluations_1 
WHERE evaluations_1.call_id = calls.id AND CASE evaluations_1.value COLLATE BINARY WHEN :param_1 THEN :param_2 WHEN :param_3 THEN :param_4 END = :param_5)

-- dynamic json number
EXISTS (SELECT 1 
FROM evaluations AS evaluations_1 
WHERE evaluations_1.call_id = calls.id AND CASE WHEN length(CASE json_type(CASE WHEN evaluations_1.document < x'' AND json_valid(evaluations_1.document) THEN evaluations_1.document END) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'text' THEN json_extract(evaluations_1.document, '$') WHEN 'integer' THEN trim(evaluations_1.document) WHEN 'real' THEN trim(evaluations_1.document) END) <= 400 AND CASE json_type(CASE WHEN evaluations_1.document < x'' AND json_valid(evaluations_1.document) THEN evaluations_1.document END) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'text' THEN json_extract(evaluations_1.document, '$') WHEN 'integer' THEN trim(evaluations_1.document) WHEN 'real' THEN trim(evaluations_1.document) END NOT GLOB '*[^-+.eE0-9]*' AND CASE json_type(CASE WHEN evaluations_1.document < x'' AND json_valid(evaluations_1.document) THEN evaluations_1.document END) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'text' THEN json_extract(evaluations_1.document, '$') WHEN 'integer' THEN trim(evaluations_1.document) WHEN 'real' THEN trim(evaluations_1.document) END NOT GLOB '*[eE]*[0-9][0-9][0-9][0-9][0-9]*' AND json_valid(CASE json_type(CASE WHEN evaluations_1.document < x'' AND json_valid(evaluations_1.document) THEN evaluations_1.document END) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'text' THEN json_extract(evaluations_1.document, '$') WHEN 'integer' THEN trim(evaluations_1.document) WHEN 'real' THEN trim(evaluations_1.document) END) AND abs(CAST(CASE json_type(CASE WHEN evaluations_1.document < x'' AND json_valid(evaluations_1.document) THEN evaluations_1.document END) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'text' THEN json_extract(evaluations_1.document, '$') WHEN 'integer' THEN trim(evaluations_1.document) WHEN 'real' THEN trim(evaluations_1.document) END AS REAL)) <= 1.7976931348623157e308 THEN CAST(CASE json_type(CASE WHEN evaluations_1.document < x'' AND json_valid(evaluations_1.document) THEN evaluations_1.document END) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'text' THEN json_extract(evaluations_1.document, '$') WHEN 'integer' THEN trim(evaluations_1.document) WHEN 'real' THEN trim(evaluations_1.document) END AS REAL) END < :param_1)

-- dynamic json text
EXISTS (SELECT 1 
FROM evaluations AS evaluations_1 
WHERE evaluations_1.call_id = calls.id AND (SELECT CASE WHEN wq.type = 'text' THEN wq.atom WHEN wq.type IN ('true', 'false') THEN wq.type WHEN typeof(wq.atom) = 'integer' THEN CAST(wq.atom AS TEXT) WHEN typeof(wq.atom) <> 'real' OR abs(wq.atom) > 1.7976931348623157e308 THEN NULL WHEN wq.atom = 0 THEN '0' WHEN abs(wq.atom) >= 1e-4 AND abs(wq.atom) < 1e14 THEN printf('%.15g', wq.atom) WHEN abs(wq.atom) < 1 THEN substr('-', 1, wq.atom < 0) || '0.' || substr(hex(zeroblob(200)), 1, -substr(printf('%.14e', abs(wq.atom)), 18) - 1) || rtrim(substr(printf('%.14e', abs(wq.atom)), 1, 1) || substr(printf('%.14e', abs(wq.atom)), 3, 14), '0') ELSE substr('-', 1, wq.atom < 0) || substr(printf('%.14e', abs(wq.atom)), 1, 1) || substr(printf('%.14e', abs(wq.atom)), 3, 14) || substr(hex(zeroblob(200)), 1, substr(printf('%.14e', abs(wq.atom)), 18) - 14) END FROM json_each(json_array(json(CASE WHEN evaluations_1.document < x'' AND json_valid(evaluations_1.document) THEN evaluations_1.document END))) AS wq) COLLATE BINARY = :param_1)

-- dynamic json isnull
EXISTS (SELECT 1 
FROM evaluations AS evaluations_1 
WHERE evaluations_1.call_id = calls.id AND coalesce(json_type(CASE WHEN evaluations_1.document < x'' AND json_valid(evaluations_1.document) THEN evaluations_1.document END), 'null') = 'null' = 0)

-- dynamic columns
EXISTS (SELECT 1 
FROM evaluations AS evaluations_1 
WHERE evaluations_1.call_id = calls.id AND ((evaluations_1.number > :param_1 AND evaluations_1.number <= 1.7976931348623157e308)))

-- dynamic columns isnull
NOT (EXISTS (SELECT 1 
FROM evaluations AS evaluations_1 
WHERE evaluations_1.call_id = calls.id AND (evaluations_1.number IS NOT NULL OR evaluations_1.word IS NOT NULL OR evaluations_1.truth IS NOT NULL)))

-- or
CASE WHEN calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END = :param_1 OR (calls.duration > :param_2 AND calls.duration <= 1.7976931348623157e308)

-- not
(CASE WHEN calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END IS NOT :param_1 OR (((calls.duration > :param_2 AND calls.duration <= 1.7976931348623157e308))) IS NOT TRUE) AND calls.topic COLLATE BINARY IS NOT :param_3
