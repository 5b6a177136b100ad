// Makes pages quicker and safer; every page works without it.
"use strict";

// What was typed is not thrown away by a slip: leaving a form that has changed asks first.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = form.dataset.guard === "changed" || Boolean(form.querySelector(".wrong"));
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  const tongue = document.querySelector("form.tongue");  // into the other language goes what stands in the form now
  if (tongue && new URL(form.action).pathname === tongue.elements.ke.value) {
    tongue.addEventListener("submit", () => {
      changed = false;
      for (const old of tongue.querySelectorAll("[name^='kept.']")) old.remove();
      for (const [name, value] of new FormData(form)) {
        const secret = name === "csrf" || name === "code" || form.elements[name].type === "password";
        if (secret || typeof value !== "string") continue;
        const kept = document.createElement("input");
        kept.type = "hidden"; kept.name = `kept.${name}`; kept.value = value;
        tongue.append(kept);
      }
    });
  }
}

// Sending twice by a double click sends once. The server would take it only once as well.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.submitter && event.submitter.matches("[data-file]")) return;  // a file comes, the page stays and goes on
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button:not([name])")) button.setAttribute("aria-disabled", "true");
  for (const busy of form.querySelectorAll("[data-busy]")) busy.hidden = false;
});
window.addEventListener("pageshow", () => {  // back from another page: the form may be sent again
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    for (const busy of form.querySelectorAll("[data-busy]")) busy.hidden = true;
  }
});

// An invitation's secret stands behind the # of its link, where no server sees it.
const link = document.getElementById("link");
if (link && !link.value && location.hash.length > 1) {
  link.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
}

// Part of a page, fetched and put where it stands. Of several that are asked for, only the last is shown.
let asked = 0;
async function refresh(id, address, options) {
  const mine = ++asked;
  const answer = await fetch(address, { ...options, headers: { "X-Part": id } }).catch(() => null);
  if (!answer || !answer.ok || mine !== asked) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const part = page.getElementById(id), target = document.getElementById(id);
  if (part && target) target.replaceChildren(...part.childNodes);
  return Boolean(part && target);
}

function afterPause(form, pause, what) {
  let waiting;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(what, pause); });
}

// A filter shows as one types, without a page of its own.
for (const form of document.querySelectorAll("form[data-live]")) {
  afterPause(form, 250, async () => {
    const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
    if (await refresh(form.dataset.live, address)) history.replaceState(null, "", address);
  });
}

// What the server finds out about a form that is being filled in stands beside it; nothing is stored.
for (const form of document.querySelectorAll("form[data-preview]")) {
  const look = form.querySelector("[data-looks]");
  afterPause(form, 1500, () => refresh(
    form.dataset.preview, look.formAction, { method: "POST", body: new URLSearchParams(new FormData(form)) }));
}

// A long list is found in by typing: the box before it chooses in it.
for (const select of document.querySelectorAll("select[data-find]")) {
  const box = document.createElement("input"), list = document.createElement("datalist");
  const found = new Map([...select.options].filter((one) => one.value).map((one) => [one.text, one.value]));
  list.id = `${select.id}-pilihan`;
  list.replaceChildren(...[...found.keys()].map((name) => new Option(name, name)));
  box.setAttribute("list", list.id);
  box.setAttribute("aria-label", select.dataset.find);
  box.placeholder = select.dataset.find;
  box.type = "search";
  box.addEventListener("input", () => { if (found.has(box.value)) select.value = found.get(box.value); });
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  select.before(box, list);
}

// Words that others use for the same are offered as one types; whatever is typed may stand.
for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("datalist");
  list.id = `${input.id}-pilihan`;
  input.setAttribute("list", list.id);
  input.after(list);
  afterPause(input, 300, async () => {
    if (input.value.length < 3) return;
    const digits = Number(input.dataset.codes || 0);  // of a classification: codes of so many digits, with their words
    const query = new URLSearchParams({ q: input.value, limit: digits ? 50 : 10 });
    const answer = await fetch(`${input.dataset.suggest}?${query}`).catch(() => null);
    if (!answer || !answer.ok) return;
    const found = (await answer.json()).items.filter((one) => !digits || one.code.length === digits);
    list.replaceChildren(...found.map((one) => new Option(digits ? `${one.code} ${one.title}` : one.title, digits ? one.code : one.title)));
  });
}

// A long form goes step by step; what is wrong in it is shown in its step.
for (const form of document.querySelectorAll("form[data-steps]")) {
  const groups = [...form.querySelectorAll(":scope > .group")];
  const last = form.querySelector(":scope > .row:last-child");
  const steps = document.createElement("ol"), ways = document.createElement("p");
  const button = (words, by) => {
    const made = document.createElement("button");
    made.type = "button"; made.className = "plain"; made.textContent = words;
    made.addEventListener("click", () => go(at + by));
    return made;
  };
  const back = button(form.dataset.back, -1), next = button(form.dataset.next, 1);
  next.className = "";
  let at = 0;
  const show = (step) => {
    at = step;
    groups.forEach((group, index) => { group.hidden = index !== at; });
    [...steps.children].forEach((one, index) => {
      if (index === at) one.setAttribute("aria-current", "step"); else one.removeAttribute("aria-current");
      one.classList.toggle("done", index < at);
    });
    back.hidden = at === 0;
    next.hidden = at === groups.length - 1;
    last.querySelector("button:last-of-type").classList.toggle("plain", !next.hidden);  // what comes next stands out
  };
  form.addEventListener("keydown", (event) => {  // Enter goes on, as long as a step follows
    if (event.key !== "Enter" || event.defaultPrevented || next.hidden || !event.target.matches("input")) return;
    event.preventDefault();
    go(at + 1);
  });
  const go = (step) => {
    const wrong = step > at && [...groups[at].querySelectorAll("input, select, textarea")].find((one) => !one.checkValidity());
    if (wrong) { wrong.reportValidity(); return; }
    show(step);
    const heading = groups[at].querySelector("h2");
    heading.tabIndex = -1;
    heading.focus();
  };
  steps.className = "steps";
  steps.setAttribute("aria-label", form.dataset.steps);
  steps.replaceChildren(...groups.map((group) => {
    const one = document.createElement("li");
    one.textContent = group.querySelector("h2").textContent.replace(/^\d+\. /, "");
    return one;
  }));
  ways.className = "row";
  ways.append(back, next);
  form.prepend(steps);
  last.before(ways);
  form.addEventListener("invalid", (event) => { show(groups.indexOf(event.target.closest(".group"))); }, true);
  const open = (target) => { const step = groups.findIndex((group) => group.contains(target)); if (step >= 0) show(step); };
  for (const link of document.querySelectorAll(".summary a[href^='#']")) {
    link.addEventListener("click", () => open(document.getElementById(link.hash.slice(1))));
  }
  show(Math.max(0, groups.findIndex((group) => group.querySelector(".wrong"))));
}

// Where something goes on, the part of the page that tells of it is fetched again until it says it is done.
const poll = document.querySelector("[data-poll]");
if (poll) {
  const again = setInterval(async () => {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page.getElementById(poll.id);
    if (!part || !part.hasAttribute("data-poll")) { clearInterval(again); location.reload(); return; }
    poll.replaceChildren(...part.childNodes);
    const says = document.getElementById(poll.dataset.says), said = page.getElementById(poll.dataset.says);
    if (says && said && says.textContent !== said.textContent) says.textContent = said.textContent;
  }, Number(poll.dataset.poll) * 1000);
}

const summary = document.querySelector(".summary");
if (summary) summary.focus();
