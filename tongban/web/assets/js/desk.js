// The keys of the desk: the figures open what can be done, J and K or the arrows walk the list, / finds, ? tells them all.
// They can be switched off, and none of them is heard while somebody types.
"use strict";

const note = document.querySelector("[data-keys]");
const help = document.querySelector("[data-help-box]");
const off = () => localStorage.getItem("desk-keys") === "off";

if (note) {
  const button = note.querySelector("[data-switch]");
  const show = () => {
    button.setAttribute("aria-pressed", String(!off()));
    button.querySelector("[data-words]").textContent = off() ? "关" : "开";
  };
  note.hidden = false;
  button.addEventListener("click", () => { localStorage.setItem("desk-keys", off() ? "on" : "off"); show(); });
  note.querySelector("[data-help]").addEventListener("click", () => help.showModal());
  show();
}

const links = () => [...document.querySelectorAll(".tb-desk-queue .tb-queue a")];
const walk = (step) => {
  const found = links();
  const here = found.findIndex((link) => link === document.activeElement || (link.ariaCurrent && !found.includes(document.activeElement)));
  found[Math.min(Math.max(here + step, 0), found.length - 1)]?.focus();
};
const among = () => links().includes(document.activeElement);
const press = (selector) => document.querySelector(selector)?.click();
const keys = {
  j: () => walk(1),
  k: () => walk(-1),
  x: () => document.activeElement.closest("li")?.querySelector("input[type=checkbox]")?.click(),
  "/": () => document.querySelector("[data-find]")?.focus(),
  "?": () => help?.showModal(),
  m: () => press("[data-file]"),
  "[": () => press('[data-step="["]'),
  "]": () => press('[data-step="]"]'),
  "+": () => press('[data-zoom="in"]'),
  "=": () => press('[data-zoom="in"]'),
  "-": () => press('[data-zoom="out"]'),
  r: () => press('[data-zoom="turn"]'),
};
// The arrows scroll a page: they walk the list only from within it.
const arrows = { arrowdown: () => walk(1), arrowup: () => walk(-1) };

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("input, textarea, select");
  const busy = (field && field.type !== "checkbox") || event.target.closest("dialog");
  if (off() || busy || event.ctrlKey || event.metaKey || event.altKey) return;
  const verb = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const name = event.key.toLowerCase();
  const act = verb ? () => verb.click() : keys[name] ?? (among() ? arrows[name] : undefined);
  if (!act) return;
  event.preventDefault();
  act();
});

// A PDF beside the form takes the keys as soon as it is shown: they stay with the page until somebody clicks or tabs into it.
const frame = document.querySelector("iframe.tb-viewer__page");
let tabbed = false;
if (frame) {
  addEventListener("keydown", (event) => { tabbed = event.key === "Tab"; }, true);
  addEventListener("blur", () => setTimeout(() => {
    if (document.activeElement === frame && !tabbed && !frame.matches(":hover")) { frame.blur(); window.focus(); }
  }));
}

// A picture beside the form: larger, smaller, turned. Its frame scrolls.
const picture = document.querySelector("[data-picture]");
if (picture) {
  let size = 1;
  let turned = 0;
  const draw = () => {
    picture.style.width = `${size * 100}%`;
    picture.style.transform = `rotate(${turned}deg)`;
    // Turned on its side it is as high as it was wide.
    const side = turned % 180 !== 0;
    const spare = side ? Math.max(0, (picture.offsetWidth - picture.offsetHeight) / 2) : 0;
    picture.style.marginBlock = `${spare}px`;
  };
  const acts = {
    in: () => { size = Math.min(size * 1.25, 5); },
    out: () => { size = Math.max(size / 1.25, 0.25); },
    turn: () => { turned = (turned + 90) % 360; },
  };
  const tools = document.querySelector("[data-tools]");
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const act = acts[event.target.closest("[data-zoom]")?.dataset.zoom];
    if (act) { act(); draw(); }
  });
}

// A text of the department is set into what is written, at once; without a script the button sends the form and it comes back.
for (const button of document.querySelectorAll("[data-insert]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const area = button.form.elements.reason;
    area.value = area.value.trim() ? `${area.value.trimEnd()}\n${button.dataset.insert}` : button.dataset.insert;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });
}
