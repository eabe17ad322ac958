"""A small policy as its author writes it, in one document."""

TOWN = """
version: town-1
effective_from: 2026-01-01T00:00:00+08:00
scopes: [{scope: town, partition: 0, channels: [app]}]
calendar: {timezone: Asia/Shanghai, intervals: [{opens: "09:00", closes: "17:00"}]}
classes:
  - {code: road, name: 道路, words: [路面], retired: [r0]}
  - {code: hole, name: 坑洼, parent: road, retired: [h0, h1]}
  - {code: tree, name: 绿化}
fallback_class: road
regions:
  - {code: n, name: 北街, level: 2}
  - {code: n1, name: 磨坊, parent: n, level: 3}
resolve: {amount: 3, unit: working_days}
ladder: [{rung: urge, audience: unit, stops_on: [resolve]}]
merges: {words: {by: text, join_at: 0.5, window_days: 30}}
merge: words
limits:
  - clock: resolve
    classes: [hole]
    limit: {amount: 9, unit: working_days}
    compress: 1/3
    stages:
      - {stage: stop, limit: {amount: 4, unit: working_hours}}
      - {stage: fine, limit: {amount: 7, unit: working_days}}
units:
  - {code: works, name: 工务局, level: 1}
  - {code: north, name: 北街街道, level: 2, parent: works, region: n}
duties:
  - {classes: [road], regions: [n1], unit: works, assistants: [north]}
  - {level: 2}
fallback: {unit: north, after: {amount: 4, unit: working_hours}}
handling: {pause_reasons: [weather, parts]}
"""
