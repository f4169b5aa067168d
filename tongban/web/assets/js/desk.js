// The keys of the desk: the figures open what can be done, J and K walk the list, / finds. They can be switched off.
"use strict";

const note = document.querySelector("[data-keys]");
const off = () => localStorage.getItem("desk-keys") === "off";

if (note) {
  const button = note.querySelector("button");
  const show = () => {
    button.setAttribute("aria-pressed", String(!off()));
    button.querySelector("[data-words]").textContent = off() ? "关" : "开";
  };
  note.hidden = false;
  button.addEventListener("click", () => { localStorage.setItem("desk-keys", off() ? "on" : "off"); show(); });
  show();
}

const walk = (step) => {
  const links = [...document.querySelectorAll(".tb-desk-queue .tb-queue a")];
  const here = links.findIndex((link) => link === document.activeElement || (link.ariaCurrent && !links.includes(document.activeElement)));
  links[Math.min(Math.max(here + step, 0), links.length - 1)]?.focus();
};
const keys = {
  j: () => walk(1),
  k: () => walk(-1),
  "/": () => document.querySelector("[data-find]")?.focus(),
};

document.addEventListener("keydown", (event) => {
  const busy = event.target.closest("input, textarea, select");
  if (off() || busy || event.ctrlKey || event.metaKey || event.altKey) return;
  const verb = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const act = verb ? () => verb.click() : keys[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});
