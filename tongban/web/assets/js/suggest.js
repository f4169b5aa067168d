// Offers items while somebody types into a search box. Without it the box works as it is.
"use strict";

const WAIT = 150;
let boxes = 0;

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[name=q]");
  const list = document.createElement("ul");
  const id = `suggest-${boxes += 1}`;
  let timer, running, current = -1;
  list.id = id;
  list.className = "tb-suggest";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  list.hidden = true;
  form.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", id], ["aria-expanded", "false"]]) input.setAttribute(name, value);

  const options = () => [...list.children];
  const close = () => { list.hidden = true; current = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const choose = (next) => {
    current = next;
    options().forEach((option, n) => option.setAttribute("aria-selected", String(n === current)));
    if (current < 0) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", options()[current].id);
    options()[current].scrollIntoView({ block: "nearest" });
  };

  // Text is only ever set as text: what answers is marked, nothing is parsed.
  const marked = (pieces, name) => {
    const part = document.createElement("span");
    part.className = name;
    for (const [text, hit] of pieces) {
      const piece = document.createElement(hit ? "mark" : "span");
      piece.textContent = text;
      part.append(piece);
    }
    return part;
  };

  const show = (items) => {
    list.replaceChildren(...items.map((item, n) => {
      const option = document.createElement("li");
      option.id = `${id}-${n}`;
      option.dataset.url = item.url;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.append(marked(item.name, "tb-suggest__name"));
      if (item.also.length) option.append(marked(item.also, "tb-suggest__also"));
      if (item.doubtful) option.append(marked([[item.doubtful, false]], "tb-suggest__also"));
      if (item.elsewhere) option.append(marked([[item.elsewhere, false]], "tb-suggest__also"));
      return option;
    }));
    current = -1;
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };

  const ask = async () => {
    running?.abort();
    const words = input.value.trim();
    if (!words) { close(); return; }
    running = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: running.signal });
      if (answer.ok && input === document.activeElement) show((await answer.json()).items);
    } catch { /* a newer question took its place, or the line is down: the box still searches */ }
  };

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const last = options().length - 1;
    if (event.key === "ArrowDown") { event.preventDefault(); choose(current === last ? -1 : current + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(current < 0 ? last : current - 1); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
    else if (event.key === "Enter" && current >= 0) { event.preventDefault(); location.assign(options()[current].dataset.url); }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const option = event.target.closest("li"); if (option) location.assign(option.dataset.url); });
  input.addEventListener("blur", close);
}
