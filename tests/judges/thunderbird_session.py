"""A draft opened in Thunderbird: argv is the draft and a picture to make; prints what is there.

It runs inside `xvfb-run dbus-run-session`. Thunderbird is asked through its Marionette, a socket
with lines of JSON behind their length.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_ACCOUNT = {
    "mail.accountmanager.accounts": "account1,account2",
    "mail.accountmanager.defaultaccount": "account1",
    "mail.account.account1.server": "server1",
    "mail.account.account1.identities": "id1",
    "mail.identity.id1.fullName": "Desk",
    "mail.identity.id1.useremail": "desk@example.org",
    "mail.identity.id1.smtpServer": "smtp1",
    "mail.server.server1.type": "pop3",
    "mail.server.server1.hostname": "127.0.0.1",
    "mail.server.server1.userName": "desk",
    "mail.server.server1.login_at_startup": False,
    "mail.server.server1.check_new_mail": False,
    "mail.account.account2.server": "server2",
    "mail.accountmanager.localfoldersserver": "server2",
    "mail.server.server2.type": "none",
    "mail.server.server2.hostname": "Local Folders",
    "mail.server.server2.userName": "nobody",
    "mail.smtpservers": "smtp1",
    "mail.smtpserver.smtp1.hostname": "127.0.0.1",
    "mail.provider.suppress_dialog_on_startup": True,
    "mailnews.start_page.enabled": False,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "datareporting.policy.dataSubmissionEnabled": False,
}
_READY = """
return !!Services.wm.getMostRecentWindow("mail:3pane")?.document.getElementById("tabmail")
  ?.currentAbout3Pane?.document.getElementById("folderTree")?.rowCount;
"""
_OPEN = """
const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
file.initWithPath(arguments[0]);
MailUtils.openEMLFile(window, file, Services.io.newFileURI(file));
"""
_LOOK = """
const writing = Services.wm.getMostRecentWindow("msgcompose");
const body = writing?.document.getElementById("messageEditor")?.contentDocument?.body;
const pictures = [...(body?.ownerDocument.images ?? [])];
if (!body?.textContent.trim() || !pictures.every((one) => one.complete)) return null;
return {
  subject: writing.document.getElementById("msgSubject").value,
  to: [...writing.document.querySelectorAll("#toAddrContainer .address-pill")]
    .map((one) => one.fullAddress),
  headings: [...body.querySelectorAll("h1,h2,h3,h4,h5,h6")]
    .map((one) => `${one.localName} ${one.textContent}`),
  directions: [...body.querySelectorAll("h1,h2")].map((one) => getComputedStyle(one).direction),
  pictures: pictures.map((one) => [one.alt, one.naturalWidth > 0]),
  captions: [...body.querySelectorAll("caption")].map((one) => one.textContent),
  links: [...body.querySelectorAll("a")].map((one) => one.href),
  attached: [...writing.document.getElementById("attachmentBucket").children]
    .map((one) => one.attachment.name),
};
"""


class Marionette:
    """A conversation with Thunderbird on `port`."""

    def __init__(self, port: int) -> None:
        self.number = 0
        end = time.monotonic() + 60
        while True:
            try:
                self.socket = socket.create_connection(("127.0.0.1", port))
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.3)
        self.socket.settimeout(60)
        self._answer()
        self.ask("WebDriver:NewSession", {})
        self.ask("Marionette:SetContext", {"value": "chrome"})

    def run(self, script: str, *arguments: str) -> Any:
        told = self.ask("WebDriver:ExecuteScript", {"script": script, "args": arguments})
        return told["value"]

    def ask(self, name: str, parameters: dict[str, Any]) -> Any:
        self.number += 1
        asked = json.dumps([0, self.number, name, parameters]).encode()
        self.socket.sendall(b"%d:%b" % (len(asked), asked))
        _, _, error, answer = self._answer()
        assert not error, error
        return answer

    def _answer(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self.socket.recv(1)
        content = b""
        while len(content) < int(length[:-1]):
            content += self.socket.recv(65536)
        return json.loads(content)


def main(draft: str, picture: str) -> None:
    with TemporaryDirectory(prefix="thunderbird", ignore_cleanup_errors=True) as folder:
        profile = Path(folder, "profile")
        profile.mkdir()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        wanted = {**_ACCOUNT, "marionette.port": port}
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in wanted.items())
        (profile / "user.js").write_text("\n".join(lines), "utf-8")
        command = ["thunderbird", "--no-remote", "--profile", str(profile), "--marionette"]
        running = subprocess.Popen(
            [*command, "--remote-allow-system-access"],
            env={**os.environ, "HOME": folder},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            talk = Marionette(port)
            end = time.monotonic() + 60
            found = None
            while not talk.run(_READY) and time.monotonic() < end:
                time.sleep(0.5)
            talk.run(_OPEN, draft)
            while found is None and time.monotonic() < end:
                time.sleep(0.5)
                found = talk.run(_LOOK)
            if shutil.which("import"):  # of ImageMagick, for whoever wants to look
                subprocess.run(["import", "-window", "root", picture], check=False)
        finally:
            running.terminate()
            running.wait(30)
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
