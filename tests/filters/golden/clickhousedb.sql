-- nothing
true

-- integer eq
`calls`.`duration` = :param_1

-- integer neq
`calls`.`duration` IS DISTINCT FROM :param_1

-- integer beyond its range
`calls`.`duration` < toDecimal256(:param_1, 38)

-- float gt
(`calls`.`score` > :param_1 AND `calls`.`score` <= 1.7976931348623157e308)

-- float between
`calls`.`score` BETWEEN :param_1 AND :param_2

-- float isnull
(`calls`.`score` IS NULL OR `calls`.`score` < -1.7976931348623157e308 OR `calls`.`score` > 1.7976931348623157e308 OR isNaN(`calls`.`score`))

-- decimal gte
`calls`.`cost` >= toDecimal256(:param_1, 2)

-- in
`calls`.`duration` IN (__[POSTCOMPILE_param_1])

-- nin
`calls`.`duration` IS NULL OR (`calls`.`duration` NOT IN (__[POSTCOMPILE_param_1]))

-- in nothing
false

-- boolean eq
(`calls`.`ok` <> 0) = :param_1

-- boolean of integers
(`calls`.`flag` <> 0) IS DISTINCT FROM :param_1

-- text eq
`calls`.`topic` = :param_1

-- text in
`calls`.`topic` IN (__[POSTCOMPILE_param_1])

-- text contains ascii
translateUTF8(if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL), :param_2, :param_3) LIKE :param_1

-- text startswith beyond ascii
translateUTF8(if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL), :param_2, :param_3) LIKE :param_1

-- text regex
match(if(isValidUTF8(toString(`calls`.`topic`)), toString(`calls`.`topic`), NULL), :param_1)

-- enum eq
`calls`.`state` = :param_1

-- enum endswith
translateUTF8(toString(if(isValidUTF8(toString(`calls`.`state`)), toString(`calls`.`state`), NULL)), :param_2, :param_3) LIKE :param_1

-- uuid eq
`calls`.`ref` = toUUID(:param_1)

-- uuid contains
translateUTF8(toString(`calls`.`ref`), :param_2, :param_3) LIKE :param_1

-- number in text
CASE WHEN length(`calls`.`reading`) <= 400 AND match(`calls`.`reading`, '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$') AND isFinite(toFloat64OrNull(`calls`.`reading`)) THEN (toFloat64OrNull(`calls`.`reading`) + 0) END >= :param_1

-- json key
CASE WHEN JSONType(`calls`.`meta`) = 'Object' THEN CASE WHEN JSONType(`calls`.`meta`, :param_1) = 'Int64' THEN toString(JSONExtractInt(`calls`.`meta`, :param_1)) WHEN JSONType(`calls`.`meta`, :param_1) = 'Bool' THEN JSONExtractRaw(`calls`.`meta`, :param_1) WHEN JSONType(`calls`.`meta`, :param_1) = 'String' AND NOT (match(JSONExtractString(`calls`.`meta`, :param_1), '^-?[0-9]{19,}$') AND JSONType(replaceRegexpAll(`calls`.`meta`, '(:[ \\t\\n\\r]*-?[0-9]{19,})([ \\t\\n\\r,}])', '\\1e0\\2'), :param_1) = 'Double') THEN JSONExtractString(`calls`.`meta`, :param_1) WHEN JSONType(`calls`.`meta`, :param_1) IN ('UInt64', 'Double', 'String') THEN arrayMap(wq_d -> CASE WHEN wq_d = 0 THEN '0' WHEN abs(wq_d) >= 1e-4 AND abs(wq_d) < 1e14 THEN printf(char(37) || '.15g', wq_d) ELSE arrayMap(wq_s -> if(wq_d < 0, '-', '') || CASE WHEN toInt32OrNull(substr(wq_s, 18)) < 0 THEN '0.' || repeat('0', -toInt32OrNull(substr(wq_s, 18)) - 1) || rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0') WHEN toInt32OrNull(substr(wq_s, 18)) >= length(rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0')) - 1 THEN rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0') || repeat('0', toInt32OrNull(substr(wq_s, 18)) - length(rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0')) + 1) ELSE substr(rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0'), 1, toInt32OrNull(substr(wq_s, 18)) + 1) || '.' || substr(rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0'), toInt32OrNull(substr(wq_s, 18)) + 2) END, [printf(char(37) || '.14e', abs(wq_d))])[1] END, [if(JSONType(`calls`.`meta`, :param_1) = 'String', toFloat64OrNull(JSONExtractString(`calls`.`meta`, :param_1)), JSONExtractFloat(`calls`.`meta`, :param_1))])[1] END END = :param_2

-- json key isnull
CASE WHEN JSONType(`calls`.`meta`) = 'Object' THEN CASE WHEN JSONType(`calls`.`meta`, :param_1) = 'Int64' THEN toString(JSONExtractInt(`calls`.`meta`, :param_1)) WHEN JSONType(`calls`.`meta`, :param_1) = 'Bool' THEN JSONExtractRaw(`calls`.`meta`, :param_1) WHEN JSONType(`calls`.`meta`, :param_1) = 'String' AND NOT (match(JSONExtractString(`calls`.`meta`, :param_1), '^-?[0-9]{19,}$') AND JSONType(replaceRegexpAll(`calls`.`meta`, '(:[ \\t\\n\\r]*-?[0-9]{19,})([ \\t\\n\\r,}])', '\\1e0\\2'), :param_1) = 'Double') THEN JSONExtractString(`calls`.`meta`, :param_1) WHEN JSONType(`calls`.`meta`, :param_1) IN ('UInt64', 'Double', 'String') THEN arrayMap(wq_d -> CASE WHEN wq_d = 0 THEN '0' WHEN abs(wq_d) >= 1e-4 AND abs(wq_d) < 1e14 THEN printf(char(37) || '.15g', wq_d) ELSE arrayMap(wq_s -> if(wq_d < 0, '-', '') || CASE WHEN toInt32OrNull(substr(wq_s, 18)) < 0 THEN '0.' || repeat('0', -toInt32OrNull(substr(wq_s, 18)) - 1) || rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0') WHEN toInt32OrNull(substr(wq_s, 18)) >= length(rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0')) - 1 THEN rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0') || repeat('0', toInt32OrNull(substr(wq_s, 18)) - length(rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0')) + 1) ELSE substr(rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0'), 1, toInt32OrNull(substr(wq_s, 18)) + 1) || '.' || substr(rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0'), toInt32OrNull(substr(wq_s, 18)) + 2) END, [printf(char(37) || '.14e', abs(wq_d))])[1] END, [if(JSONType(`calls`.`meta`, :param_1) = 'String', toFloat64OrNull(JSONExtractString(`calls`.`meta`, :param_1)), JSONExtractFloat(`calls`.`meta`, :param_1))])[1] END END IS NULL

-- time gte aware
toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(:param_1), 'UTC')

-- time eq a day, aware
toDateTime64(`calls`.`at`, 6) >= fromUnixTimestamp64Micro(toInt64(:param_1), 'UTC') AND toDateTime64(`calls`.`at`, 6) < fromUnixTimestamp64Micro(toInt64(:param_2), 'UTC')

-- time neq a day, naive
NOT coalesce((toDateTime64(`calls`.`started`, 6) >= fromUnixTimestamp64Micro(toInt64(:param_1), 'UTC') AND toDateTime64(`calls`.`started`, 6) < fromUnixTimestamp64Micro(toInt64(:param_2), 'UTC')), false)

-- time between, date
`calls`.`day` >= toDate32(:param_1) AND `calls`.`day` < toDate32(:param_2)

-- hour of day, aware
mod(intDiv((intDiv(toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - positiveModulo(toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')), 1000000), 1000000) + 62162035200), 3600), 24) BETWEEN :param_1 AND :param_2

-- hour of day, aware, in a zone of few offsets
mod(intDiv((arrayMap((wq_m, wq_p) -> CASE WHEN wq_m IS NOT NULL THEN (wq_m + multiIf(wq_p IN (-1000000000000), 19270, wq_p IN (-891581400, -862637400), 23400, 19800)) END, [intDiv(toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - positiveModulo(toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')), 1000000), 1000000)], [roundDown(intDiv(toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')) - positiveModulo(toUnixTimestamp64Micro(toDateTime64(`calls`.`at`, 6, 'UTC')), 1000000), 1000000), CAST([-1000000000000, -2019705670, -891581400, -872058600, -862637400, -764145000] AS Array(Int64)))])[1] + 62162035200), 3600), 24) = :param_1

-- day of week, naive
`calls`.`agent_id` IN (SELECT `wq_agents_1`.`id` 
FROM `agents` AS `wq_agents_1` 
WHERE `wq_agents_1`.`team_id` = :team_id_1 AND `wq_agents_1`.`team_id` IN (SELECT `wq_teams_1`.`id` 
FROM `teams` AS `wq_teams_1` 
WHERE (mod((intDiv((intDiv(toUnixTimestamp64Micro(toDateTime64(`wq_teams_1`.`founded`, 6, 'UTC')) - positiveModulo(toUnixTimestamp64Micro(toDateTime64(`wq_teams_1`.`founded`, 6, 'UTC')), 1000000), 1000000) + 62162035200), 86400) + 2), 7) + 1) IN (__[POSTCOMPILE_param_1])))

-- day of month, date
(intDiv(mod((intDiv(mod((intDiv(mod((intDiv((intDiv(toUnixTimestamp64Micro(toDateTime64(`calls`.`day`, 6, 'UTC')) - positiveModulo(toUnixTimestamp64Micro(toDateTime64(`calls`.`day`, 6, 'UTC')), 1000000), 1000000) + 62162035200), 86400) * 4 + 3), 146097), 4) * 4 + 3), 1461), 4) * 2141 + 197913), 65536), 2141) + 1) IS DISTINCT FROM :param_1

-- month of year, never
false

-- month of year, any
toDateTime64(`calls`.`at`, 6) IS NOT NULL

-- month of year, missing
`calls`.`at` IS NULL

-- to-one
`calls`.`agent_id` IN (SELECT `wq_agents_1`.`id` 
FROM `agents` AS `wq_agents_1` 
WHERE `wq_agents_1`.`team_id` = :team_id_1 AND `wq_agents_1`.`team_id` IN (SELECT `wq_teams_1`.`id` 
FROM `teams` AS `wq_teams_1` 
WHERE `wq_teams_1`.`name` = :param_1))

-- to-one neq
NOT (`calls`.`agent_id` IS NOT NULL AND `calls`.`agent_id` IN (SELECT `wq_agents_1`.`id` 
FROM `agents` AS `wq_agents_1` 
WHERE `wq_agents_1`.`team_id` = :team_id_1 AND `wq_agents_1`.`name` = :param_1))

-- to-many
(`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`weight` = :param_1))

-- to-many isnull
NOT (`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE (`wq_evaluations_1`.`weight` IS NOT NULL)))

-- same row
(`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`metric_id` IN (SELECT `wq_metrics_1`.`id` 
FROM `metrics` AS `wq_metrics_1` 
WHERE `wq_metrics_1`.`id` = :param_1) AND CASE WHEN length(`wq_evaluations_1`.`value`) <= 400 AND match(`wq_evaluations_1`.`value`, '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$') AND isFinite(toFloat64OrNull(`wq_evaluations_1`.`value`)) THEN (toFloat64OrNull(`wq_evaluations_1`.`value`) + 0) END >= :param_2))

-- count rows
(`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`metric_id` IN (SELECT `wq_metrics_1`.`id` 
FROM `metrics` AS `wq_metrics_1` 
WHERE `wq_metrics_1`.`id` = :param_1) AND CASE WHEN length(`wq_evaluations_1`.`value`) <= 400 AND match(`wq_evaluations_1`.`value`, '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$') AND isFinite(toFloat64OrNull(`wq_evaluations_1`.`value`)) THEN (toFloat64OrNull(`wq_evaluations_1`.`value`) + 0) END >= :param_2 GROUP BY `wq_evaluations_1`.`call_id` 
HAVING count(*) >= :param_3))

-- count rows, none too
NOT (`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`weight` = :param_1 GROUP BY `wq_evaluations_1`.`call_id` 
HAVING (count(*) NOT IN (__[POSTCOMPILE_param_2]))))

-- count rows, deeper
(`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` INNER JOIN `notes` AS `wq_notes_1` ON `wq_notes_1`.`evaluation_id` = `wq_evaluations_1`.`id` 
WHERE `wq_notes_1`.`stars` = :param_1 GROUP BY `wq_evaluations_1`.`call_id` 
HAVING count(*) BETWEEN :param_2 AND :param_3))

-- all rows
(`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE true)) AND NOT (`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_2`.`call_id` 
FROM `evaluations` AS `wq_evaluations_2` 
WHERE `wq_evaluations_2`.`weight` IS DISTINCT FROM :param_1 OR NOT coalesce((CASE WHEN length(`wq_evaluations_2`.`value`) <= 400 AND match(`wq_evaluations_2`.`value`, '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$') AND isFinite(toFloat64OrNull(`wq_evaluations_2`.`value`)) THEN (toFloat64OrNull(`wq_evaluations_2`.`value`) + 0) END >= :param_2), false)))

-- not all rows
NOT (`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE ((`wq_evaluations_1`.`id` IS NOT NULL AND `wq_evaluations_1`.`id` IN (SELECT `wq_notes_1`.`evaluation_id` 
FROM `notes` AS `wq_notes_1` 
WHERE true))))) OR (`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_2`.`call_id` 
FROM `evaluations` AS `wq_evaluations_2` 
WHERE ((`wq_evaluations_2`.`id` IS NOT NULL AND `wq_evaluations_2`.`id` IN (SELECT `wq_notes_2`.`evaluation_id` 
FROM `notes` AS `wq_notes_2` 
WHERE (`wq_notes_2`.`stars` IS DISTINCT FROM :param_1))))))

-- dynamic boolean in text
(`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE CASE `wq_evaluations_1`.`value` WHEN :param_1 THEN :param_2 WHEN :param_3 THEN :param_4 END = :param_5))

-- dynamic json number
(`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE CASE WHEN length(CASE WHEN JSONType(`wq_evaluations_1`.`document`) = 'String' THEN JSONExtractString(`wq_evaluations_1`.`document`) WHEN JSONType(`wq_evaluations_1`.`document`) IN ('Bool', 'Int64', 'UInt64', 'Double') THEN JSONExtractRaw(`wq_evaluations_1`.`document`) END) <= 400 AND match(CASE WHEN JSONType(`wq_evaluations_1`.`document`) = 'String' THEN JSONExtractString(`wq_evaluations_1`.`document`) WHEN JSONType(`wq_evaluations_1`.`document`) IN ('Bool', 'Int64', 'UInt64', 'Double') THEN JSONExtractRaw(`wq_evaluations_1`.`document`) END, '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?$') AND isFinite(toFloat64OrNull(CASE WHEN JSONType(`wq_evaluations_1`.`document`) = 'String' THEN JSONExtractString(`wq_evaluations_1`.`document`) WHEN JSONType(`wq_evaluations_1`.`document`) IN ('Bool', 'Int64', 'UInt64', 'Double') THEN JSONExtractRaw(`wq_evaluations_1`.`document`) END)) THEN (toFloat64OrNull(CASE WHEN JSONType(`wq_evaluations_1`.`document`) = 'String' THEN JSONExtractString(`wq_evaluations_1`.`document`) WHEN JSONType(`wq_evaluations_1`.`document`) IN ('Bool', 'Int64', 'UInt64', 'Double') THEN JSONExtractRaw(`wq_evaluations_1`.`document`) END) + 0) END < :param_1))

-- dynamic json text
(`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE CASE WHEN JSONType(`wq_evaluations_1`.`document`) = 'Int64' THEN toString(JSONExtractInt(`wq_evaluations_1`.`document`)) WHEN JSONType(`wq_evaluations_1`.`document`) = 'Bool' THEN JSONExtractRaw(`wq_evaluations_1`.`document`) WHEN JSONType(`wq_evaluations_1`.`document`) = 'String' AND NOT (match(`wq_evaluations_1`.`document`, '^[ \\t\\n\\r]*-?[0-9]')) THEN JSONExtractString(`wq_evaluations_1`.`document`) WHEN JSONType(`wq_evaluations_1`.`document`) IN ('UInt64', 'Double', 'String') THEN arrayMap(wq_d -> CASE WHEN wq_d = 0 THEN '0' WHEN abs(wq_d) >= 1e-4 AND abs(wq_d) < 1e14 THEN printf(char(37) || '.15g', wq_d) ELSE arrayMap(wq_s -> if(wq_d < 0, '-', '') || CASE WHEN toInt32OrNull(substr(wq_s, 18)) < 0 THEN '0.' || repeat('0', -toInt32OrNull(substr(wq_s, 18)) - 1) || rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0') WHEN toInt32OrNull(substr(wq_s, 18)) >= length(rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0')) - 1 THEN rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0') || repeat('0', toInt32OrNull(substr(wq_s, 18)) - length(rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0')) + 1) ELSE substr(rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0'), 1, toInt32OrNull(substr(wq_s, 18)) + 1) || '.' || substr(rtrim(substr(wq_s, 1, 1) || substr(wq_s, 3, 14), '0'), toInt32OrNull(substr(wq_s, 18)) + 2) END, [printf(char(37) || '.14e', abs(wq_d))])[1] END, [if(JSONType(`wq_evaluations_1`.`document`) = 'String', toFloat64OrNull(JSONExtractString(`wq_evaluations_1`.`document`)), JSONExtractFloat(`wq_evaluations_1`.`document`))])[1] END = :param_1))

-- dynamic json isnull
(`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE NOT coalesce(JSONType(`wq_evaluations_1`.`document`) = 'Null', true)))

-- dynamic columns
(`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE ((`wq_evaluations_1`.`number` > :param_1 AND `wq_evaluations_1`.`number` <= 1.7976931348623157e308))))

-- dynamic columns isnull
NOT (`calls`.`id` IS NOT NULL AND `calls`.`id` IN (SELECT `wq_evaluations_1`.`call_id` 
FROM `evaluations` AS `wq_evaluations_1` 
WHERE `wq_evaluations_1`.`number` IS NOT NULL OR `wq_evaluations_1`.`word` IS NOT NULL OR `wq_evaluations_1`.`truth` IS NOT NULL))

-- or
(`calls`.`ok` <> 0) = :param_1 OR `calls`.`duration` > :param_2

-- not
((`calls`.`ok` <> 0) IS DISTINCT FROM :param_1 OR NOT coalesce((`calls`.`duration` > :param_2), false)) AND `calls`.`topic` IS DISTINCT FROM :param_3
