"""Real registrars on loopback, for the tests with label live: each on a free port, in a folder of
its own, ended by its process id."""
import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77  # ctest's SKIP_RETURN_CODE


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def need(found, what):
    if not found:
        print(f"skipped: {what} is not installed; ci/setup --live installs it")
        sys.exit(SKIPPED)


def wait_ready(port, process, log):
    """Until anything answers a plain REGISTER."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(0.3)
        client.connect(("127.0.0.1", port))
        local = client.getsockname()[1]
        for attempt in range(50):
            if process.poll() is not None:
                break
            message = (f"REGISTER sip:example.test SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{local};"
                       f"branch=z9hG4bKready{attempt}\r\nMax-Forwards: 70\r\n"
                       f"From: <sip:ready@example.test>;tag=r\r\nTo: <sip:ready@example.test>\r\n"
                       f"Call-ID: ready\r\nCSeq: {attempt + 1} REGISTER\r\nContent-Length: 0\r\n\r\n")
            with contextlib.suppress(OSError):
                client.send(message.encode())
                client.recv(65536)
                return
            time.sleep(0.1)
    sys.exit(f"the server did not start:\n{pathlib.Path(log).read_text(errors='replace')[-3000:]}")


@contextlib.contextmanager
def running(command, folder, port, farewell=()):
    """The path of its log, while it runs; then the commands of its farewell, then a signal."""
    log = pathlib.Path(folder) / "server.log"
    with open(log, "wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT,
                                   start_new_session=True)
    try:
        wait_ready(port, process, log)
        yield str(log)
    finally:
        for words in farewell:
            subprocess.run(words, capture_output=True, timeout=60, check=False)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(5)


@contextlib.contextmanager
def kamailio():
    need(shutil.which("kamailio"), "kamailio")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder) / "kamailio.cfg"
        config.write_text((HERE / "kamailio.cfg").read_text().replace("@PORT@", str(port))
                          .replace("@FOLDER@", folder))
        command = ["kamailio", "-f", str(config), "-Y", folder, "-P", f"{folder}/pid", "-DD", "-E"]
        with running(command, folder, port) as log:
            yield port, log


def epmd():
    """Erlang's port mapper, which ejabberd starts and leaves behind."""
    found = subprocess.run(["pgrep", "-f", "epmd -daemon"], capture_output=True, text=True)
    return set(found.stdout.split())


@contextlib.contextmanager
def ejabberd():
    """mod_sip with digest; the account alice has the password secret."""
    need(shutil.which("ejabberdctl"), "ejabberd")
    port = free_port()
    before = epmd()
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder) / "ejabberd.yml"
        config.write_text((HERE / "ejabberd.yml").read_text().replace("@PORT@", str(port)))
        control = pathlib.Path(folder) / "ejabberdctl.cfg"
        control.write_text(f"EJABBERD_CONFIG_PATH={config}\nINET_DIST_INTERFACE=127.0.0.1\n"
                           f"ERL_EPMD_ADDRESS=127.0.0.1\nERLANG_NODE=starzero{port}@localhost\n")
        shutil.copy("/etc/ejabberd/inetrc", folder)
        for path in [pathlib.Path(folder), *pathlib.Path(folder).iterdir()]:
            shutil.chown(path, "ejabberd", "ejabberd")
        command = ["ejabberdctl", "--config-dir", folder, "--spool", folder, "--logs", folder]
        try:
            with running([*command, "foreground"], folder, port, [[*command, "stop"],
                                                                  [*command, "stopped"]]):
                made = [*command, "register", "alice", "example.test", "secret"]
                subprocess.run(made, check=True, capture_output=True, timeout=60)
                yield port, os.path.join(folder, "ejabberd.log")
        finally:
            for left in epmd() - before:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(left), signal.SIGTERM)


@contextlib.contextmanager
def net_sip():
    found = subprocess.run(["perl", "-MNet::SIP::Registrar", "-e", "1"], capture_output=True)
    need(found.returncode == 0, "libnet-sip-perl")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = ["perl", str(HERE / "net-sip-registrar.pl"), str(port)]
        with running(command, folder, port) as log:
            yield port, log
