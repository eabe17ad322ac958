#!/bin/sh
# Send to jiesu by HTTP: sh send_by_curl.sh http://127.0.0.1:8012 [TOKEN]
# curl tries again after 503, as long as Retry-After says; nothing doubles when the same is sent again.
set -eu
send() {
    curl --silent --show-error --fail-with-body --retry 5 ${token:+--header "Authorization: Bearer $token"} "$@"
    echo
}
url=$1 token=${2:-}

# one report, in the form of the raw topic
send "$url/v1/reports" --json '{
  "channel": "web", "channel_ref": "HB-20260302-0004",
  "occurred_at": "2026-03-02T08:30:00+08:00", "received_at": "2026-03-02T08:41:07+08:00",
  "title": "井盖缺失", "text": "幸福路口井盖不见了"
}'

# rows of a channel's own form, one a line, through its mapping
send "$url/v1/reports?channel=sim-app311" --header 'Content-Type: application/x-ndjson' --data-binary @- <<'ROWS'
{"service_request_id": "A-1", "noticed_ms": 1772413200000, "requested_ms": 1772413260000, "summary": "Lamp out"}
{"service_request_id": "A-2", "noticed_ms": 1772413200000, "requested_ms": 1772413290000, "summary": "Pothole"}
ROWS

# what was done
send "$url/v1/actions" --json '{
  "action": "resolve", "occurred_at": "2026-03-02T15:00:00+08:00",
  "channel": "web", "channel_ref": "HB-20260302-0004", "unit": "市政"
}'
