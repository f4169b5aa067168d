// Small helps for those who run scripts. Every page works without them.
"use strict";

// An error summary is read out first.
document.querySelector("[data-focus]")?.focus();

// Closes the area list with Escape and when something else is pressed.
for (const box of document.querySelectorAll("details[data-menu]")) {
  document.addEventListener("click", (event) => { if (!box.contains(event.target)) box.open = false; });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    box.open = false;
    box.querySelector("summary").focus();
  });
}

// Prints the page.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Reads the page aloud where the browser can.
for (const button of document.querySelectorAll("[data-read]")) {
  if (!("speechSynthesis" in window)) break;
  const words = button.querySelector("[data-words]");
  const stop = () => { speechSynthesis.cancel(); words.textContent = button.dataset.read; button.setAttribute("aria-pressed", "false"); };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") { stop(); return; }
    const speech = new SpeechSynthesisUtterance(document.querySelector("main").innerText);
    speech.lang = document.documentElement.lang;
    speech.rate = document.documentElement.hasAttribute("data-elder") ? 0.8 : 1;
    speech.addEventListener("end", stop);
    words.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    speechSynthesis.speak(speech);
  });
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
}

// Fills the sign-in form with a person of the sample cast.
for (const button of document.querySelectorAll("[data-fill]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    document.querySelector("#id_username").value = button.dataset.fill;
    document.querySelector("#id_password").value = button.dataset.password;
    document.querySelector("#sign-in").focus();
  });
}

for (const button of document.querySelectorAll("[data-fill-mobile]")) {
  const field = document.querySelector("#id_mobile");
  if (!field) break;
  button.hidden = false;
  button.addEventListener("click", () => { field.value = button.dataset.fillMobile; field.closest("details")?.setAttribute("open", ""); field.focus(); });
}

// What was typed and not saved leaves with whoever signs out: the next person may sit at the same device.
document.querySelector("form[action='/signout/']")?.addEventListener("submit", () => sessionStorage.clear());

// The page after a form that was sent, whichever it is: what was typed is in the database now, and nothing of it is put into
// the next form of the same kind. Where one has to sign in first, or is told of a fault, it was not saved and stays.
const sent = sessionStorage.getItem("keep:sent");
if (sent) {
  const back = sent === `keep:${location.pathname}`;
  if (!back && document.querySelector("[data-idle]")) sessionStorage.removeItem(sent);
  if (back ? !document.querySelector("form[data-keep]") : document.querySelector("[data-idle]")) sessionStorage.removeItem("keep:sent");
}

// Five minutes before the session ends the person is asked; one press keeps it, as long as it may last at all.
const EARLY = 300;
for (const note of document.querySelectorAll("[data-idle]")) {
  const show = (name) => {
    for (const part of ["soon", "last", "over"]) note.querySelector(`[data-${part}]`).hidden = part !== name;
    note.querySelector("[data-go]").hidden = name !== "soon";
    note.hidden = false;
  };
  let clock;
  const wait = (seconds) => {
    clearTimeout(clock);
    clock = setTimeout(() => { show("soon"); clock = setTimeout(() => show("over"), Math.min(EARLY, seconds) * 1000); }, Math.max(seconds - EARLY, 1) * 1000);
  };
  note.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch(note.dataset.left, { credentials: "same-origin" });
    const { seconds } = answer.ok ? await answer.json() : { seconds: 0 };
    if (seconds > EARLY) { note.hidden = true; wait(seconds); return; }
    clearTimeout(clock);
    show(seconds > 0 ? "last" : "over");
  });
  wait(Number(note.dataset.idle));
}

// A keypad of large keys beside a field of digits; without scripts the telephone's own keys do.
for (const pad of document.querySelectorAll("[data-keypad]")) {
  const field = document.getElementById(pad.dataset.keypad);
  pad.hidden = false;
  pad.addEventListener("click", ({ target }) => {
    const key = target.dataset?.key;
    if (key === undefined) return;
    field.value = key === "back" ? field.value.slice(0, -1) : key === "" ? "" : field.value + key;
  });
}

// One press of a button is one request: a second press while waiting does nothing.
document.addEventListener("submit", (event) => {
  if (event.submitter?.formTarget === "_blank") return; // it opens beside this page, which stays to be sent
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A page that is open asks twice a minute who else is there; it stops when it is not answered, as after the session is over.
const there = document.querySelector("[data-again]");
if (there) {
  const asking = setInterval(async () => {
    const answer = await fetch(there.dataset.again).catch(() => null);
    if (!answer?.ok || answer.redirected) { clearInterval(asking); return; }
    const told = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
    if (told && told.textContent !== there.textContent) there.replaceChildren(...told.childNodes);
  }, 30_000);
}
