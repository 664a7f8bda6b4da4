"""A challenge's page in WebKit, the engine of WKWebView, with the core to say where it may go.

usage: challenge.py RULE, which is core's example challenge_navigation. Ends in `N passed, M failed`.
"""

import http.server
import json
import os
import subprocess
import sys
import threading
import time
import traceback

# In containers WebKit may neither make namespaces nor use a GPU.
os.environ |= {
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    "LIBGL_ALWAYS_SOFTWARE": "1",
}

import gi  # noqa: E402

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

PAGES = os.path.join(os.path.dirname(__file__), "..", "pages")
PATIENCE_S = 40


class Pages(http.server.BaseHTTPRequestHandler):
    """The pages, what is slow, what is missing, and a redirect to an app."""

    def do_GET(self):
        path = self.path.partition("?")[0]
        if path == "/to-the-app":
            self.send_response(302)
            self.send_header("location", "testbank://redirected")
            self.end_headers()
            return
        if path == "/slow.png":
            time.sleep(2)
        file = os.path.join(PAGES, os.path.basename(path))
        found = path.endswith(".html") and os.path.isfile(file)
        body = open(file, "rb").read() if found else b""
        self.send_response(200 if found else 404)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Host:
    """What a presenter is: it shows the page and its windows, and does what the rule says."""

    def __init__(self, site, rule):
        self.rule = rule
        self.views, self.answers, self.failures, self.questions = [], [], [], []
        self.loaded = 0
        self.window = Gtk.OffscreenWindow()
        self.window.set_default_size(400, 700)
        self.stack = Gtk.Box()
        self.window.add(self.stack)
        page = self.add(WebKit2.WebView(web_context=WebKit2.WebContext.new_ephemeral()))
        self.window.show_all()
        page.load_uri(site + "/challenge.html")
        until(lambda: self.loaded == 1, "the page is loaded, whatever is slow or missing in it")

    def add(self, view):
        settings = view.get_settings()
        settings.set_hardware_acceleration_policy(WebKit2.HardwareAccelerationPolicy.NEVER)
        view.connect("decide-policy", self.decide)
        view.connect("create", self.create)
        view.connect("close", self.close)
        view.connect("load-changed", self.load_changed)
        view.connect("load-failed", lambda _view, _event, url, error: self.failures.append((url, error.message)) or False)
        view.connect("script-dialog", self.dialog)
        self.views.append(view)
        self.stack.add(view)
        view.show()
        return view

    def ask(self, action, new_window):
        cause = "gesture" if action.is_user_gesture() else "redirect" if action.is_redirect() else "script"
        question = {
            "url": action.get_request().get_uri(),
            "main_frame": True,  # WebKitGTK does not tell
            "cause": cause,
            "new_window": new_window,
            "depth": len(self.views) - 1,
        }
        self.rule.stdin.write(json.dumps(question) + "\n")
        self.rule.stdin.flush()
        answer = json.loads(self.rule.stdout.readline())
        self.answers.append((question["url"], cause, answer))
        return answer["answer"] == "stay"

    def decide(self, _view, decision, kind):
        if kind == WebKit2.PolicyDecisionType.RESPONSE:
            return False
        new_window = kind == WebKit2.PolicyDecisionType.NEW_WINDOW_ACTION
        if self.ask(decision.get_navigation_action(), new_window):
            decision.use()
        else:
            decision.ignore()
        return True

    def create(self, view, action):
        if not self.ask(action, True):
            return None
        return self.add(WebKit2.WebView.new_with_related_view(view))

    def close(self, view):
        self.views.remove(view)
        self.stack.remove(view)

    def load_changed(self, _view, event):
        self.loaded += event == WebKit2.LoadEvent.FINISHED

    def dialog(self, _view, dialog):
        self.questions.append(dialog.get_message())
        dialog.confirm_set_confirmed(True)
        return True

    def tap(self, element, view=0):
        """Scripts of the host count as the customer's gestures."""
        script = f"document.getElementById({element!r}).click()"
        self.views[view].evaluate_javascript(script, -1, None, None, None, None)

    def answer_to(self, url):
        until(lambda: any(asked == url for asked, _, _ in self.answers), f"the page asks for {url}")
        return next((cause, answer) for asked, cause, answer in reversed(self.answers) if asked == url)

    def has_title(self, title):
        until(lambda: self.views[0].get_title() == title, f"the title is {title}")

    def is_where_it_was(self):
        assert self.views[0].get_uri().endswith("/challenge.html"), self.views[0].get_uri()
        assert not self.failures, self.failures


def until(condition, what):
    context, end = GLib.MainContext.default(), time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, f"never: {what}"
        if not context.iteration(False):
            time.sleep(0.01)


def what_fails_or_is_slow_in_the_page_does_not_end_it(host):
    host.is_where_it_was()
    asked = [url for url, _, _ in host.answers]
    assert any(url.endswith("/frame.html") for url in asked), asked


def links_to_an_app_are_opened_and_the_page_stays(host):
    for element, url in [("app", "testbank://approve?id=1"), ("button", "testbank://approve?id=2")]:
        host.tap(element)
        cause, answer = host.answer_to(url)
        assert (cause, answer) == ("gesture", {"answer": "open", "url": url, "fallback": None}), (cause, answer)
    host.is_where_it_was()
    host.tap("window")  # and goes on working
    host.has_title("opened")


def an_intent_is_opened_without_its_component(host):
    host.tap("intent")
    _, answer = host.answer_to("intent://approve#Intent;scheme=testbank;component=test.other/.Secret;end")
    assert answer["answer"] == "open" and "component" not in answer["url"], answer
    host.is_where_it_was()


def a_redirect_may_lead_to_an_app(host):
    host.tap("redirected")
    cause, answer = host.answer_to("testbank://redirected")
    assert cause in ("gesture", "redirect") and answer["answer"] == "open", (cause, answer)


def a_script_alone_may_not(host):
    host.tap("alone")
    cause, answer = host.answer_to("testbank://alone")
    assert (cause, answer["answer"]) == ("script", "ignore"), (cause, answer)


def a_call_is_never_made(host):
    host.tap("phone")
    assert host.answer_to("tel:112")[1] == {"answer": "ignore"}
    host.is_where_it_was()


def windows_know_their_opener_and_close_themselves(host):
    for element in ["window", "blank"]:
        loaded = host.loaded
        host.tap(element)
        until(lambda: len(host.views) == 2 and host.loaded > loaded, "the window is open")
        host.tap("approve", view=1)
        host.has_title("approved")
        until(lambda: len(host.views) == 1, "the window is closed")
        host.views[0].evaluate_javascript("document.title = 'waiting'", -1, None, None, None, None)
        host.has_title("waiting")
    host.is_where_it_was()


def there_are_no_more_than_three_windows(host):
    for _ in range(5):
        host.tap("blank")
    until(lambda: len(host.answers) and host.answers[-1][2]["answer"] == "ignore", "one is too many")
    assert len(host.views) == 4, len(host.views)
    host.tap("window")
    host.has_title("blocked")


def questions_of_the_page_are_asked(host):
    host.tap("asked")
    host.has_title("sure")
    assert host.questions == ["Sure?"], host.questions


def the_way_back_is_not_loaded(host):
    host.tap("end")
    until(lambda: host.answers[-1][2] == {"answer": "ended", "action": "CANCEL"}, "the challenge ends")
    host.is_where_it_was()


def main(program):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = f"http://127.0.0.1:{server.server_port}"
    rule = subprocess.Popen(
        [program, "3ds-1", site + "/acs/challenge"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    tests = [
        what_fails_or_is_slow_in_the_page_does_not_end_it,
        links_to_an_app_are_opened_and_the_page_stays,
        an_intent_is_opened_without_its_component,
        a_redirect_may_lead_to_an_app,
        a_script_alone_may_not,
        a_call_is_never_made,
        windows_know_their_opener_and_close_themselves,
        there_are_no_more_than_three_windows,
        questions_of_the_page_are_asked,
        the_way_back_is_not_loaded,
    ]
    failed = 0
    for test in tests:
        host = None
        try:
            host = Host(site, rule)
            test(host)
            print("ok    ", test.__name__, flush=True)
        except Exception:
            failed += 1
            print("FAILED", test.__name__, host and host.answers, flush=True)
            traceback.print_exc(file=sys.stdout)
        if host:
            host.window.destroy()
    rule.stdin.close()
    print(f"{len(tests) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


main(sys.argv[1])
