"""Send a report, and later what was done, to jiesu through Kafka.

pip install kafka-python
python send_by_kafka.py 127.0.0.1:9092 jiesu
"""

import json
import sys

from kafka import KafkaProducer

bootstrap, site = sys.argv[1:3]
report = {
    "channel": "web",  # a channel that the policy knows
    "channel_ref": "HB-20260302-0001",  # your own number: sent again under it, nothing doubles
    "occurred_at": "2026-03-02T08:30:00+08:00",  # when it was seen; every time carries its zone
    "received_at": "2026-03-02T08:41:07+08:00",  # when you took it in: deadlines start here
    "title": "路灯不亮",
    "text": "幸福路12号门前的路灯坏了三天",
    "place": {"address": "幸福路12号", "latitude": 28.2, "longitude": 112.9},
    "reporter": "caller 7731",  # whatever names the person to you; it is hashed at once
}
action = {
    "action": "resolve",
    "occurred_at": "2026-03-02T15:00:00+08:00",
    "channel": "web",
    "channel_ref": "HB-20260302-0001",
    "unit": "市政",
    "note": "已修复",
}
# one key for all about one report keeps their order
key = f"{report['channel']}/{report['channel_ref']}".encode()
producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
for topic, message in (("reports.raw", report), ("actions.raw", action)):
    value = json.dumps(message, ensure_ascii=False).encode()
    written = producer.send(f"{site}.{topic}", key=key, value=value).get(timeout=30)
    print(f"{topic}: partition {written.partition}, offset {written.offset}")
producer.close()
