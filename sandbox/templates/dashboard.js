"use strict";
// Shows what the server sends. All of it is somebody's text, so it goes into the page as text and never as HTML.

const byId = (id) => document.getElementById(id);

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined && text !== null) made.textContent = String(text);
  return made;
}

// Names of routes and events may break behind their parts, and not in the midst of a word.
function breakable(made) {
  const parts = made.textContent.split(/(?<=[/._])/);
  made.replaceChildren(...parts.flatMap((part, at) => (at ? [document.createElement("wbr"), part] : [part])));
  return made;
}

function tag(text, kind) {
  return element("span", "tag " + (kind || ""), text);
}

function facts(pairs) {
  const list = element("dl");
  for (const [name, value] of pairs) {
    if (value === undefined || value === null || value === "") continue;
    list.append(element("dt", "", name), element("dd", "mono", value));
  }
  return list;
}

function time(text) {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : at.toLocaleTimeString();
}

// Digits are shifted as text: no amount goes through floating point.
function money(amount) {
  if (!amount) return "no amount";
  let digits = 2;
  try {
    const format = new Intl.NumberFormat("en", { style: "currency", currency: amount.currencyCode });
    digits = format.resolvedOptions().maximumFractionDigits;
  } catch (unknown) { /* a currency that this browser does not know */ }
  const text = String(amount.value).padStart(digits + 1, "0");
  const major = digits ? text.slice(0, -digits) + "." + text.slice(-digits) : text;
  return amount.currencyCode + " " + major;
}

// Rows keep their place, their focus and whether they are open: only what changed is made anew.
function show(section, items, keyOf, fill) {
  const list = section.querySelector("ul.rows");
  const empty = section.querySelector(".empty");
  empty.hidden = items.length > 0;
  const before = new Map();
  for (const row of list.children) before.set(row.dataset.key, row);
  const first = before.size === 0;
  let next = list.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    const content = JSON.stringify(item);
    let row = before.get(key);
    before.delete(key);
    if (!row) {
      row = element("li", first ? "" : "fresh");
      row.dataset.key = key;
    }
    if (row.dataset.content !== content) {
      row.dataset.content = content;
      fill(row, item);
    }
    if (row === next) {
      next = next.nextElementSibling;
    } else {
      list.insertBefore(row, next);
    }
  }
  for (const gone of before.values()) gone.remove();
}

function expandable(row, first, mark, second, inside) {
  let details = row.querySelector("details");
  const line = element("span", "row");
  line.append(breakable(element("span", "first", first)), mark, element("span", "second", second));
  if (!details) {
    details = element("details");
    details.append(element("summary"), element("div"));
    row.append(details);
  }
  details.firstElementChild.replaceChildren(line);
  details.lastElementChild.replaceChildren(...inside);
}

function count(name, number) {
  document.querySelector('[data-count="' + name + '"]').textContent = number;
}

const GOOD = ["Captured", "Authorized", "Completed"];

function intent(row, it) {
  const kind = it.waitingForChallenge ? "wait" : GOOD.includes(it.status) ? "good" : it.status === "Created" ? "" : "bad";
  const status = it.waitingForChallenge ? "In 3-D Secure" : it.status;
  const timeline = element("ul", "timeline");
  for (const entry of it.timeline) {
    const line = element("li");
    line.append(element("b", "", entry.event), element("span", "quiet", time(entry.at)));
    const more = [entry.detail, entry.card].filter(Boolean).join(" · ");
    if (more) line.append(element("div", "quiet", more));
    timeline.append(line);
  }
  expandable(row, money(it.amount) + (it.reference ? " · " + it.reference : ""), tag(status, kind), it.id, [
    facts([
      ["Id", it.id], ["Customer", it.customerId], ["Capture", it.captureMode], ["Source", it.paymentSource],
      ["Secret until", it.sessionExpiresAt && time(it.sessionExpiresAt)],
    ]),
    timeline,
  ]);
}

function customer(row, it) {
  const cards = it.savedCards || [];
  const inside = cards.map((card) => facts([
    ["Card", card.cardDetails.scheme + " " + card.cardDetails.pan], ["Until", card.cardDetails.expiryDate], ["Id", card.id],
  ]));
  const line = facts([["Id", it.id], ["E-mail", it.emailAddress], ["Since", time(it.createdAt)]]);
  const number = cards.length === 1 ? "1 card" : cards.length + " cards";
  expandable(row, it.name || "No name", tag(number, cards.length ? "good" : ""), it.id, [line, ...inside]);
}

function request(row, it) {
  const status = it.status === null ? "open" : it.status;
  const kind = status === "open" ? "wait" : status === "cut" || status === "silent" || status >= 400 ? "bad" : "good";
  const marks = element("span");
  if (it.fault) marks.append(tag("fault " + it.fault, "wait"), " ");
  if (it.delivered > 1) marks.append(tag("delivered twice", "wait"), " ");
  marks.append(tag(status, kind));
  const headers = Object.entries(it.headers).map(([name, value]) => name + ": " + value).join("\n");
  const inside = [element("pre", "", headers)];
  if (it.body !== null) inside.push(element("pre", "", JSON.stringify(it.body, null, 2)));
  const query = it.query ? "?" + it.query : "";
  expandable(row, it.method + " " + it.path, marks, time(it.at) + (query && " · " + query), inside);
}

const DELIVERY = { pending: "wait", delivered: "good", failed: "bad" };

function delivery(row, it) {
  const attempts = element("ul", "timeline");
  for (const attempt of it.attempts) {
    const line = element("li");
    line.append(element("b", "", attempt.status || "No answer"), element("span", "quiet", time(attempt.at)));
    if (attempt.error) line.append(element("div", "quiet", attempt.error));
    attempts.append(line);
  }
  expandable(row, it.event, tag(it.state, DELIVERY[it.state]), it.url, [
    facts([["Intent", it.paymentIntentId], ["Event", it.id], ["Signature", it.signature]]),
    attempts,
    element("pre", "", it.body),
  ]);
}

// Faults

const CARD_PAYMENTS = { method: "POST", path: "/api/payments/**" };
const COMMON = [
  ["Paid, but the answer is lost", CARD_PAYMENTS, { cut: "after" }],
  ["Paid, delivered twice, the second answer shown", CARD_PAYMENTS, { deliver_twice: { show: "second" } }],
  ["Payments are read and never answered", CARD_PAYMENTS, { silent: {} }],
  ["Payments answer slowly (5 s)", CARD_PAYMENTS, { delay_answer: { milliseconds: 5000 } }],
  ["Payments are rejected: secret expired", CARD_PAYMENTS, { respond: { status: 200, body: { statusCode: 401 } } }],
  ["Gateway is unavailable (503)", { method: "POST", path: "/api/**" }, { respond: { status: 503, body: {} } }],
  ["Device data has no token", { method: "POST", path: "/api/device-data/*" }, { rewrite: { remove: ["token"] } }],
  ["Intents cannot be read", { method: "GET", path: "/payment-intents/public/*" }, { cut: "before" }],
  ["Saved cards cannot be listed (500)", { method: "GET", path: "/customers/public/**" }, { respond: { status: 500, body: {} } }],
];

function canonical(value) {
  if (Array.isArray(value)) return "[" + value.map(canonical).join() + "]";
  if (value && typeof value === "object") {
    return "{" + Object.keys(value).sort().map((key) => JSON.stringify(key) + ":" + canonical(value[key])).join() + "}";
  }
  return JSON.stringify(value);
}

const switches = COMMON.map(([name, match, action]) => {
  const item = element("li");
  const label = element("label");
  const text = element("span", "", name);
  text.append(element("small", "mono", match.method + " " + match.path));
  const box = element("input");
  box.type = "checkbox";
  box.setAttribute("role", "switch");
  label.append(box, text);
  item.append(label);
  document.querySelector("#faults .switches").append(item);
  const one = { box, sought: canonical([match, action]), ids: [] };
  box.addEventListener("change", async () => {
    if (box.checked) {
      await call("POST", "/_sandbox/faults", { match, times: null, action });
    } else {
      for (const id of one.ids) await call("DELETE", "/_sandbox/faults/" + id);
    }
  });
  return one;
});

function faults(rules) {
  count("faults", rules.filter((rule) => rule.live).length);
  for (const one of switches) {
    const same = rules.filter((rule) => rule.live && rule.times === null && canonical([rule.match, rule.action]) === one.sought);
    one.ids = same.map((rule) => rule.id);
    one.box.checked = same.length > 0;
  }
  show(byId("faults"), rules, (rule) => rule.id, (row, rule) => {
    const line = element("div", "row");
    const what = Object.keys(rule.action)[0];
    const name = "Fault " + rule.id + ": " + what + " " + (rule.match.method || "any") + " " + (rule.match.path || "any path");
    const remove = element("button", "", "Remove");
    remove.type = "button";
    remove.setAttribute("aria-label", "Remove fault " + rule.id);
    remove.addEventListener("click", () => call("DELETE", "/_sandbox/faults/" + rule.id));
    const times = rule.times === null ? "always" : rule.used + " of " + rule.times;
    line.append(element("span", "first", name), remove);
    line.append(element("span", "second", "used " + (rule.times === null ? rule.used + " times, " : "") + times + (rule.live ? "" : ", used up")));
    row.replaceChildren(line);
  });
}

async function call(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "content-type": "application/json" };
    options.body = JSON.stringify(body);
  }
  try {
    const answer = await fetch(path, options);
    if (answer.ok) return "";
    const problem = await answer.json();
    return problem.detail || "The sandbox refused it.";
  } catch (unreachable) {
    return "The sandbox cannot be reached.";
  }
}

byId("rule").addEventListener("submit", async (event) => {
  event.preventDefault();
  let rule;
  try {
    rule = JSON.parse(byId("rule-json").value);
  } catch (mistake) {
    byId("rule-error").textContent = "This is not JSON: " + mistake.message;
    return;
  }
  byId("rule-error").textContent = await call("POST", "/_sandbox/faults", rule);
});

byId("forget").addEventListener("click", () => call("DELETE", "/_sandbox/requests"));
byId("reset").addEventListener("click", () => {
  if (confirm("Forget all customers, intents, requests and faults?")) call("POST", "/_sandbox/reset");
});
for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", () => call("POST", "/_sandbox/clock", { advance_seconds: Number(button.dataset.advance) }));
}

// What the server tells

const live = byId("live");
const events = new EventSource("/_sandbox/events");
const on = (name, handle) => events.addEventListener(name, (event) => handle(JSON.parse(event.data)));

events.addEventListener("open", () => { live.textContent = "Live"; live.classList.add("on"); });
events.addEventListener("error", () => { live.textContent = "Connecting …"; live.classList.remove("on"); });

on("clock", (it) => {
  const minutes = Math.floor(it.aheadSeconds / 60);
  byId("clock").textContent = minutes ? minutes + " min ahead" : "on time";
});
on("intents", (it) => { count("intents", it.total); show(byId("intents"), it.latest, (one) => one.id, intent); });
on("customers", (it) => { count("customers", it.total); show(byId("customers"), it.latest, (one) => one.id, customer); });
on("requests", (it) => { count("requests", it.total); show(byId("requests"), it.latest, (one) => one.number, request); });
on("faults", faults);
on("webhooks", (it) => { count("webhooks", it.total); show(byId("webhooks"), it.latest, (one) => one.id + " " + one.subscriptionId, delivery); });
