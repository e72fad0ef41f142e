"""A folder of ours through vdirsyncer to a Radicale server, and back: what was changed there is all that changes.

sync.py DATELINE TIMELINE WORK
"""
import glob
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request

import lib

SERVER = """[server]
hosts = 127.0.0.1:{port}
[auth]
type = none
[storage]
filesystem_folder = {work}/server
[logging]
level = warning
"""
CLIENT = """[general]
status_path = "{work}/status/"
[pair ours]
a = "here"
b = "there"
collections = ["talks"]
conflict_resolution = null
[pair other]
a = "desk"
b = "there"
collections = ["talks"]
[storage here]
type = "filesystem"
path = "{work}/here/"
fileext = ".ics"
[storage desk]
type = "filesystem"
path = "{work}/desk/"
fileext = ".ics"
[storage there]
type = "caldav"
url = "http://127.0.0.1:{port}/"
username = "user"
password = "word"
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def wait_for(port, server):
    for _ in range(100):
        if server.poll() is not None:
            sys.exit("sync: radicale ended at once")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("sync: radicale does not answer")


def vdirsyncer(work, *words):
    done = subprocess.run(["vdirsyncer", "-c", work + "/client", *words], capture_output=True, timeout=120,
                          input=b"y\n" * 20)
    if done.returncode != 0:
        sys.exit(f"sync: vdirsyncer {words[0]}: {done.stdout.decode()[-500:]}{done.stderr.decode()[-1500:]}")


def fetch(method, url, body=None, headers=None):
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    request.add_header("Authorization", "Basic dXNlcjp3b3Jk")
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.read(), answer.headers


def counts(program, timeline, folder):
    code, out, err = lib.dateline(program, timeline, "import", folder)
    if code != 0:
        sys.exit(f"sync: import: exit {code}: {err.decode()}")
    return tuple(int(n) for n in re.findall(r"\d+", out.decode()))


def check(what, have, want):
    good = have == want
    print(f"sync: {what}: {have}" + ("" if good else f", expected {want}"))
    return 0 if good else 1


def edit_there(port, folder):
    """One title, on the server, as another client would. `folder` is the server's."""
    name = next(os.path.basename(path) for path in sorted(glob.glob(folder + "/*.ics"))
                if "SUMMARY:On a day" in open(path, encoding="utf-8").read())
    url = f"http://127.0.0.1:{port}/user/talks/{name}"
    text, headers = fetch("GET", url)
    changed = text.replace(b"SUMMARY:On a day", b"SUMMARY:On another day")
    if changed == text:
        sys.exit("sync: the server does not have the title")
    fetch("PUT", url, changed, {"Content-Type": "text/calendar; charset=utf-8", "If-Match": headers["ETag"]})


def run(program, timeline, work, port):
    folder = work + "/here/talks"
    os.makedirs(folder)
    os.makedirs(work + "/desk/talks")
    code, _, err = lib.dateline(program, timeline, "export", "--format", "ics", "--vdir", folder)
    if code != 0:
        sys.exit(f"sync: export --vdir: {err.decode()}")
    here = len(glob.glob(folder + "/*.ics"))
    vdirsyncer(work, "discover")
    vdirsyncer(work, "sync")
    vdirsyncer(work, "sync")
    bad = check("on the server and in another folder", len(glob.glob(work + "/desk/talks/*.ics")), here)
    bad += check("back from there, unchanged", counts(program, timeline, folder), (0, 0, here, 0))
    bad += check("as the server writes it, unchanged", counts(program, timeline, work + "/desk/talks"), (0, 0, here, 0))
    edit_there(port, work + "/server/collection-root/user/talks")
    vdirsyncer(work, "sync")
    bad += check("with one change made there", counts(program, timeline, folder), (0, 1, here - 1, 0))
    # The way out again changes no file but that one's, and the next sync finds nothing to do.
    lib.dateline(program, timeline, "export", "--format", "ics", "--vdir", folder)
    vdirsyncer(work, "sync")
    bad += check("out and in once more", counts(program, timeline, folder), (0, 0, here, 0))
    return bad


def main(program, timeline, work):
    port = free_port()
    write(work + "/server.conf", SERVER.format(port=port, work=work))
    write(work + "/client", CLIENT.format(port=port, work=work))
    with open(work + "/server.log", "wb") as log:
        server = subprocess.Popen(["radicale", "-C", work + "/server.conf"], stdout=log, stderr=log)
    try:
        wait_for(port, server)
        return 1 if run(program, timeline, work, port) else 0
    finally:
        server.terminate()
        server.wait(timeout=20)


sys.exit(main(*sys.argv[1:]))
