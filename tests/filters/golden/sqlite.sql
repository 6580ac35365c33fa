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
CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END = :param_1

-- boolean of integers
CASE WHEN calls.flag BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.flag BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.flag <> 0 END IS NOT :param_1

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
calls.ref IN (SELECT wq.value FROM json_each(:param_1) AS wq)

-- uuid contains
instr(lower(CASE WHEN calls.ref >= x'' THEN NULL WHEN length(calls.ref) = 32 AND (calls.ref NOT GLOB '*[^0-9a-f]*' OR calls.ref NOT GLOB '*[^0-9A-F]*') THEN lower(substr(calls.ref, 1, 8) || '-' || substr(calls.ref, 9, 4) || '-' || substr(calls.ref, 13, 4) || '-' || substr(calls.ref, 17, 4) || '-' || substr(calls.ref, 21, 12)) WHEN calls.ref GLOB '????????-????-????-????-????????????' AND (calls.ref NOT GLOB '*[^-0-9a-f]*' OR calls.ref NOT GLOB '*[^-0-9A-F]*') AND length(replace(calls.ref, '-', '')) = 32 THEN lower(calls.ref) END), :param_1) > 0

-- number in text
CASE WHEN calls.reading < x'' THEN CASE WHEN length(calls.reading) <= 400 AND calls.reading NOT GLOB '*[^-+.eE0-9]*' AND calls.reading NOT GLOB '*[eE]*[0-9][0-9][0-9][0-9][0-9]*' AND json_valid(calls.reading) AND abs(CAST(calls.reading AS REAL)) <= 1.7976931348623157e308 THEN CAST(calls.reading AS REAL) END END >= :param_1

-- json key
(SELECT CASE WHEN wq.type = 'text' THEN wq.atom WHEN wq.type IN ('true', 'false') THEN wq.type WHEN typeof(wq.atom) = 'integer' THEN CAST(wq.atom AS TEXT) WHEN typeof(wq.atom) <> 'real' OR abs(wq.atom) > 1.7976931348623157e308 THEN NULL WHEN wq.atom = 0 THEN '0' WHEN abs(wq.atom) >= 1e-4 AND abs(wq.atom) < 1e14 THEN printf('%.15g', wq.atom) WHEN abs(wq.atom) < 1 THEN substr('-', 1, wq.atom < 0) || '0.' || substr(hex(zeroblob(200)), 1, -substr(printf('%.14e', abs(wq.atom)), 18) - 1) || rtrim(substr(printf('%.14e', abs(wq.atom)), 1, 1) || substr(printf('%.14e', abs(wq.atom)), 3, 14), '0') ELSE substr('-', 1, wq.atom < 0) || substr(printf('%.14e', abs(wq.atom)), 1, 1) || substr(printf('%.14e', abs(wq.atom)), 3, 14) || substr(hex(zeroblob(200)), 1, substr(printf('%.14e', abs(wq.atom)), 18) - 14) END FROM json_each(CASE WHEN calls.meta < x'' AND json_valid(calls.meta) THEN calls.meta END) AS wq WHERE wq.key = :param_1) COLLATE BINARY = :param_2

-- json key isnull
(SELECT CASE WHEN wq.type = 'text' THEN CASE WHEN wq.atom < x'' AND (wq.atom NOT GLOB '*[^' || char(1) || '-~]*' AND length(wq.atom) = length(CAST(wq.atom AS BLOB)) OR CAST(wq.atom AS BLOB) REGEXP CAST('\A(?:[\x00-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})*\Z' AS BLOB)) THEN wq.atom END WHEN wq.type IN ('true', 'false') THEN wq.type WHEN typeof(wq.atom) = 'integer' THEN CAST(wq.atom AS TEXT) WHEN typeof(wq.atom) <> 'real' OR abs(wq.atom) > 1.7976931348623157e308 THEN NULL WHEN wq.atom = 0 THEN '0' WHEN abs(wq.atom) >= 1e-4 AND abs(wq.atom) < 1e14 THEN printf('%.15g', wq.atom) WHEN abs(wq.atom) < 1 THEN substr('-', 1, wq.atom < 0) || '0.' || substr(hex(zeroblob(200)), 1, -substr(printf('%.14e', abs(wq.atom)), 18) - 1) || rtrim(substr(printf('%.14e', abs(wq.atom)), 1, 1) || substr(printf('%.14e', abs(wq.atom)), 3, 14), '0') ELSE substr('-', 1, wq.atom < 0) || substr(printf('%.14e', abs(wq.atom)), 1, 1) || substr(printf('%.14e', abs(wq.atom)), 3, 14) || substr(hex(zeroblob(200)), 1, substr(printf('%.14e', abs(wq.atom)), 18) - 14) END FROM json_each(CASE WHEN calls.meta < x'' AND json_valid(calls.meta) THEN calls.meta END) AS wq WHERE wq.key = :param_1) IS NULL

-- time gte aware
calls.at >= date(:param_1, '-2 days') AND calls.at < ':' AND CASE WHEN (calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) THEN calls.at >= :param_1 AND calls.at <= '9999-12-31 23:59:59.999999' ELSE (WITH wq_0 AS (SELECT substr(calls.at, 1, 10) AS d, substr(calls.at, 11, 1) AS s, CASE WHEN calls.at GLOB '*Z' THEN 'Z' WHEN substr(calls.at, 12) GLOB '*[+-][0-2][0-9]:[0-5][0-9]' THEN substr(calls.at, -6) ELSE '' END AS o, substr(calls.at, 12) AS r), wq_1 AS (SELECT d, s, o, substr(r, 1, length(r) - length(o)) AS b FROM wq_0), wq_2 AS (SELECT d, s, o, b, CASE length(b) WHEN 0 THEN '00:00:00' WHEN 5 THEN b || ':00' ELSE substr(b, 1, 8) END AS t, CASE WHEN length(b) > 8 THEN substr(b, 9) ELSE '.' END AS f FROM wq_1), wq_3 AS (SELECT d, s, o, b, t, f, datetime(d || ' ' || t, iif(length(o) = 6, (44 - unicode(o)) * (-60 * substr(o, 2, 2) - substr(o, 5, 2)), 0) || ' minutes') AS u FROM wq_2), wq_4 AS (SELECT CASE WHEN date(d, '+0 days') = d AND time(t, '+0 days') = t AND (s = '' OR s IN (' ', 'T') AND length(b) >= 5 AND rtrim(f, '0123456789') = '.' AND (length(b) <= 8 OR length(f) > 1) AND substr(o, 2, 2) <= '23') THEN CASE o WHEN '' THEN d || ' ' || t ELSE u END || substr(f || '000000', 1, 7) END AS w FROM wq_3) SELECT w >= :param_1 AND w <= '9999-12-31 23:59:59.999999' FROM wq_4) END

-- time eq a day, aware
calls.at >= date(:param_1, '-2 days') AND calls.at < coalesce(date(:param_2, '+3 days'), ':') AND CASE WHEN (calls.at GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.at, '+0 days') = substr(calls.at, 1, 19) OR calls.at GLOB '*.999*' AND datetime(substr(calls.at, 1, 19), '+0 days') = substr(calls.at, 1, 19))) THEN calls.at >= :param_1 AND calls.at < :param_2 ELSE (WITH wq_0 AS (SELECT substr(calls.at, 1, 10) AS d, substr(calls.at, 11, 1) AS s, CASE WHEN calls.at GLOB '*Z' THEN 'Z' WHEN substr(calls.at, 12) GLOB '*[+-][0-2][0-9]:[0-5][0-9]' THEN substr(calls.at, -6) ELSE '' END AS o, substr(calls.at, 12) AS r), wq_1 AS (SELECT d, s, o, substr(r, 1, length(r) - length(o)) AS b FROM wq_0), wq_2 AS (SELECT d, s, o, b, CASE length(b) WHEN 0 THEN '00:00:00' WHEN 5 THEN b || ':00' ELSE substr(b, 1, 8) END AS t, CASE WHEN length(b) > 8 THEN substr(b, 9) ELSE '.' END AS f FROM wq_1), wq_3 AS (SELECT d, s, o, b, t, f, datetime(d || ' ' || t, iif(length(o) = 6, (44 - unicode(o)) * (-60 * substr(o, 2, 2) - substr(o, 5, 2)), 0) || ' minutes') AS u FROM wq_2), wq_4 AS (SELECT CASE WHEN date(d, '+0 days') = d AND time(t, '+0 days') = t AND (s = '' OR s IN (' ', 'T') AND length(b) >= 5 AND rtrim(f, '0123456789') = '.' AND (length(b) <= 8 OR length(f) > 1) AND substr(o, 2, 2) <= '23') THEN CASE o WHEN '' THEN d || ' ' || t ELSE u END || substr(f || '000000', 1, 7) END AS w FROM wq_3) SELECT w >= :param_1 AND w < :param_2 FROM wq_4) END

-- time neq a day, naive
((calls.started >= date(:param_1, '-2 days') AND calls.started < coalesce(date(:param_2, '+3 days'), ':') AND CASE WHEN (calls.started GLOB '????-??-?? ??:??:??.?????[0-9]' AND (datetime(calls.started, '+0 days') = substr(calls.started, 1, 19) OR calls.started GLOB '*.999*' AND datetime(substr(calls.started, 1, 19), '+0 days') = substr(calls.started, 1, 19))) THEN calls.started >= :param_1 AND calls.started < :param_2 ELSE (WITH wq_0 AS (SELECT substr(calls.started, 1, 10) AS d, substr(calls.started, 11, 1) AS s, CASE WHEN calls.started GLOB '*Z' THEN 'Z' WHEN substr(calls.started, 12) GLOB '*[+-][0-2][0-9]:[0-5][0-9]' THEN substr(calls.started, -6) ELSE '' END AS o, substr(calls.started, 12) AS r), wq_1 AS (SELECT d, s, o, substr(r, 1, length(r) - length(o)) AS b FROM wq_0), wq_2 AS (SELECT d, s, o, b, CASE length(b) WHEN 0 THEN '00:00:00' WHEN 5 THEN b || ':00' ELSE substr(b, 1, 8) END AS t, CASE WHEN length(b) > 8 THEN substr(b, 9) ELSE '.' END AS f FROM wq_1), wq_3 AS (SELECT d, s, o, b, t, f, datetime(d || ' ' || t, iif(length(o) = 6, (44 - unicode(o)) * (-60 * substr(o, 2, 2) - substr(o, 5, 2)), 0) || ' minutes') AS u FROM wq_2), wq_4 AS (SELECT CASE WHEN date(d, '+0 days') = d AND time(t, '+0 days') = t AND (s = '' OR s IN (' ', 'T') AND length(b) >= 5 AND rtrim(f, '0123456789') = '.' AND (length(b) <= 8 OR length(f) > 1) AND substr(o, 2, 2) <= '23') THEN CASE o WHEN '' THEN d || ' ' || t ELSE datetime(u, (SELECT json_extract(value, '$[1]') FROM json_each('[[-1000000000000,-18000],[-1633280400,-14400],[-1615140000,-18000],[-1601830800,-14400],[-1583690400,-18000],[-1570381200,-14400],[-1551636000,-18000],[-1536512400,-14400],[-1523210400,-18000],[-1504458000,-14400],[-1491760800,-18000],[-1473008400,-14400],[-1459706400,-18000],[-1441558800,-14400],[-1428256800,-18000],[-1410109200,-14400],[-1396807200,-18000],[-1378659600,-14400],[-1365357600,-18000],[-1347210000,-14400],[-1333908000,-18000],[-1315155600,-14400],[-1301853600,-18000],[-1283706000,-14400],[-1270404000,-18000],[-1252256400,-14400],[-1238954400,-18000],[-1220806800,-14400],[-1207504800,-18000],[-1189357200,-14400],[-1176055200,-18000],[-1157302800,-14400],[-1144605600,-18000],[-1125853200,-14400],[-1112551200,-18000],[-1094403600,-14400],[-1081101600,-18000],[-1062954000,-14400],[-1049652000,-18000],[-1031504400,-14400],[-1018202400,-18000],[-1000054800,-14400],[-986752800,-18000],[-968000400,-14400],[-955303200,-18000],[-936550800,-14400],[-923248800,-18000],[-905101200,-14400],[-891799200,-18000],[-880218000,-14400],[-765396000,-18000],[-747248400,-14400],[-733946400,-18000],[-715798800,-14400],[-702496800,-18000],[-684349200,-14400],[-671047200,-18000],[-652899600,-14400],[-639597600,-18000],[-620845200,-14400],[-608148000,-18000],[-589395600,-14400],[-576093600,-18000],[-557946000,-14400],[-544644000,-18000],[-526496400,-14400],[-513194400,-18000],[-495046800,-14400],[-481744800,-18000],[-463597200,-14400],[-447271200,-18000],[-431542800,-14400],[-415821600,-18000],[-400093200,-14400],[-384372000,-18000],[-368643600,-14400],[-352922400,-18000],[-337194000,-14400],[-321472800,-18000],[-305744400,-14400],[-289418400,-18000],[-273690000,-14400],[-257968800,-18000],[-242240400,-14400],[-226519200,-18000],[-210790800,-14400],[-195069600,-18000],[-179341200,-14400],[-163620000,-18000],[-147891600,-14400],[-131565600,-18000],[-116442000,-14400],[-100116000,-18000],[-84387600,-14400],[-68666400,-18000],[-52938000,-14400],[-37216800,-18000],[-21488400,-14400],[-5767200,-18000],[9961200,-14400],[25682400,-18000],[41410800,-14400],[57736800,-18000],[73465200,-14400],[89186400,-18000],[104914800,-14400],[120636000,-18000],[126687600,-14400],[152085600,-18000],[162370800,-14400],[183535200,-18000],[199263600,-14400],[215589600,-18000],[230713200,-14400],[247039200,-18000],[262767600,-14400],[278488800,-18000],[294217200,-14400],[309938400,-18000],[325666800,-14400],[341388000,-18000],[357116400,-14400],[372837600,-18000],[388566000,-14400],[404892000,-18000],[420015600,-14400],[436341600,-18000],[452070000,-14400],[467791200,-18000],[483519600,-14400],[499240800,-18000],[514969200,-14400],[530690400,-18000],[544604400,-14400],[562140000,-18000],[576054000,-14400],[594194400,-18000],[607503600,-14400],[625644000,-18000],[638953200,-14400],[657093600,-18000],[671007600,-14400],[688543200,-18000],[702457200,-14400],[719992800,-18000],[733906800,-14400],[752047200,-18000],[765356400,-14400],[783496800,-18000],[796806000,-14400],[814946400,-18000],[828860400,-14400],[846396000,-18000],[860310000,-14400],[877845600,-18000],[891759600,-14400],[909295200,-18000],[923209200,-14400],[941349600,-18000],[954658800,-14400],[972799200,-18000],[986108400,-14400],[1004248800,-18000],[1018162800,-14400],[1035698400,-18000],[1049612400,-14400],[1067148000,-18000],[1081062000,-14400],[1099202400,-18000],[1112511600,-14400],[1130652000,-18000],[1143961200,-14400],[1162101600,-18000],[1173596400,-14400],[1194156000,-18000],[1205046000,-14400],[1225605600,-18000],[1236495600,-14400],[1257055200,-18000],[1268550000,-14400],[1289109600,-18000],[1299999600,-14400],[1320559200,-18000],[1331449200,-14400],[1352008800,-18000],[1362898800,-14400],[1383458400,-18000],[1394348400,-14400],[1414908000,-18000],[1425798000,-14400],[1446357600,-18000],[1457852400,-14400],[1478412000,-18000],[1489302000,-14400],[1509861600,-18000],[1520751600,-14400],[1541311200,-18000],[1552201200,-14400],[1572760800,-18000],[1583650800,-14400],[1604210400,-18000],[1615705200,-14400],[1636264800,-18000],[1647154800,-14400],[1667714400,-18000],[1678604400,-14400],[1699164000,-18000],[1710054000,-14400],[1730613600,-18000],[1741503600,-14400],[1762063200,-18000],[1772953200,-14400],[1793512800,-18000],[1805007600,-14400],[1825567200,-18000],[1836457200,-14400],[1857016800,-18000],[1867906800,-14400],[1888466400,-18000],[1899356400,-14400],[1919916000,-18000],[1930806000,-14400],[1951365600,-18000],[1962860400,-14400],[1983420000,-18000],[1994310000,-14400],[2014869600,-18000],[2025759600,-14400],[2046319200,-18000],[2057209200,-14400],[2077768800,-18000],[2088658800,-14400],[2109218400,-18000],[2120108400,-14400],[2140668000,-18000],[2152162800,-14400],[2172722400,-18000],[2183612400,-14400],[2204172000,-18000],[2215062000,-14400],[2235621600,-18000],[2246511600,-14400],[2267071200,-18000],[2277961200,-14400],[2298520800,-18000],[2309410800,-14400],[2329970400,-18000],[2341465200,-14400],[2362024800,-18000],[2372914800,-14400],[2393474400,-18000],[2404364400,-14400],[2424924000,-18000],[2435814000,-14400],[2456373600,-18000],[2467263600,-14400],[2487823200,-18000],[2499318000,-14400],[2519877600,-18000],[2530767600,-14400],[2551327200,-18000],[2562217200,-14400],[2582776800,-18000],[2593666800,-14400],[2614226400,-18000],[2625116400,-14400],[2645676000,-18000],[2656566000,-14400],[2677125600,-18000],[2688620400,-14400],[2709180000,-18000],[2720070000,-14400],[2740629600,-18000],[2751519600,-14400],[2772079200,-18000],[2782969200,-14400],[2803528800,-18000],[2814418800,-14400],[2834978400,-18000],[2846473200,-14400],[2867032800,-18000],[2877922800,-14400],[2898482400,-18000],[2909372400,-14400],[2929932000,-18000],[2940822000,-14400],[2961381600,-18000],[2972271600,-14400],[2992831200,-18000],[3003721200,-14400],[3024280800,-18000],[3035775600,-14400],[3056335200,-18000],[3067225200,-14400],[3087784800,-18000],[3098674800,-14400],[3119234400,-18000],[3130124400,-14400],[3150684000,-18000],[3161574000,-14400],[3182133600,-18000],[3193023600,-14400],[3213583200,-18000],[3225078000,-14400],[3245637600,-18000],[3256527600,-14400],[3277087200,-18000],[3287977200,-14400],[3308536800,-18000],[3319426800,-14400],[3339986400,-18000],[3350876400,-14400],[3371436000,-18000],[3382930800,-14400],[3403490400,-18000],[3414380400,-14400],[3434940000,-18000],[3445830000,-14400],[3466389600,-18000],[3477279600,-14400],[3497839200,-18000],[3508729200,-14400],[3529288800,-18000],[3540178800,-14400],[3560738400,-18000],[3572233200,-14400],[3592792800,-18000],[3603682800,-14400],[3624242400,-18000],[3635132400,-14400],[3655692000,-18000],[3666582000,-14400],[3687141600,-18000],[3698031600,-14400],[3718591200,-18000],[3730086000,-14400],[3750645600,-18000],[3761535600,-14400],[3782095200,-18000],[3792985200,-14400],[3813544800,-18000],[3824434800,-14400],[3844994400,-18000],[3855884400,-14400],[3876444000,-18000],[3887334000,-14400],[3907893600,-18000],[3919388400,-14400],[3939948000,-18000],[3950838000,-14400],[3971397600,-18000],[3982287600,-14400],[4002847200,-18000],[4013737200,-14400],[4034296800,-18000],[4045186800,-14400],[4065746400,-18000],[4076636400,-14400],[4097196000,-18000]]') WHERE json_extract(value, '$[0]') <= unixepoch(u) ORDER BY key DESC LIMIT 1) || ' seconds') END || substr(f || '000000', 1, 7) END AS w FROM wq_3) SELECT w >= :param_1 AND w < :param_2 FROM wq_4) END)) IS NOT TRUE

-- time between, date
calls.day >= :param_1 AND calls.day < :param_2 AND (date(calls.day, '+0 days') = calls.day)

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
CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END = :param_1 OR (calls.duration > :param_2 AND calls.duration <= 1.7976931348623157e308)

-- not
(CASE WHEN calls.ok BETWEEN -9223372036854775807 AND 9223372036854775807 OR calls.ok BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN calls.ok <> 0 END IS NOT :param_1 OR (((calls.duration > :param_2 AND calls.duration <= 1.7976931348623157e308))) IS NOT TRUE) AND calls.topic COLLATE BINARY IS NOT :param_3
