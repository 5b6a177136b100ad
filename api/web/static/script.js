// Makes pages quicker and safer; every page works without it.
"use strict";

// What was typed is not thrown away by a slip: leaving a form that has changed asks first.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// Sending twice by a double click sends once. The server would take it only once as well.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button:not([name])")) button.setAttribute("aria-disabled", "true");
});
window.addEventListener("pageshow", () => {  // back from another page: the form may be sent again
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});

// An invitation's secret stands behind the # of its link, where no server sees it.
const link = document.getElementById("link");
if (link && !link.value && location.hash.length > 1) {
  link.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
}

// A filter shows as one types, without a page of its own: the part of the page that it changes is fetched.
for (const form of document.querySelectorAll("form[data-live]")) {
  const target = document.getElementById(form.dataset.live);
  let waiting, asked = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const mine = ++asked;
      const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
      const answer = await fetch(address, { headers: { "X-Part": form.dataset.live } });
      if (!answer.ok || mine !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const part = page.getElementById(form.dataset.live);
      if (part && target) target.replaceChildren(...part.childNodes);
      history.replaceState(null, "", address);
    }, 250);
  });
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
  }, Number(poll.dataset.poll) * 1000);
}

const summary = document.querySelector(".summary");
if (summary) summary.focus();
