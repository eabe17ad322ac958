"""One real ClickHouse server as a child process, its data on disk, to be killed by hand."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from xml.sax.saxutils import escape

from deploy.broker import keeper
from deploy.broker.node import HOST, kept_ports, wait_until_free

PASSWORD = "se'cret & <more>/?#%"  # noqa: S105 - of a server that lives for one run, on loopback
USERS = f"""<yandex>
<profiles><default><allow_experimental_low_cardinality_type>1</allow_experimental_low_cardinality_type></default></profiles>
<users><default>
<password>{escape(PASSWORD)}</password><networks><ip>{HOST}</ip></networks><profile>default</profile><quota>default</quota>
</default></users>
<quotas><default/></quotas>
</yandex>"""
_START_S = 30.0


class Node:
    """The server unpacked in `root`, its data and ports under `data` from start to start.

    With a `certificate`, a PEM file that holds its key too, both ports speak TLS alone.
    """

    def __init__(self, root: Path, data: Path, certificate: Path | None = None) -> None:
        self._root, self._data, self._certificate = root, data, certificate
        self._keeper: subprocess.Popen[str] | None = None
        self._pid = 0
        data.mkdir(parents=True, exist_ok=True)
        self._ports = kept_ports(data)
        self.port, self.http_port = self._ports
        (data / "config.xml").write_text(self._config())
        (data / "users.xml").write_text(USERS)

    def start(self) -> None:
        """Start, and wait until it answers. Nothing happens if it runs."""
        if self._keeper is not None and self._keeper.poll() is None:
            return
        wait_until_free(self._ports, self._data, _START_S)
        libraries = ":".join(map(str, self._root.glob("**/*-linux-gnu")))
        program = [str(self._root / "usr/sbin/clickhouse-server"), f"--config-file={self._data / 'config.xml'}"]
        with (self._data / "server.out").open("a") as out:
            self._keeper = subprocess.Popen(
                [sys.executable, "-I", keeper.__file__, str(os.getpid()), *program],
                env={**os.environ, "LD_LIBRARY_PATH": libraries},
                stdout=subprocess.PIPE,
                stderr=out,
                text=True,
            )
        assert self._keeper.stdout is not None
        self._pid = int(self._keeper.stdout.readline())
        deadline = time.monotonic() + _START_S
        while not self._answers():
            assert self._keeper.poll() is None, self._last_words()
            assert time.monotonic() < deadline, self._last_words()
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9, and wait for the end. Nothing happens if it is not running."""
        if self._keeper is not None and self._keeper.poll() is None:
            os.kill(self._pid, signal.SIGKILL)
            self._keeper.wait(_START_S)

    def freeze(self) -> None:
        """Let it hear nothing until `thaw`."""
        os.kill(self._pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self._pid, signal.SIGCONT)

    @property
    def writing(self) -> bool:
        """Whether rows are half written; ask while it is frozen."""
        return any(self._data.glob("store/data/*/*/tmp_insert_*"))

    def _answers(self) -> bool:
        try:
            for port in self._ports:
                socket.create_connection((HOST, port), timeout=5).close()
        except OSError:
            return False
        return True

    def _last_words(self) -> str:
        said = (self._data / name for name in ("server.out", "server.log"))
        return "\n".join(path.read_text(errors="replace")[-3000:] for path in said if path.exists())

    def _config(self) -> str:
        data, tcp, http = self._data, "tcp_port", "http_port"
        tls = ""
        if self._certificate is not None:
            tcp, http, file = "tcp_port_secure", "https_port", self._certificate
            files = f"<certificateFile>{file}</certificateFile><privateKeyFile>{file}</privateKeyFile>"
            tls = f"<openSSL><server>{files}<verificationMode>none</verificationMode></server></openSSL>"
        return f"""<yandex>
<logger><level>warning</level><log>{data}/server.log</log><errorlog>{data}/error.log</errorlog></logger>
<listen_host>{HOST}</listen_host><{tcp}>{self.port}</{tcp}><{http}>{self.http_port}</{http}>{tls}
<path>{data}/store/</path><tmp_path>{data}/temporary/</tmp_path>
<user_files_path>{data}/files/</user_files_path><format_schema_path>{data}/schemas/</format_schema_path>
<users_config>users.xml</users_config><mark_cache_size>100000000</mark_cache_size><timezone>UTC</timezone>
<default_profile>default</default_profile><default_database>default</default_database>
<merge_tree><old_parts_lifetime>10</old_parts_lifetime></merge_tree>
</yandex>"""
