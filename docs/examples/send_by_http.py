"""Send reports to jiesu by HTTP, and try again while it says so.

pip install httpx
python send_by_http.py http://127.0.0.1:8012 [TOKEN]
"""

import sys
import time

import httpx

url, token = (*sys.argv[1:3], "")[:2]
reports = [
    {
        "channel": "web",
        "channel_ref": f"HB-20260302-{number:04}",
        "occurred_at": "2026-03-02T08:30:00+08:00",
        "received_at": "2026-03-02T08:41:07+08:00",
        "title": "噪音扰民",
        "text": text,
    }
    for number, text in [(2, "工地夜间施工"), (3, "")]
]
reports[1]["title"] = ""  # says nothing: taken all the same, and answered with a reason

with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"} if token else {}) as client:
    while (answer := client.post("/v1/reports", json=reports)).status_code == 503:
        time.sleep(int(answer.headers["Retry-After"]))  # nothing doubles when the same is sent again
answer.raise_for_status()
for one in answer.json()["documents"]:
    print(f"{one['document']}: {one['status']} {one.get('reason', '')} {one.get('sentence', '')}".rstrip())
